-- One account's latest signals as one mergeable value. Needs nothing.

--|# Customer health: signals
--|A signal is something measured of an account: logins in 30 days, open escalations, the last NPS answer. `signal_agg` keeps, for
--|each name, the latest value and when it was so, of any rows in any order. A `signal_set` of an account is small; it can be
--|stored by day and rolled up, and a health model reads it (see `health_score`).
--|
--|Zero and missing are different things. A row that says 0 logins is a signal; where there is no row there is no signal, and the
--|model says what to make of that. A row with a NULL is skipped; an account whose rows are all skipped has a set without signals.
--|
--|People write a set as JSON: `'{"logins": 5, "nps": 9}'::signal_set`, or with instants
--|`'{"logins": {"value": 5, "at": "2026-03-01T00:00:00Z"}}'`. A `jsonb` is taken for a set by itself, so
--|`health_score(model, jsonb_build_object('logins', logins, 'nps', nps))` scores columns by name; `null` is no signal. A signal without an
--|instant counts as measured at the very instant that is asked for, and any signal with one takes its place in a merge.
-- type: signal_set
COMMENT ON TYPE signal_set IS 'The latest signals of one account: for each name a value and its instant';
--|## signal_set(jsonb)
--|unit: signal_set
--|nulls: NULL gives NULL; a field that is null is no signal
--|errors: a value that is no number; a name of more than 255 bytes; more than 1000 signals; an instant without its offset
--|example: SELECT signal_value(jsonb '{"logins": 5, "nps": null}', 'logins')
--|result: 5
--|see: signal_agg
--|PostgreSQL calls it by itself where a function wants a signal_set and gets a jsonb.
CREATE FUNCTION signal_set(signals jsonb) RETURNS signal_set
AS 'MODULE_PATHNAME', 'csops_signal_set_jsonb' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION signal_set(jsonb) IS 'Signals, from a JSON object of names and numbers';
CREATE CAST (jsonb AS signal_set) WITH FUNCTION signal_set(jsonb) AS IMPLICIT;
COMMENT ON CAST (jsonb AS signal_set) IS 'the names and numbers of a JSON object as signals';
--|## internal: signal transition functions
CREATE FUNCTION signal_accum(state signal_set, signal text, value float8, at timestamptz) RETURNS signal_set
AS 'MODULE_PATHNAME', 'csops_signal_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION signal_accum(signal_set, text, float8, timestamptz) IS 'adds a signal to a state';
CREATE FUNCTION signal_accum(state signal_set, signal text, value float8, at timestamptz, on_invalid text) RETURNS signal_set
AS 'MODULE_PATHNAME', 'csops_signal_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION signal_accum(signal_set, text, float8, timestamptz, text) IS 'adds a signal to a state';
--|## merge(signal_set)
--|unit: signal_set
--|nulls: NULL where either is NULL
--|errors: more than 1000 signals
--|example: SELECT signal_value(merge('{"logins": 5}'::signal_set, '{"logins": {"value": 7, "at": "2026-03-01T00:00:00Z"}}'), 'logins')
--|result: 7
--|The function behind `||`, and the combine function of the aggregate. Of each signal the later value holds, of one instant the
--|greater; so the order does not matter, and a set merged twice changes nothing.
CREATE FUNCTION merge(a signal_set, b signal_set) RETURNS signal_set
AS 'MODULE_PATHNAME', 'csops_merge_signal_set' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION merge(signal_set, signal_set) IS 'the latest signals of both, as one set';
CREATE OPERATOR || (LEFTARG = signal_set, RIGHTARG = signal_set, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (signal_set, signal_set) IS 'the latest signals of both: merge(a, b)';
--|## rollup(signal_set)
--|unit: signal_set
--|nulls: NULL rows are skipped; no rows give NULL
--|errors: as merge
--|example: SELECT signal_value(rollup(s), 'logins') FROM (VALUES ('{"logins": {"value": 5, "at": "2026-03-01T00:00:00Z"}}'::signal_set), ('{"logins": {"value": 4, "at": "2026-03-02T00:00:00Z"}}')) AS day(s)
--|result: 4
--|The latest signals of many stored sets of one account.
CREATE AGGREGATE rollup(s signal_set) (SFUNC = merge, STYPE = signal_set, SSPACE = 400, COMBINEFUNC = merge, PARALLEL = SAFE);
COMMENT ON AGGREGATE rollup(signal_set) IS 'the latest signals of all, as one set';
--|## signal_agg
--|unit: signal_set
--|nulls: a row with a NULL is skipped; no rows give NULL
--|errors: a value that is not finite; an infinite instant; a name that is empty or has more than 255 bytes; more than 1000 signals; an implicit cast from timestamp or date
--|example: SELECT signal_agg(signal, value, at) FROM (VALUES ('logins', 12, timestamptz '2026-03-02 00:00Z'), ('logins', 31, '2026-03-01 00:00Z'), ('nps', 9, '2026-02-11 08:30Z')) AS event(signal, value, at)
--|result: {"signals": [{"name": "logins", "value": 12, "at": "2026-03-02T00:00:00Z"}, {"name": "nps", "value": 9, "at": "2026-02-11T08:30:00Z"}], "invalid": 0}
--|example: SELECT invalid(signal_agg(signal, value, at, 'count')) FROM (VALUES ('logins', float8 'NaN', timestamptz '2026-03-02 00:00Z'), ('logins', 31, '2026-03-01 00:00Z')) AS event(signal, value, at)
--|result: 1
--|see: signal_value, health_score, rollup(signal_set)
--|GROUP BY the account; rows that a join repeats change nothing. To score an account as of an earlier day no rows need be left out if their instants are the first that
--|are kept; otherwise keep a set for each day and roll up those until then: a set knows only the latest value of each signal.
--|With `'count'` as last argument, rows that would be an error are counted in `invalid` instead.
CREATE AGGREGATE signal_agg(signal text, value float8, at timestamptz) (
	SFUNC = signal_accum, STYPE = signal_set, SSPACE = 400, COMBINEFUNC = merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE signal_agg(text, float8, timestamptz) IS 'The latest value of each signal of one account, as a signal_set';
CREATE AGGREGATE signal_agg(signal text, value float8, at timestamptz, on_invalid text) (
	SFUNC = signal_accum, STYPE = signal_set, SSPACE = 400, COMBINEFUNC = merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE signal_agg(text, float8, timestamptz, text) IS 'The latest value of each signal of one account, as a signal_set; ''count'' counts impossible rows';
--|## observations(signal_set)
--|formula: number of signals
--|unit: signals
--|direction: neither
--|components: itself
--|nulls: no set gives 0
--|errors: none
--|example: SELECT observations('{"logins": 5, "nps": null}'::signal_set)
--|result: 1
CREATE FUNCTION observations(s signal_set) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_signal_set_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION observations(signal_set) IS 'Number of signals that are known';
--|## invalid(signal_set)
--|formula: number of rows that 'count' has counted
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no set gives 0
--|errors: none
--|example: SELECT invalid(signal_agg('logins', 'infinity', '2026-03-01 00:00Z', 'count'))
--|result: 1
CREATE FUNCTION invalid(s signal_set) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_signal_set_invalid' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION invalid(signal_set) IS 'Number of rows that could not be taken';
--|## signal_value
--|formula: the latest value of that signal
--|unit: the signal's own
--|no metric: a value as it was given
--|nulls: NULL where the signal is missing
--|errors: none
--|example: SELECT signal_value('{"logins": 5}'::signal_set, 'logins'), signal_value('{"logins": 5}'::signal_set, 'nps')
--|result: 5|NULL
--|see: signal_at, signal_agg
CREATE FUNCTION signal_value(s signal_set, signal text) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_signal_value' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION signal_value(signal_set, text) IS 'The value of one signal, in its own unit';
--|## signal_at
--|formula: the instant of the latest value of that signal
--|unit: timestamptz
--|nulls: NULL where the signal is missing, or was given without an instant
--|errors: none
--|example: SELECT signal_at('{"logins": {"value": 5, "at": "2026-03-01T00:00:00Z"}}'::signal_set, 'logins') AT TIME ZONE 'UTC'
--|result: 2026-03-01 00:00:00
--|see: signal_value
CREATE FUNCTION signal_at(s signal_set, signal text) RETURNS timestamptz
AS 'MODULE_PATHNAME', 'csops_signal_at' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION signal_at(signal_set, text) IS 'The instant of one signal';
