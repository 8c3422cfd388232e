-- How many agents a load of contacts needs. Needs nothing.

--|# Workforce
--|How many agents does it take, and how long do customers wait with those there are? The functions take plain numbers: the load in
--|erlangs (`offered_load`), agents, and times in seconds. A shift's plan is one query over its half hours:
--|
--|```sql
--|SELECT half_hour, scheduled_agents(required_agents(load, handle_seconds, 0.8, 20, patience_seconds => 300, max_occupancy => 0.85), 0.3)
--|FROM forecast, LATERAL offered_load(contacts, handle_seconds, 1800) AS load;
--|```
--|
--|The models are those of the trade. Contacts come at random, each takes its time independently of the others, and whoever waits longest is next.
--|With Erlang B a contact that finds all agents busy is lost; with Erlang C it waits for as long as it takes; with Erlang A it waits
--|until its patience is over. Handle times and patience have exponential distributions: only their means are given. Erlang C is
--|Erlang A with a patience of `'infinity'`, which is the default, and asks for too many agents where customers do give up. A load that is not below the
--|agents cannot be worked off without anybody giving up: then everyone waits, no one within any time, and the mean wait is NULL.
--|
--|Where a queue is worked over hours or days, as email is, its wait is what the backlog and the business hours make it: see `backlog_agg` and
--|`business_add`. These functions are for contacts that somebody waits for: calls and chats.

--|## offered_load
--|formula: contacts * handle_seconds / period_seconds
--|unit: erlangs: agents that the contacts would keep busy all the time
--|direction: neither
--|components: none
--|nulls: NULL where any argument is NULL
--|errors: a number that is negative, infinite or NaN; a period below 1e-6 or above 9e12 seconds
--|example: SELECT offered_load(100, 180, 1800)
--|result: 10
--|see: required_agents
--|The contacts of a period, half an hour mostly, and the mean time that one takes, with what is to be done after it.
CREATE FUNCTION offered_load(contacts float8, handle_seconds float8, period_seconds float8) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_offered_load' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION offered_load(float8, float8, float8) IS 'Load of contacts, in erlangs: agents that they would keep busy all the time';

--|## erlang_b
--|formula: B(0) = 1, B(n) = load * B(n - 1) / (n + load * B(n - 1))
--|unit: probability, 0 to 1
--|direction: lower is better
--|components: none
--|nulls: NULL where any argument is NULL
--|errors: a load or agents below 0 or above 1,000,000
--|example: SELECT round(erlang_b(10, 14)::numeric, 6), erlang_b(1, 1), erlang_b(0, 0)
--|result: 0.056819|0.5|1
--|source: A. K. Erlang, 1917; the recurrence of D. Jagerman, 1974
--|see: erlang_c
--|The share of contacts that find all agents (or lines) busy, where there is no queue.
CREATE FUNCTION erlang_b(load float8, agents integer) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_erlang_b' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION erlang_b(float8, integer) IS 'Probability that a contact finds all agents busy, without a queue (Erlang B), 0 to 1';

--|## erlang_c
--|formula: agents * B / (agents - load * (1 - B)), where B is erlang_b(load, agents)
--|unit: probability, 0 to 1
--|direction: lower is better
--|components: none
--|nulls: NULL where any argument is NULL
--|errors: as erlang_b
--|example: SELECT round(erlang_c(10, 14)::numeric, 6), erlang_c(14, 14), erlang_c(20, 14)
--|result: 0.174132|1|1
--|source: A. K. Erlang, 1917
--|see: erlang_a, service_level, average_wait
--|The share of contacts that have to wait, where nobody gives up. A load that is not below the agents makes everyone wait.
CREATE FUNCTION erlang_c(load float8, agents integer) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_erlang_c' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION erlang_c(float8, integer) IS 'Probability that a contact has to wait, where nobody gives up (Erlang C), 0 to 1';

--|## erlang_a
--|formula: P(n >= agents) of the queue in which n contacts, waiting or not, leave at the rate least(n, agents) / handle_seconds + greatest(n - agents, 0) / patience_seconds
--|unit: probability, 0 to 1
--|direction: lower is better
--|components: none
--|nulls: NULL where any argument is NULL
--|errors: as erlang_b; a time below 1e-6 or above 9e12 seconds, but for a patience of 'infinity'
--|example: SELECT round(erlang_a(10, 14, 180, 300)::numeric, 6), round(erlang_a(20, 14, 180, 300)::numeric, 6), erlang_a(10, 14, 180, 'infinity') = erlang_c(10, 14)
--|result: 0.145260|0.973686|t
--|source: C. Palm, 1946; O. Garnett, A. Mandelbaum, M. Reiman, 2002
--|see: erlang_c, abandonment_rate
--|The share of contacts that have to wait, where they give up after a mean time of patience_seconds in the queue. With patience the queue
--|never grows for ever, whatever the load. The patience of customers is not the mean wait of those who gave up, which is far shorter: it is
--|the time waited by all, divided by the number who gave up.
CREATE FUNCTION erlang_a(load float8, agents integer, handle_seconds float8, patience_seconds float8) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_erlang_a' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION erlang_a(float8, integer, float8, float8) IS 'Probability that a contact has to wait, where contacts give up (Erlang A), 0 to 1';

--|## abandonment_rate
--|formula: mean number waiting / patience_seconds, over contacts that come in a second
--|unit: share of all contacts, 0 to 1
--|direction: lower is better
--|components: none
--|nulls: NULL where any argument is NULL
--|errors: as erlang_a
--|example: SELECT round(abandonment_rate(10, 14, 180, 300)::numeric, 6), round(abandonment_rate(20, 14, 180, 300)::numeric, 6), abandonment_rate(10, 0, 180, 300)
--|result: 0.013984|0.302896|1
--|source: C. Palm, 1946
--|see: erlang_a
--|The share of contacts that give up before an agent takes them.
CREATE FUNCTION abandonment_rate(load float8, agents integer, handle_seconds float8, patience_seconds float8) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_abandonment_rate' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION abandonment_rate(float8, integer, float8, float8) IS 'Share of contacts that give up before they are answered (Erlang A), 0 to 1';

--|## service_level
--|formula: 1 - C * exp(-(agents - load) * within_seconds / handle_seconds), where C is erlang_c(load, agents); with patience the share of all contacts that are answered within the time
--|unit: share of all contacts, 0 to 1
--|direction: higher is better
--|components: none
--|nulls: NULL where any argument is NULL
--|errors: as erlang_a; within_seconds below 0 or above 9e12
--|example: SELECT round(service_level(10, 14, 180, 20)::numeric, 6), round(service_level(10, 14, 180, 20, patience_seconds => 300)::numeric, 6), service_level(14, 14, 180, 20)
--|result: 0.888350|0.916792|0
--|source: S. Zeltyn, A. Mandelbaum, Call centers with impatient customers, 2005
--|see: required_agents, average_wait
--|80 percent within 20 seconds is the classic promise: `service_level(...) >= 0.8`. A contact that gives up counts as not answered, however soon.
CREATE FUNCTION service_level(load float8, agents integer, handle_seconds float8, within_seconds float8, patience_seconds float8 DEFAULT 'Infinity') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_service_level' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION service_level(float8, integer, float8, float8, float8) IS 'Share of all contacts that are answered within a time, 0 to 1';

--|## average_wait
--|formula: C * handle_seconds / (agents - load), where C is erlang_c(load, agents); with patience abandonment_rate * patience_seconds
--|unit: seconds
--|direction: lower is better
--|components: none
--|nulls: NULL where any argument is NULL, and where the queue grows for ever: a load not below the agents, and nobody gives up
--|errors: as erlang_a
--|example: SELECT round(average_wait(10, 14, 180)::numeric, 6), round(average_wait(10, 14, 180, patience_seconds => 300)::numeric, 6), average_wait(14, 14, 180)
--|result: 7.835937|4.195123|NULL
--|see: service_level
--|The mean wait of all contacts: of those that need not wait, 0, and of those that give up, until then. Where nobody gives up it is the average speed of answer.
CREATE FUNCTION average_wait(load float8, agents integer, handle_seconds float8, patience_seconds float8 DEFAULT 'Infinity') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_average_wait' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION average_wait(float8, integer, float8, float8) IS 'Mean wait of all contacts, in seconds';

--|## occupancy
--|formula: least(load / agents, 1); with patience load * (1 - abandonment_rate) / agents
--|unit: share of the agents' time, 0 to 1
--|direction: neither
--|components: none
--|nulls: NULL where any argument is NULL, and without agents
--|errors: as erlang_a
--|example: SELECT round(occupancy(10, 14)::numeric, 6), round(occupancy(10, 14, 180, 300)::numeric, 6), occupancy(20, 14), occupancy(10, 0)
--|result: 0.714286|0.704297|1|NULL
--|see: required_agents
--|The share of their time on duty in which agents have a contact. Above 0.85 to 0.9 hardly anybody keeps it up for long.
CREATE FUNCTION occupancy(load float8, agents integer) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_occupancy' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION occupancy(float8, integer) IS 'Share of their time in which agents have a contact, where nobody gives up, 0 to 1';
CREATE FUNCTION occupancy(load float8, agents integer, handle_seconds float8, patience_seconds float8) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_occupancy_with_patience' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION occupancy(float8, integer, float8, float8) IS 'Share of their time in which agents have a contact, where contacts give up, 0 to 1';

--|## required_agents
--|formula: the fewest agents with service_level >= target and occupancy <= max_occupancy
--|unit: agents
--|direction: neither
--|components: none
--|nulls: NULL where any argument is NULL, and where more than 1,000,000 agents would be needed
--|errors: as service_level; a target not between 0 and 1; a max_occupancy of 0 or less, or above 1
--|example: SELECT required_agents(10, 180, 0.8, 20), required_agents(10, 180, 0.8, 20, max_occupancy => 0.7), required_agents(10, 180, 0.8, 20, patience_seconds => 60), required_agents(0, 180, 0.8, 20)
--|result: 14|15|12|0
--|see: scheduled_agents, service_level
--|Agents on duty, at their desks: `scheduled_agents` adds those who are in meetings, on leave and ill. No load needs no agents; where somebody has to be there
--|all the same, `greatest(required_agents(...), 1)`.
CREATE FUNCTION required_agents(load float8, handle_seconds float8, target float8, within_seconds float8, patience_seconds float8 DEFAULT 'Infinity', max_occupancy float8 DEFAULT 1) RETURNS integer
AS 'MODULE_PATHNAME', 'csops_required_agents' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000;
COMMENT ON FUNCTION required_agents(float8, float8, float8, float8, float8, float8) IS 'Agents that it takes to answer so many contacts in time without being too busy';

--|## shrinkage
--|formula: (paid - available) / paid
--|unit: share of the paid time, 0 to 1
--|direction: neither
--|components: none
--|nulls: NULL where any argument is NULL, and where nothing is paid
--|errors: a number that is negative, infinite or NaN; more available than paid
--|example: SELECT shrinkage(40, 28)
--|result: 0.3
--|see: scheduled_agents
--|The part of the paid time in which agents are not there for contacts: breaks, meetings, training, leave, illness. Both in one unit, such as hours.
CREATE FUNCTION shrinkage(paid float8, available float8) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_shrinkage' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION shrinkage(float8, float8) IS 'Share of the paid time in which agents are not there for contacts, 0 to 1';

--|## scheduled_agents
--|formula: ceil(agents / (1 - shrinkage)), where a billionth over a whole number is not rounded up
--|unit: agents
--|direction: neither
--|components: none
--|nulls: NULL where any argument is NULL, and where more than 1,000,000 would be needed
--|errors: agents below 0 or above 1,000,000; a shrinkage below 0, or not below 1
--|example: SELECT scheduled_agents(14, 0.3), scheduled_agents(21, 0.3), scheduled_agents(12.5, 0)
--|result: 20|30|13
--|see: required_agents, shrinkage
--|Agents to be scheduled and paid, so that as many as are needed are at their desks.
CREATE FUNCTION scheduled_agents(agents float8, shrinkage float8) RETURNS integer
AS 'MODULE_PATHNAME', 'csops_scheduled_agents' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION scheduled_agents(float8, float8) IS 'Agents to schedule so that so many are there, with a share of paid time lost';
