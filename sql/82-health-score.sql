-- Scores, bands, drivers, reasons and changes of accounts. Needs 80-health-model and 81-signal-set.

--|# Customer health: scores
--|A score is the mean of the points of an account's signals by weight, after the overrides of the model. It comes with its
--|coverage: a score that stands on 30 % of the weight looks like any other. `as_of` is the instant at which the account is looked at; a
--|signal that is later is missing, so any past score can be taken again. Without it every signal is seen, whatever its instant,
--|and a model with a `half_life`, `max_age` or `until` is an error.
--|
--|Scores lie on a grid of 2^-40 points (1e-12). The drivers of a score sum to it exactly, and so do the parts of a change, in
--|SQL's own `sum` and in any order.
--|
--|A model is opened once for each place in a query where it is used: a million accounts cost one opening.

--|## internal: health_score without an array
--|The planner calls it in place of `health_score(model, VARIADIC float8[])` where the values stand in the query one by one.
CREATE FUNCTION health_score_direct(model health_model, VARIADIC signals "any") RETURNS float8
AS 'MODULE_PATHNAME', 'csops_health_score_direct' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION health_score_direct(health_model, "any") IS 'health_score of values that need no array';
CREATE FUNCTION health_score_support(request internal) RETURNS internal
AS 'MODULE_PATHNAME', 'csops_health_score_support' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION health_score_support(internal) IS 'planner support of health_score';

--|## health_score
--|formula: sum(weight x fade x points) / sum(weight x fade) over the signals that are there; fade = 0.5 ^ (age / half_life); then the overrides
--|unit: points, 0 to 100
--|direction: higher is better
--|components: none
--|nulls: NULL where the coverage is below min_coverage or nothing is there to be weighed, and where the model or the signals are NULL; a NULL value is a missing signal
--|errors: a value that is not finite; another number of values than the model has signals; no as_of for a model that needs one; an implicit cast from timestamp or date
--|example: SELECT health_score('{"signals": [{"name": "logins", "weight": 60, "curve": [[0, 0], [20, 100]]}, {"name": "nps", "weight": 40, "tiers": [[0, 0], [7, 50], [9, 100]]}]}', '{"logins": 15, "nps": 8}'::signal_set)
--|result: 65
--|example: SELECT health_score('{"signals": [{"name": "logins", "weight": 60, "curve": [[0, 0], [20, 100]]}, {"name": "nps", "weight": 40, "tiers": [[0, 0], [7, 50], [9, 100]]}]}', logins, nps) FROM (VALUES (15, 8), (15, NULL), (NULL, 9)) AS account(logins, nps)
--|result: 65
--|  75
--|  NULL
--|example: SELECT health_score('{"signals": [{"name": "nps", "weight": 1, "curve": [[0, 0], [10, 100]], "half_life": "30 days"}, {"name": "logins", "weight": 1, "curve": [[0, 0], [10, 100]]}]}', '{"nps": {"value": 4, "at": "2026-01-01T00:00:00Z"}, "logins": 8}'::signal_set, '2026-01-31 00:00Z')
--|result: 66.66666666666697
--|see: health_coverage, health_band, health_drivers, health_reason
--|With values in place of a set, one for each signal in the model's order, columns of a table are scored as they are. A set that is
--|written in the query says its type, `'{"logins": 5}'::signal_set`: PostgreSQL would not know it from a value.
CREATE FUNCTION health_score(model health_model, signals signal_set, as_of timestamptz DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_health_score' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION health_score(health_model, signal_set, timestamptz) IS 'Health of an account, 0 to 100 points';
CREATE FUNCTION health_score(model health_model, VARIADIC signals float8[]) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_health_score_values' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20 SUPPORT health_score_support;
COMMENT ON FUNCTION health_score(health_model, float8[]) IS 'Health of an account, 0 to 100 points, from values in the order of the model';

--|## health_coverage
--|formula: weight of the signals that are there / weight of all, fading apart
--|unit: share, 0 to 1
--|direction: higher is better
--|components: none
--|nulls: NULL where the model or the signals are NULL
--|errors: no as_of for a model that needs one; an implicit cast from timestamp or date
--|example: SELECT health_coverage('{"signals": [{"name": "logins", "weight": 70, "curve": [[0, 0], [20, 100]]}, {"name": "nps", "weight": 30, "tiers": [[0, 0], [9, 100]]}]}', '{"logins": 15}'::signal_set)
--|result: 0.7
--|see: health_score
CREATE FUNCTION health_coverage(model health_model, signals signal_set, as_of timestamptz DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_health_coverage' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION health_coverage(health_model, signal_set, timestamptz) IS 'Share of a model''s weight whose signals are there, 0 to 1';

--|## health_band
--|formula: the band of health_score(model, signals, as_of); the previous band as long as the score is not beyond its ends by margin
--|unit: text, the name of a band, or unknown
--|nulls: unknown where there is no score, also of signals that are NULL; NULL where the model, previous or margin is NULL
--|errors: a model without bands; a previous band that the model does not have; a margin outside 0 to 100; those of health_score
--|example: SELECT health_band(model, '{"logins": 14}'::signal_set), health_band(model, '{"logins": 14}'::signal_set, previous => 'green', margin => 10), health_band(model, '{}'::signal_set) FROM (VALUES ('{"signals": [{"name": "logins", "weight": 1, "curve": [[0, 0], [20, 100]]}], "bands": [["red", 0], ["yellow", 50], ["green", 75]]}'::health_model)) AS m(model)
--|result: yellow|green|unknown
--|see: band_of, health_score
--|Hysteresis keeps accounts at the edge of a band from going to and fro: give last week's band as `previous`, `''` or `unknown` where
--|there was none, and the points by which a score must leave its band as `margin`.
CREATE FUNCTION health_band(model health_model, signals signal_set, as_of timestamptz DEFAULT NULL, previous text DEFAULT '', margin float8 DEFAULT 0) RETURNS text
AS 'MODULE_PATHNAME', 'csops_health_band' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION health_band(health_model, signal_set, timestamptz, text, float8) IS 'Name of the band of an account''s health, or unknown';

--|## band_of
--|formula: the band of a score; the previous band as long as the score is not beyond its ends by margin
--|unit: text, the name of a band, or unknown
--|nulls: unknown where the score is NULL; NULL where the model, previous or margin is NULL
--|errors: a score outside 0 to 100; a model without bands; a previous band that the model does not have; a margin outside 0 to 100
--|example: SELECT string_agg(band_of('{"signals": [{"name": "nps", "weight": 1, "tiers": [[0, 0], [9, 100]]}], "bands": [["red", 0], ["yellow", 50], ["green", 75]]}', score), ' ' ORDER BY score) FROM (VALUES (49.9), (50), (75), (100), (NULL)) AS account(score)
--|result: red yellow green green unknown
--|see: health_band, score_rounded
--|For scores that were kept. It compares the score as it is, not rounded.
CREATE FUNCTION band_of(model health_model, score float8, previous text DEFAULT '', margin float8 DEFAULT 0) RETURNS text
AS 'MODULE_PATHNAME', 'csops_band_of' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION band_of(health_model, float8, text, float8) IS 'Name of the band of a score, or unknown';

--|## score_rounded
--|formula: the score to that many digits after the point, half away from zero; where that would be in another band, to the other side
--|unit: points, 0 to 100
--|no metric: health_score as it is shown
--|nulls: NULL where any argument is NULL
--|errors: a score outside 0 to 100; digits outside 0 to 9
--|example: SELECT score_rounded('{"signals": [{"name": "nps", "weight": 1, "tiers": [[0, 0], [9, 100]]}], "bands": [["red", 0], ["yellow", 50], ["green", 75]]}', score) FROM (VALUES (74.6), (75.6)) AS account(score)
--|result: 74
--|  76
--|see: band_of
--|A yellow account that is shown with 75 where green begins with 75 is a question to support: this keeps the figure on its side.
CREATE FUNCTION score_rounded(model health_model, score float8, digits integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_score_rounded' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION score_rounded(health_model, float8, integer) IS 'A score in points, rounded within its band';

--|## health_drivers
--|formula: contribution = share of the weight x points; of an override, what it added
--|unit: rows; points and contribution in points, weight as a share
--|nulls: no rows where the model or the signals are NULL; without a score from the signals, weight and contribution are NULL
--|errors: those of health_score
--|example: SELECT * FROM health_drivers('{"signals": [{"name": "logins", "weight": 60, "curve": [[0, 0], [20, 100]]}, {"name": "nps", "weight": 40, "tiers": [[0, 0], [7, 50], [9, 100]]}], "overrides": [{"when": {"signal": "escalations", "op": ">", "value": 0}, "cap": 40, "reason": "open escalation"}]}', '{"logins": 15, "nps": 8, "escalations": 2}'::signal_set)
--|result: logins|15|75|0.6|45|NULL
--|  nps|8|50|0.4|20|NULL
--|  escalations|2|NULL|NULL|-25|capped at 40: open escalation
--|see: health_reason, health_change
--|One row for each signal of the model and for each override that holds. `sum(contribution)` is the score, exactly. `note` says what is
--|missing, too old or faded; the value of a signal later than `as_of` is not shown.
CREATE FUNCTION health_drivers(model health_model, signals signal_set, as_of timestamptz DEFAULT NULL)
RETURNS TABLE(signal text, value float8, points float8, weight float8, contribution float8, note text)
AS 'MODULE_PATHNAME', 'csops_health_drivers' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 ROWS 10;
COMMENT ON FUNCTION health_drivers(health_model, signal_set, timestamptz) IS 'Rows in points and shares: what each signal contributes to the score';

--|## health_reason
--|formula: the score and its band, the overrides that changed it, the n signals that cost most points of 100, what is missing
--|unit: text, with points to one digit
--|nulls: NULL where the model, the signals or n is NULL
--|errors: a negative n; those of health_score
--|example: SELECT health_reason('{"signals": [{"name": "logins", "weight": 60, "curve": [[0, 0], [20, 100]]}, {"name": "nps", "weight": 20, "tiers": [[0, 0], [7, 50], [9, 100]]}, {"name": "seats", "weight": 20, "curve": [[0, 0], [1, 100]]}], "bands": [["red", 0], ["yellow", 50], ["green", 75]]}', '{"logins": 12, "nps": 8}'::signal_set)
--|result: 57.5, yellow; logins costs 30 points, nps 12.5; no data: seats
--|see: health_drivers
CREATE FUNCTION health_reason(model health_model, signals signal_set, as_of timestamptz DEFAULT NULL, n integer DEFAULT 3) RETURNS text
AS 'MODULE_PATHNAME', 'csops_health_reason' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION health_reason(health_model, signal_set, timestamptz, integer) IS 'A score in words: text for people, in points to one digit';

--|## health_change
--|formula: value: weight before x (points after - points before); weight: (weight after - weight before) x (points after - score before); entered and left: both together
--|unit: rows; effect in points
--|nulls: no rows where the model or one of the sets is NULL, and where nothing changed; where one of the scores is NULL, one row with a NULL effect
--|errors: those of health_score
--|example: SELECT * FROM health_change('{"signals": [{"name": "logins", "weight": 2, "curve": [[0, 0], [20, 100]]}, {"name": "nps", "weight": 2, "tiers": [[0, 0], [7, 50], [9, 100]]}, {"name": "seats", "weight": 4, "curve": [[0, 0], [1, 100]]}]}', '{"logins": 15, "nps": 9, "seats": 1}', '{"logins": 3, "nps": 9}')
--|result: logins|value|-15
--|  logins|weight|-19.6875
--|  nps|weight|1.5625
--|  seats|left|-3.125
--|see: health_drivers
--|What moved the score from one set of signals to another, or of one set from one instant to a later one, as rows that sum to the
--|difference of the scores exactly. `value`: the signal itself changed. `weight`: it weighs more or less, because others came, went or
--|faded; that counts by how far its points are from the score before, so a signal as good as the account moves nothing. `entered`, `left`:
--|the signal came or went. `override`: what an override does now and did before. `coverage`: there is no longer, or not yet, a score
--|from the signals, and an override set one. `unknown`: there is no score, before or after.
CREATE FUNCTION health_change(model health_model, before signal_set, after signal_set, before_as_of timestamptz DEFAULT NULL, after_as_of timestamptz DEFAULT NULL)
RETURNS TABLE(signal text, kind text, effect float8)
AS 'MODULE_PATHNAME', 'csops_health_change' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 ROWS 10;
COMMENT ON FUNCTION health_change(health_model, signal_set, signal_set, timestamptz, timestamptz) IS 'Rows in points: what moved the score between two sets of signals';
