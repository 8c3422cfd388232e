-- Signs of trouble ahead, from plain numbers. Needs nothing.

--|# Early warning
--|Three signs that are worth a look before a score moves: usage that falls, tickets that pile up, a figure that is unlike its own past. They
--|are functions over plain numbers, so the windows, the joins and the thresholds are yours, in SQL.
--|
--|Usage that fell by more than 30 percent within 14 days, compared with the 14 days before, where there was usage to speak of:
--|
--|```sql
--|SELECT account, usage_drop(sum(events) FILTER (WHERE day > as_of - 14), sum(events) FILTER (WHERE day <= as_of - 14), min_base => 50) AS share
--|FROM usage_by_day, (SELECT date '2026-03-31' AS as_of) AS at
--|WHERE day > as_of - 28 AND day <= as_of
--|GROUP BY account
--|HAVING usage_drop(sum(events) FILTER (WHERE day > as_of - 14), sum(events) FILTER (WHERE day <= as_of - 14), min_base => 50) > 0.3;
--|```
--|
--|An account without any rows in the last 14 days gives a NULL sum: `coalesce(..., 0)` where no rows mean no usage, and leave it where they mean
--|no telemetry. Windows of whole weeks hold each day of the week equally often. When many accounts are looked at, some will look bad
--|by chance: `adjust_p` over the p-values of a day keeps false alarms in check.

--|## usage_drop
--|formula: (previous_value - current_value) / previous_value
--|unit: share; 0.3 is a drop by 30 percent, a negative one a rise
--|direction: lower is better
--|components: none
--|nulls: NULL where any argument is NULL, where previous_value is below min_base, and where it is 0
--|errors: a number that is negative, infinite or NaN
--|example: SELECT usage_drop(62, 100, 20), usage_drop(130, 100, 20), usage_drop(2, 3, 20)
--|result: 0.38|-0.3|NULL
--|example: SELECT account, round(usage_drop(sum(events) FILTER (WHERE day > 14), sum(events) FILTER (WHERE day <= 14), 50)::numeric, 3) FROM unnest(ARRAY['a', 'b', 'c']) AS account, generate_series(1, 28) AS day, LATERAL (SELECT CASE account WHEN 'a' THEN CASE WHEN day > 20 THEN 2 ELSE 10 END WHEN 'b' THEN 10 ELSE day % 2 END) AS usage(events) GROUP BY account HAVING usage_drop(sum(events) FILTER (WHERE day > 14), sum(events) FILTER (WHERE day <= 14), 50) > 0.3
--|result: a|0.457
--|see: spike_p, robust_z
--|The minimum base keeps small numbers quiet: from three logins to two is no drop by a third.
CREATE FUNCTION usage_drop(current_value float8, previous_value float8, min_base float8) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_usage_drop' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION usage_drop(float8, float8, float8) IS 'Share by which a value has dropped, where there was enough of it; 0.3 is a drop by 30 percent';

--|## spike_p
--|formula: probability that a Poisson variable with the mean expected is observed or more
--|unit: probability, 0 to 1
--|direction: neither
--|components: none
--|nulls: NULL where any argument is NULL
--|errors: an observed that is no whole number of 0 or more, a negative expected, NaN, either above 9e15
--|example: SELECT round(spike_p(14, 6)::numeric, 6), spike_p(0, 6), spike_p(3, 0)
--|result: 0.003628|1|0
--|see: usage_drop, adjust_p
--|How surprising so many tickets are in a period that should bring `expected` of them. The mean is best taken from the same account's past, in
--|periods of the same length. Tickets that come in bunches spike more often than this says.
CREATE FUNCTION spike_p(observed float8, expected float8) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_spike_p' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION spike_p(float8, float8) IS 'Probability of so many events or more where so many are expected (Poisson), 0 to 1';

--|## robust_z
--|formula: (x - median) / (1.482602218505602 * mad)
--|unit: standard deviations of a normal distribution with that median and mad
--|direction: neither
--|components: none
--|nulls: NULL where any argument is NULL, and where mad is 0
--|errors: a number that is infinite or NaN; a negative mad
--|example: SELECT round(robust_z(240, 121.5, 3.5)::numeric, 6)
--|result: 22.836296
--|example: SELECT day, round(robust_z(tickets, median, mad)::numeric, 2) FROM (SELECT *, (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(tickets - median)) FROM unnest(ARRAY[120, 118, 130, 125, 121, 119, 240]) AS tickets) AS mad FROM (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY tickets) AS median FROM unnest(ARRAY[120, 118, 130, 125, 121, 119, 240]) AS tickets) AS m) AS normal, unnest(ARRAY[120, 118, 130, 125, 121, 119, 240]) WITH ORDINALITY AS count(tickets, day) WHERE robust_z(tickets, median, mad) > 3
--|result: 7|26.75
--|source: B. Iglewicz and D. Hoaglin, How to Detect and Handle Outliers, 1993
--|see: spike_p, usage_drop
--|How far a figure is from its usual value, by a scale that the outliers themselves do not stretch: the median of the past, and the median of
--|the absolute distances from it. 3 or more is worth a look. Where more than half of the past is one value, the mad is 0 and there is no z.
CREATE FUNCTION robust_z(x float8, median float8, mad float8) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_robust_z' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION robust_z(float8, float8, float8) IS 'Distance from the median in units of the median absolute deviation, scaled as standard deviations';
