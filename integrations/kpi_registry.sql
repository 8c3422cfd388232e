-- The KPI registry: what the team has promised itself, who agreed to it, and whether it is kept.
--
--   psql -v ON_ERROR_STOP=1 -f integrations/kpi_registry.sql
--   psql -v ON_ERROR_STOP=1 -v schema=targets -v readers=analysts -v writers=operations -f integrations/kpi_registry.sql
--
-- Variables:
--   schema      where it goes (kpi); a schema that has no registry yet
--   csops       the schema of the extension (csops)
--   readers     a role that may read everything; none unless given
--   writers     a role whose members may define KPIs, propose targets, sign them off and record values, each for what they
--               are steward or approver of; none unless given
--   two_people  whether who proposed a target must not sign it off (true)
--
-- A second run refuses and changes nothing: what is here is the team's own, and there is nothing to load again.
-- integrations/kpi-registry/README.md explains it with examples.
\set ON_ERROR_STOP on
\if :{?schema} \else \set schema kpi \endif
\if :{?csops} \else \set csops csops \endif
\if :{?two_people} \else \set two_people true \endif

BEGIN;
SET LOCAL client_min_messages = warning;
CREATE SCHEMA IF NOT EXISTS :"schema";
-- What the functions below run with: nobody's temporary table can stand in for one of these.
SET LOCAL search_path = :"schema", pg_temp;

DO $$
BEGIN
	IF to_regclass('targets') IS NOT NULL OR to_regclass('kpis') IS NOT NULL THEN
		RAISE 'schema "%" has a KPI registry already', current_schema()
			USING ERRCODE = 'duplicate_object', HINT = 'Name another schema with -v schema=NAME, or drop that one if it is not needed.';
	END IF;
END
$$;

-- ---- what is defined --------------------------------------------------------------------------------------------

CREATE VIEW metrics AS SELECT * FROM :"csops".metric_definitions();
COMMENT ON VIEW metrics IS 'The metrics that csops computes, with their definitions';

CREATE TABLE kpis (
	kpi			text PRIMARY KEY CHECK (kpi ~ '^[a-z][a-z0-9_]*$'),
	title		text NOT NULL CHECK (title ~ '\S'),
	metric		text NOT NULL,
	population	text NOT NULL CHECK (population ~ '\S'),
	computed_by	text,
	steward		name NOT NULL DEFAULT current_user,
	approver	name NOT NULL DEFAULT current_user,
	retired_on	date
);
COMMENT ON TABLE kpis IS 'The key figures of the team, one row each';
COMMENT ON COLUMN kpis.kpi IS 'Key of the KPI, in lower_snake_case';
COMMENT ON COLUMN kpis.title IS 'What people call it';
COMMENT ON COLUMN kpis.metric IS 'The metric it is, by its name in metric_definitions(), with that unit';
COMMENT ON COLUMN kpis.population IS 'What it is computed over: which customers, tickets, surveys';
COMMENT ON COLUMN kpis.computed_by IS 'The view, model or job that computes it';
COMMENT ON COLUMN kpis.steward IS 'The role whose members may change it, propose targets and record values';
COMMENT ON COLUMN kpis.approver IS 'The role whose members may sign targets off';
COMMENT ON COLUMN kpis.retired_on IS 'From when on nobody looks at it any more; NULL while somebody does';

CREATE TABLE targets (
	kpi				text NOT NULL REFERENCES kpis,
	version			integer NOT NULL,
	valid_from		date NOT NULL CHECK (isfinite(valid_from)),
	owner			text NOT NULL CHECK (owner ~ '\S'),
	direction		text NOT NULL CHECK (direction IN ('higher is better', 'lower is better', 'inside is better')),
	green_from		double precision CHECK (abs(green_from) < 'Infinity'),
	green_to		double precision CHECK (abs(green_to) < 'Infinity'),
	amber_from		double precision CHECK (abs(amber_from) < 'Infinity'),
	amber_to		double precision CHECK (abs(amber_to) < 'Infinity'),
	cadence			text NOT NULL CHECK (cadence IN ('day', 'week', 'month', 'quarter', 'year')),
	due_days		integer NOT NULL DEFAULT 3 CHECK (due_days BETWEEN 0 AND 366),
	min_n			bigint NOT NULL DEFAULT 0 CHECK (min_n >= 0),
	reason			text,
	proposed_by		name NOT NULL,
	proposed_at		timestamptz NOT NULL,
	signed_off_by	name,
	signed_off_at	timestamptz,
	PRIMARY KEY (kpi, version),
	CONSTRAINT signed_off_by_and_at CHECK ((signed_off_by IS NULL) = (signed_off_at IS NULL)),
	-- Amber lies around green, on the side or sides that are worse.
	CONSTRAINT thresholds_of_the_direction CHECK (CASE direction
		WHEN 'higher is better' THEN coalesce(amber_from <= green_from, false) AND green_to IS NULL AND amber_to IS NULL
		WHEN 'lower is better' THEN coalesce(green_to <= amber_to, false) AND green_from IS NULL AND amber_from IS NULL
		ELSE coalesce(amber_from <= green_from AND green_from <= green_to AND green_to <= amber_to, false)
	END)
);
\if :two_people
ALTER TABLE targets ADD CONSTRAINT signed_off_by_another CHECK (signed_off_by <> proposed_by);
\endif
COMMENT ON TABLE targets IS 'What a KPI should be, in versions: the one that holds on a day is the signed one that began last, and of those that began on one day the newest';
COMMENT ON COLUMN targets.kpi IS 'The KPI';
COMMENT ON COLUMN targets.version IS 'Number of the proposal, from 1; set by the registry';
COMMENT ON COLUMN targets.valid_from IS 'First day on which it holds, until the next one begins';
COMMENT ON COLUMN targets.owner IS 'Who answers for the figure';
COMMENT ON COLUMN targets.direction IS 'Which values are good; not against that of the metric';
COMMENT ON COLUMN targets.green_from IS 'The least value that is green, where higher or inside is better';
COMMENT ON COLUMN targets.green_to IS 'The greatest value that is green, where lower or inside is better';
COMMENT ON COLUMN targets.amber_from IS 'The least value that is amber; below it is red';
COMMENT ON COLUMN targets.amber_to IS 'The greatest value that is amber; above it is red';
COMMENT ON COLUMN targets.cadence IS 'The period of one value';
COMMENT ON COLUMN targets.due_days IS 'Days after the end of a period by which its value has to be here';
COMMENT ON COLUMN targets.min_n IS 'A value that stands on fewer than these is not judged';
COMMENT ON COLUMN targets.reason IS 'Why it is what it is';
COMMENT ON COLUMN targets.proposed_by IS 'The role that proposed it; set by the registry';
COMMENT ON COLUMN targets.proposed_at IS 'When it was proposed, or changed before it was signed; set by the registry';
COMMENT ON COLUMN targets.signed_off_by IS 'The role that signed it off; set by the registry';
COMMENT ON COLUMN targets.signed_off_at IS 'When it was signed off; NULL for a proposal, which judges nothing';

CREATE TABLE results (
	kpi			text NOT NULL REFERENCES kpis,
	period		date NOT NULL CHECK (isfinite(period)),
	value		double precision CHECK (abs(value) < 'Infinity'),
	n			bigint CHECK (n >= 0),
	lo			double precision CHECK (abs(lo) < 'Infinity'),
	hi			double precision CHECK (abs(hi) < 'Infinity'),
	recorded_by	name NOT NULL,
	recorded_at	timestamptz NOT NULL,
	PRIMARY KEY (kpi, period),
	CONSTRAINT interval_in_order CHECK (lo <= hi)
);
COMMENT ON TABLE results IS 'What a KPI was, one row for each period';
COMMENT ON COLUMN results.kpi IS 'The KPI';
COMMENT ON COLUMN results.period IS 'First day of the period';
COMMENT ON COLUMN results.value IS 'The figure, in the unit of the metric; NULL where it is undefined';
COMMENT ON COLUMN results.n IS 'How many answers, tickets or accounts it stands on; NULL where that was not given';
COMMENT ON COLUMN results.lo IS 'Lower end of its interval';
COMMENT ON COLUMN results.hi IS 'Upper end of its interval';
COMMENT ON COLUMN results.recorded_by IS 'The role that recorded it; set by the registry';
COMMENT ON COLUMN results.recorded_at IS 'When it was recorded, or changed last; set by the registry';

CREATE TABLE changes (
	change		bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	changed_at	timestamptz NOT NULL,
	changed_by	name NOT NULL,
	session		name NOT NULL,
	relation	text NOT NULL,
	operation	text NOT NULL,
	kpi			text NOT NULL,
	before		jsonb,
	after		jsonb
);
COMMENT ON TABLE changes IS 'Every change of kpis, targets and results: who, when, and the row before and after';
COMMENT ON COLUMN changes.change IS 'Number of the change, in the order in which they were begun';
COMMENT ON COLUMN changes.changed_at IS 'When its transaction began';
COMMENT ON COLUMN changes.changed_by IS 'The role that made it';
COMMENT ON COLUMN changes.session IS 'The role that had logged in';
COMMENT ON COLUMN changes.relation IS 'The table';
COMMENT ON COLUMN changes.operation IS 'INSERT, UPDATE or DELETE';
COMMENT ON COLUMN changes.kpi IS 'The KPI';
COMMENT ON COLUMN changes.before IS 'The row before; NULL for a new one';
COMMENT ON COLUMN changes.after IS 'The row after; NULL for one that is gone';

-- ---- what is checked --------------------------------------------------------------------------------------------

CREATE FUNCTION is_member(role name) RETURNS boolean LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT coalesce(pg_catalog.pg_has_role(pg_catalog.to_regrole(pg_catalog.quote_ident(role)), 'MEMBER'), false);
END;
COMMENT ON FUNCTION is_member IS 'Whether who asks is a member of that role; false where there is none';

CREATE FUNCTION check_kpi() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM metrics WHERE metric = NEW.metric) THEN
		RAISE 'there is no metric "%"', NEW.metric
			USING ERRCODE = 'foreign_key_violation', HINT = 'SELECT metric, meaning FROM metric_definitions() lists them.';
	END IF;
	IF TG_OP = 'UPDATE' AND (NEW.kpi <> OLD.kpi OR NEW.metric <> OLD.metric)
		AND EXISTS (SELECT FROM targets WHERE kpi = OLD.kpi AND signed_off_at IS NOT NULL) THEN
		RAISE 'KPI "%" has targets that were signed off: its name and its metric stay', OLD.kpi
			USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Retire it (retired_on), and define another one.';
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION check_kpi() IS 'Trigger of kpis: the metric exists, and stays once a target was signed off';
CREATE TRIGGER check_kpi BEFORE INSERT OR UPDATE ON kpis FOR EACH ROW EXECUTE FUNCTION check_kpi();

-- A proposal may be changed until it is signed off; then nothing may. Who and when are set here, never taken.
CREATE FUNCTION check_target() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	definition record;
	is_signature boolean := false;
BEGIN
	IF TG_OP <> 'INSERT' THEN
		IF OLD.signed_off_at IS NOT NULL THEN
			RAISE 'version % of the target of KPI "%" was signed off: it stays as it is', OLD.version, OLD.kpi
				USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Propose another version; with the same valid_from it takes the place of this one.';
		END IF;
		IF TG_OP = 'DELETE' THEN
			RETURN OLD;
		END IF;
		is_signature := NEW.signed_off_at IS NOT NULL OR NEW.signed_off_by IS NOT NULL;
		IF NEW.kpi <> OLD.kpi OR NEW.version <> OLD.version THEN
			RAISE 'the KPI and the version of a proposal stay' USING ERRCODE = 'object_not_in_prerequisite_state';
		END IF;
	END IF;
	IF is_signature THEN
		NEW.signed_off_by := NULL;
		NEW.signed_off_at := NULL;
		IF NEW IS DISTINCT FROM OLD THEN
			RAISE 'a target is signed off as it was proposed'
				USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Change it first, and let it be signed off then.';
		END IF;
		IF NOT is_member((SELECT approver FROM kpis WHERE kpi = NEW.kpi)) THEN
			RAISE 'role "%" may not sign off targets of KPI "%"', current_user, NEW.kpi
				USING ERRCODE = 'insufficient_privilege', DETAIL = format('That takes a member of "%s".', (SELECT approver FROM kpis WHERE kpi = NEW.kpi));
		END IF;
		NEW.signed_off_by := current_user;
		NEW.signed_off_at := now();
		RETURN NEW;
	END IF;
	IF NEW.signed_off_at IS NOT NULL OR NEW.signed_off_by IS NOT NULL THEN
		RAISE 'a target is proposed first and signed off then' USING ERRCODE = 'object_not_in_prerequisite_state',
			HINT = 'Leave signed_off_by and signed_off_at out, and call sign_off().';
	END IF;
	IF TG_OP = 'UPDATE' AND NOT is_member((SELECT steward FROM kpis WHERE kpi = NEW.kpi)) THEN
		RAISE 'role "%" may not change proposals for KPI "%"', current_user, NEW.kpi
			USING ERRCODE = 'insufficient_privilege', DETAIL = format('That takes a member of "%s".', (SELECT steward FROM kpis WHERE kpi = NEW.kpi));
	END IF;
	SELECT m.metric, m.direction INTO definition FROM kpis AS k JOIN metrics AS m USING (metric) WHERE k.kpi = NEW.kpi;
	IF definition.direction IN ('higher is better', 'lower is better')
		AND NEW.direction IN ('higher is better', 'lower is better') AND NEW.direction <> definition.direction THEN
		RAISE 'of the metric "%", %', definition.metric, definition.direction
			USING ERRCODE = 'check_violation', DETAIL = format('The target of KPI "%s" says: %s.', NEW.kpi, NEW.direction);
	END IF;
	IF TG_OP = 'INSERT' THEN
		NEW.version := 1 + coalesce((SELECT max(version) FROM targets WHERE kpi = NEW.kpi), 0);
	END IF;
	NEW.proposed_by := current_user;
	NEW.proposed_at := now();
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION check_target() IS 'Trigger of targets: numbers and signs versions, and keeps the signed ones';
CREATE TRIGGER check_target BEFORE INSERT OR UPDATE OR DELETE ON targets FOR EACH ROW EXECUTE FUNCTION check_target();

CREATE FUNCTION log_change() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
	new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
BEGIN
	INSERT INTO changes (relation, operation, kpi, before, after)
	VALUES (TG_TABLE_NAME, TG_OP, coalesce(new_row, old_row) ->> 'kpi', old_row, new_row);
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION log_change() IS 'Trigger of kpis, targets and results: writes what changed to changes';
CREATE TRIGGER log_change AFTER INSERT OR UPDATE OR DELETE ON kpis FOR EACH ROW EXECUTE FUNCTION log_change();
CREATE TRIGGER log_change AFTER INSERT OR UPDATE OR DELETE ON targets FOR EACH ROW EXECUTE FUNCTION log_change();

-- A row of the log is written by a trigger or not at all, and stays. Who may create a table could write one by a trigger of
-- its own; whatever it says, it says in the name of the role that wrote it.
CREATE FUNCTION keep_changes() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	IF TG_OP = 'INSERT' AND pg_trigger_depth() > 1 THEN
		NEW.changed_at := now();
		NEW.changed_by := current_user;
		NEW.session := session_user;
		RETURN NEW;
	END IF;
	RAISE 'the log of changes is written by the registry alone, and is never changed (% of %)', TG_OP, TG_TABLE_NAME
		USING ERRCODE = 'insufficient_privilege';
END
$$;
COMMENT ON FUNCTION keep_changes() IS 'Trigger of changes: says who and when; no row is written by hand, changed or removed';
CREATE TRIGGER keep_changes BEFORE INSERT OR UPDATE OR DELETE ON changes FOR EACH ROW EXECUTE FUNCTION keep_changes();
CREATE TRIGGER keep_all_changes BEFORE TRUNCATE ON changes FOR EACH STATEMENT EXECUTE FUNCTION keep_changes();

-- TRUNCATE has no rows that could be logged.
CREATE FUNCTION refuse_truncate() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	RAISE 'TRUNCATE of % would leave no trace in the log of changes', TG_TABLE_NAME
		USING ERRCODE = 'insufficient_privilege', HINT = 'DELETE does.';
END
$$;
COMMENT ON FUNCTION refuse_truncate() IS 'Trigger of kpis, targets and results: refuses TRUNCATE';
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON kpis FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON targets FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON results FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();

-- ---- what follows -----------------------------------------------------------------------------------------------

CREATE VIEW target_history AS
SELECT kpi, version, valid_from, lead(valid_from) OVER (PARTITION BY kpi ORDER BY valid_from) AS valid_to,
	owner, direction, green_from, green_to, amber_from, amber_to, cadence, due_days, min_n, reason,
	proposed_by, proposed_at, signed_off_by, signed_off_at
FROM (
	SELECT DISTINCT ON (kpi, valid_from) *
	FROM targets
	WHERE signed_off_at IS NOT NULL
	ORDER BY kpi, valid_from, version DESC
) AS signed;
COMMENT ON VIEW target_history IS 'The targets that were signed off, with the days on which they hold: from valid_from on, before valid_to; no two of a KPI overlap';

-- The period of a value must be one of its KPI's cadence: a month's first day, a week's Monday.
CREATE FUNCTION check_result() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	target record;
BEGIN
	SELECT cadence, version INTO target FROM target_history
	WHERE kpi = NEW.kpi AND valid_from <= NEW.period AND (valid_to > NEW.period OR valid_to IS NULL);
	IF date_trunc(target.cadence, NEW.period::timestamp)::date <> NEW.period THEN
		RAISE 'no % begins on %', target.cadence, NEW.period
			USING ERRCODE = 'check_violation', DETAIL = format('Version %s of the target of KPI "%s" is by the %s.', target.version, NEW.kpi, target.cadence);
	END IF;
	NEW.recorded_by := current_user;
	NEW.recorded_at := now();
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION check_result() IS 'Trigger of results: the period is one of the cadence';
CREATE TRIGGER check_result BEFORE INSERT OR UPDATE ON results FOR EACH ROW EXECUTE FUNCTION check_result();
CREATE TRIGGER log_change AFTER INSERT OR UPDATE OR DELETE ON results FOR EACH ROW EXECUTE FUNCTION log_change();

CREATE FUNCTION colour(value double precision, green_from double precision, green_to double precision, amber_from double precision, amber_to double precision)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE
		WHEN value IS NULL THEN NULL
		WHEN value >= coalesce(green_from, '-Infinity') AND value <= coalesce(green_to, 'Infinity') THEN 'green'
		WHEN value >= coalesce(amber_from, '-Infinity') AND value <= coalesce(amber_to, 'Infinity') THEN 'amber'
		ELSE 'red'
	END;
END;
COMMENT ON FUNCTION colour IS 'green, amber or red; a value on a threshold is of the better colour';

CREATE FUNCTION period_length(cadence text) RETURNS interval LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE cadence WHEN 'day' THEN interval '1 day' WHEN 'week' THEN interval '7 days' WHEN 'month' THEN interval '1 month'
		WHEN 'quarter' THEN interval '3 months' WHEN 'year' THEN interval '1 year' END;
END;
COMMENT ON FUNCTION period_length IS 'How long a period of that cadence is';

CREATE VIEW evaluated_results AS
SELECT r.kpi, r.period, (r.period + period_length(t.cadence))::date AS period_end, r.value, r.lo, r.hi, r.n, t.version,
	CASE
		WHEN t.version IS NULL THEN 'no target'
		WHEN r.value IS NULL THEN 'no data'
		WHEN coalesce(r.n, 0) < t.min_n THEN 'too few'
		ELSE colour(r.value, t.green_from, t.green_to, t.amber_from, t.amber_to)
	END AS status,
	-- Both ends have the colour of the value, and no better one lies between them.
	colour(r.lo, t.green_from, t.green_to, t.amber_from, t.amber_to) = colour(r.value, t.green_from, t.green_to, t.amber_from, t.amber_to)
		AND colour(r.hi, t.green_from, t.green_to, t.amber_from, t.amber_to) = colour(r.value, t.green_from, t.green_to, t.amber_from, t.amber_to)
		AND (colour(r.value, t.green_from, t.green_to, t.amber_from, t.amber_to) = 'green'
			OR t.direction <> 'inside is better' OR r.hi < t.green_from OR r.lo > t.green_to) AS is_clear,
	r.recorded_by, r.recorded_at
FROM results AS r
LEFT JOIN target_history AS t
	ON t.kpi = r.kpi AND t.valid_from <= r.period AND (t.valid_to > r.period OR t.valid_to IS NULL);
COMMENT ON VIEW evaluated_results IS 'Every recorded value with the target that held on the first day of its period: green, amber, red, too few, no data or no target; is_clear says whether the whole interval has that colour, and is NULL without an interval';

-- A period whose value is not here yet is no colour: what is shown then is stale, and older than it should be.
CREATE FUNCTION status_on(as_of date)
RETURNS TABLE (kpi text, title text, status text, value double precision, lo double precision, hi double precision, n bigint, is_clear boolean,
	period date, period_end date, due_on date, explanation text, target text, owner text, cadence text, version integer, metric text, unit text)
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT k.kpi, k.title,
		CASE
			WHEN t.version IS NULL THEN 'no target'
			WHEN r.kpi IS NULL THEN 'no data'
			WHEN r.period < due.period AND due.period >= due.first_period THEN 'stale'
			ELSE r.status
		END AS status,
		r.value, r.lo, r.hi, r.n, r.is_clear, r.period, r.period_end, due.due_on,
		CASE
			WHEN t.version IS NULL THEN 'no target was signed off that holds on ' || as_of
			WHEN r.kpi IS NULL AND due.period < due.first_period THEN 'the first value is due by ' || due.first_due_on
			WHEN r.kpi IS NULL THEN 'no value was recorded; that of ' || due.period || ' was due by ' || due.due_on
			WHEN r.period < due.period AND due.period >= due.first_period THEN 'the last value is of ' || r.period || '; that of ' || due.period || ' was due by ' || due.due_on
			WHEN r.status = 'no data' THEN 'the value of ' || r.period || ' is undefined'
			WHEN r.status = 'too few' THEN coalesce(r.n::text, 'an unknown number') || ' of at least ' || t.min_n
			WHEN r.status = 'no target' THEN 'no target held on ' || r.period
			WHEN NOT r.is_clear THEN r.status || ', but the interval reaches into another colour'
			ELSE r.status
		END AS explanation,
		t.target, t.owner, t.cadence, t.version, k.metric, m.unit
	FROM kpis AS k
	LEFT JOIN metrics AS m ON m.metric = k.metric
	LEFT JOIN LATERAL (
		SELECT h.*, (SELECT min(first.valid_from) FROM target_history AS first WHERE first.kpi = h.kpi) AS since,
			CASE direction
				WHEN 'higher is better' THEN format('green from %s, amber from %s', green_from, amber_from)
				WHEN 'lower is better' THEN format('green to %s, amber to %s', green_to, amber_to)
				ELSE format('green from %s to %s, amber from %s to %s', green_from, green_to, amber_from, amber_to)
			END AS target
		FROM target_history AS h
		WHERE h.kpi = k.kpi AND h.valid_from <= as_of AND (h.valid_to > as_of OR h.valid_to IS NULL)
	) AS t ON true
	-- The last period whose value has to be here, and the first one that lies wholly in the time of targets.
	LEFT JOIN LATERAL (
		SELECT (ended - step)::date AS period, ended::date + t.due_days AS due_on, first_period::date AS first_period,
			(first_period + step)::date + t.due_days AS first_due_on
		FROM (
			SELECT period_length(t.cadence) AS step, date_trunc(t.cadence, (as_of - t.due_days)::timestamp) AS ended,
				date_trunc(t.cadence, (t.since - 1)::timestamp) + period_length(t.cadence) AS first_period
		) AS periods
	) AS due ON true
	LEFT JOIN LATERAL (
		SELECT * FROM evaluated_results AS e
		WHERE e.kpi = k.kpi AND e.period < as_of AND (e.period_end <= as_of OR e.period_end IS NULL)
		ORDER BY e.period DESC
		LIMIT 1
	) AS r ON true
	WHERE k.retired_on > as_of OR k.retired_on IS NULL
	ORDER BY k.kpi;
END;
COMMENT ON FUNCTION status_on IS 'Every KPI as of a day: its last complete period in red, amber or green, or else stale, no data, too few or no target, with the reason';

CREATE VIEW status AS SELECT * FROM status_on(current_date);
COMMENT ON VIEW status IS 'status_on of today';

CREATE VIEW change_history AS
SELECT change, changed_at, changed_by, relation, kpi, operation,
	(SELECT string_agg(format('%s: %s -> %s', key, coalesce(before ->> key, 'nothing'), coalesce(after ->> key, 'nothing')), '; ' ORDER BY key)
	FROM (SELECT jsonb_object_keys(coalesce(before, '{}') || coalesce(after, '{}')) AS key) AS keys
	WHERE key NOT IN ('proposed_by', 'proposed_at', 'recorded_by', 'recorded_at')
		AND coalesce(before -> key, 'null') <> coalesce(after -> key, 'null')) AS what
FROM changes;
COMMENT ON VIEW change_history IS 'The log of changes in words: each column that changed, before and after, but for the marks that the registry sets itself';

CREATE FUNCTION sign_off(kpi text, version integer) RETURNS timestamptz LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	signed timestamptz;
BEGIN
	UPDATE targets AS t SET signed_off_at = now() WHERE t.kpi = sign_off.kpi AND t.version = sign_off.version RETURNING signed_off_at INTO signed;
	IF NOT FOUND THEN
		RAISE 'there is no version % of a target of KPI "%" that role "%" may sign off', version, kpi, current_user
			USING ERRCODE = 'no_data_found';
	END IF;
	RETURN signed;
END
$$;
COMMENT ON FUNCTION sign_off IS 'Signs a proposed target off; from then on it stays as it is';

-- The same value again changes nothing, so that a job may run twice.
CREATE FUNCTION record_result(kpi text, period date, value double precision, n bigint = NULL, lo double precision = NULL, hi double precision = NULL)
RETURNS void LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO results AS r (kpi, period, value, n, lo, hi)
	VALUES (record_result.kpi, record_result.period, record_result.value, record_result.n, record_result.lo, record_result.hi)
	ON CONFLICT ON CONSTRAINT results_pkey DO UPDATE SET value = excluded.value, n = excluded.n, lo = excluded.lo, hi = excluded.hi
	WHERE (r.value, r.n, r.lo, r.hi) IS DISTINCT FROM (excluded.value, excluded.n, excluded.lo, excluded.hi);
END;
COMMENT ON FUNCTION record_result IS 'Records what a KPI was in a period, or corrects it';

-- ---- who may what -----------------------------------------------------------------------------------------------
-- Everybody who may read a table reads all of it; rows are written by the members of their KPI's steward and signed off by
-- those of its approver. The owner of the tables and superusers stand above these rules.

ALTER TABLE kpis ENABLE ROW LEVEL SECURITY;
ALTER TABLE targets ENABLE ROW LEVEL SECURITY;
ALTER TABLE results ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody_reads ON kpis FOR SELECT USING (true);
CREATE POLICY everybody_reads ON targets FOR SELECT USING (true);
CREATE POLICY everybody_reads ON results FOR SELECT USING (true);
CREATE POLICY stewards_insert ON kpis FOR INSERT WITH CHECK (is_member(steward));
CREATE POLICY stewards_update ON kpis FOR UPDATE USING (is_member(steward)) WITH CHECK (is_member(steward));
CREATE POLICY stewards_delete ON kpis FOR DELETE USING (is_member(steward));
CREATE POLICY stewards_insert ON targets FOR INSERT WITH CHECK ((SELECT is_member(steward) FROM kpis WHERE kpis.kpi = targets.kpi));
CREATE POLICY stewards_and_approvers_update ON targets FOR UPDATE
	USING ((SELECT is_member(steward) OR is_member(approver) FROM kpis WHERE kpis.kpi = targets.kpi));
CREATE POLICY stewards_delete ON targets FOR DELETE USING ((SELECT is_member(steward) FROM kpis WHERE kpis.kpi = targets.kpi));
CREATE POLICY stewards_insert ON results FOR INSERT WITH CHECK ((SELECT is_member(steward) FROM kpis WHERE kpis.kpi = results.kpi));
CREATE POLICY stewards_update ON results FOR UPDATE USING ((SELECT is_member(steward) FROM kpis WHERE kpis.kpi = results.kpi));
CREATE POLICY stewards_delete ON results FOR DELETE USING ((SELECT is_member(steward) FROM kpis WHERE kpis.kpi = results.kpi));

\if :{?readers}
GRANT USAGE ON SCHEMA :"schema" TO :"readers";
GRANT SELECT ON ALL TABLES IN SCHEMA :"schema" TO :"readers";
\endif
\if :{?writers}
GRANT USAGE ON SCHEMA :"schema" TO :"writers";
GRANT SELECT ON ALL TABLES IN SCHEMA :"schema" TO :"writers";
GRANT INSERT, UPDATE, DELETE ON kpis, targets, results TO :"writers";
GRANT INSERT ON changes TO :"writers";
\endif
COMMIT;
