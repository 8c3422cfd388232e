-- How the signals of an account become a score, as a value. Needs nothing.

--|# Customer health: models
--|A `health_model` says how signals become a score of 0 to 100: it is a value that is kept in a table, compared, and versioned with
--|its name and version in it. It is written as JSON:
--|
--|```json
--|{"name": "enterprise", "version": "7",
--| "signals": [
--|   {"name": "logins", "weight": 40, "group": "usage", "curve": [[0, 0], [20, 80], [60, 100]], "half_life": "30 days"},
--|   {"name": "seats_used", "weight": 20, "group": "usage", "curve": [[0.2, 0], [0.9, 100]]},
--|   {"name": "nps", "weight": 20, "tiers": [[0, 0], [7, 50], [9, 100]], "max_age": "180 days"},
--|   {"name": "open_tickets", "weight": 20, "logistic": {"midpoint": 8, "steepness": -0.5}}],
--| "groups": [{"name": "usage", "weight": 60}],
--| "missing": "reweight", "min_coverage": 0.5,
--| "bands": [["red", 0], ["yellow", 50], ["green", 75]],
--| "overrides": [{"when": {"signal": "escalations", "op": ">", "value": 0}, "cap": 40, "reason": "open escalation"}]}
--|```
--|
--|- **signals**: each has a name, a weight of 0 or more, and one way from its value to points of 0 to 100. A `curve` is straight lines
--|  between `[value, points]`, level before the first and after the last. `tiers` are steps: a tier holds from its value up to the
--|  next one's, its own end belonging to it (`"bounds": "[)"`, the default) or the next one's (`"(]"`); the first reaches down without
--|  end. A `logistic` curve is `100 / (1 + exp(-steepness * (value - midpoint)))`; with a negative steepness less is better.
--|  With a `half_life`, the weight of a signal halves each time it gets older by that; after `max_age` the signal is missing.
--|- **groups**: a group's weight is shared among those of its signals that are there, so what is missing shifts weight within its group
--|  first. What its signals lose by fading, their group loses. A group that is not listed weighs what its signals weigh together.
--|- **missing**: `"reweight"` (the default) leaves a missing signal out, `"zero"` counts it as 0 points, `"neutral"` as 50. Whatever the
--|  choice, the coverage is the share of the weight whose signals are there; below `min_coverage` (0.5) there is no score.
--|- **bands**: names and the scores they begin with, the first with 0. `"band_bounds"` says which end belongs to a band: with `"[)"`, the
--|  default, a score of 75 is green, with `"(]"` yellow. An account without a score is in band `unknown`.
--|- **overrides** hold while a signal fulfils a condition (`op` is one of `< <= = <> >= >`); the signal need not be one of those
--|  above, and a missing one fulfils none. `cap` and `floor` limit the score, `set` replaces it, also where coverage is too low;
--|  `"set": "value"` takes the signal's value, which is how a person sets a score by hand. A `set` has to end: `max_age` in `when`
--|  counts from the signal's instant, `until` is an instant. Overrides apply in their order, each to the score the one before left.
--|
--|Spans of time are written as PostgreSQL writes intervals, without months: `"30 days"`, `"36 hours"`, `"1 day 12:00:00"`. A model that
--|cannot work is refused with the place: weights that are all zero, values that do not ascend, bands out of order, an unknown key.
--|
--|The text form has every default filled in. `=` compares models: they are equal when they say the same in the same order of
--|signals, which is the order `health_score(model, VARIADIC ...)` takes values in.
-- type: health_model
COMMENT ON TYPE health_model IS 'How the signals of an account become a score: curves, weights, groups, bands, overrides';
--|## health_model(jsonb)
--|unit: health_model
--|nulls: NULL gives NULL
--|errors: whatever cannot be a model, with its place in the text of the jsonb
--|example: SELECT health_model(jsonb '{"signals": [{"name": "nps", "weight": 1, "tiers": [[0, 0], [9, 100]]}]}')
--|result: {"signals": [{"name": "nps", "weight": 1, "tiers": [[0, 0], [9, 100]], "bounds": "[)"}], "missing": "reweight", "min_coverage": 0.5}
--|see: health_score
--|For a model that is put together in SQL, with `jsonb_build_object` or `jsonb_set`.
CREATE FUNCTION health_model(model jsonb) RETURNS health_model
AS 'MODULE_PATHNAME', 'csops_health_model_jsonb' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION health_model(jsonb) IS 'A health model, from its JSON';
CREATE CAST (jsonb AS health_model) WITH FUNCTION health_model(jsonb);
COMMENT ON CAST (jsonb AS health_model) IS 'a health model from its JSON';
