-- SLA clocks: what a timeline, a calendar and a target say of a promise. Needs nothing.

--|# SLA clocks
--|## type sla_clock
--|What one clock shows at one instant. `clock` is `not_started`, `running`, `paused` or `stopped`; `finished` is true once it is stopped. `status`
--|is the verdict: `breached` from the instant on at which elapsed passes the target, `achieved` when the clock stopped before
--|that, and the clock's own word otherwise. Elapsed + remaining = target; remaining is negative after a breach. Without
--|a target there is no verdict: `status`, `breached`, `target`, `remaining`, `due_at` and `breached_at` are NULL.
CREATE TYPE sla_clock AS (
	clock text,
	status text,
	breached boolean,
	finished boolean,
	target interval,
	elapsed interval,
	remaining interval,
	elapsed_seconds float8,
	remaining_seconds float8,
	started_at timestamptz,
	stopped_at timestamptz,
	due_at timestamptz,
	breached_at timestamptz,
	cycle integer,
	cycles integer
);
COMMENT ON TYPE sla_clock IS 'What one clock shows at one instant';
