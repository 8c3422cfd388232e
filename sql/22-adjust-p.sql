-- Adjusting p-values for many comparisons. Needs nothing.

--|# Many comparisons at once
--|## adjust_p
--|formula: holm: running maximum of p * (m - rank + 1); bh: running minimum from the largest of p * m / rank; bonferroni: p * m; each at most 1
--|unit: probabilities, 0 to 1
--|nulls: a NULL element stays NULL and is not counted; a NULL array gives NULL
--|errors: an element that is NaN or outside 0 to 1; an unknown method; more than one dimension
--|example: SELECT adjust_p(ARRAY[0.01, 0.04, 0.03, 0.005, 0.2])
--|result: {0.04,0.09,0.09,0.025,0.2}
--|example: SELECT adjust_p(ARRAY[0.01, NULL, 0.03, 0.005], method => 'bh')
--|result: {0.015,NULL,0.03,0.015}
--|source: S. Holm, Scandinavian Journal of Statistics 6, 1979; Y. Benjamini, Y. Hochberg, JRSS B 57, 1995
--|see: nps_difference_p, csat_difference_p, proportion_difference_p
--|With twenty segments tested at 5 percent, one is "significant" by chance. Holm keeps the chance of any false alarm below the
--|level; Benjamini-Hochberg keeps the share of false alarms among the alarms below it. The order of the elements is kept.
CREATE FUNCTION adjust_p(p float8[], method text DEFAULT 'holm') RETURNS float8[]
AS 'MODULE_PATHNAME', 'csops_adjust_p' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION adjust_p(float8[], text) IS 'p-values adjusted for many comparisons, 0 to 1, in their order';
