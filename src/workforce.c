/*
 * workforce.c
 *		How many agents a load of contacts needs, and how long it waits for them.
 */
#include "csops.h"

#include <math.h>

#include "duration_buckets.h"
#include "erlang.h"
#include "options.h"

#define SHORTEST_TIME	1e-6

/* So that 21 agents at a shrinkage of 0.3 are 30, although the quotient of the two floats is a little more. */
#define ROUNDING_SLACK	1e-9

static void
out_of_range(const char *name, double value, const char *hint)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("%s is out of range", name),
			 errdetail("The value given is %s.", shown_float8(value)),
			 errhint("%s", hint)));
}

/* Arguments by their number */

static double
load_argument(FunctionCallInfo fcinfo, int n)
{
	double		load = PG_GETARG_FLOAT8(n);

	if (!(load >= 0 && load <= ERLANG_LIMIT))
		out_of_range("load", load, "Give erlangs, from 0 to 1000000: see offered_load.");
	return load;
}

static int
agents_argument(FunctionCallInfo fcinfo, int n)
{
	int32		agents = PG_GETARG_INT32(n);

	if (agents < 0 || agents > ERLANG_LIMIT)
		out_of_range("agents", agents, "Give from 0 to 1000000 agents.");
	return agents;
}

/* A length of time that is not zero. */
static double
handle_argument(FunctionCallInfo fcinfo, int n)
{
	double		seconds = PG_GETARG_FLOAT8(n);

	if (!(seconds >= SHORTEST_TIME && seconds <= DURATION_LIMIT_SECONDS))
		out_of_range("handle_seconds", seconds, "Give the mean time that a contact takes, from 1e-6 to 9e12 seconds.");
	return seconds;
}

static double
patience_argument(FunctionCallInfo fcinfo, int n)
{
	double		seconds = PG_GETARG_FLOAT8(n);

	if (!((seconds >= SHORTEST_TIME && seconds <= DURATION_LIMIT_SECONDS) || (isinf(seconds) && seconds > 0)))
		out_of_range("patience_seconds", seconds,
					 "Give the mean time after which a contact gives up, from 1e-6 to 9e12 seconds, or 'infinity' where none does.");
	return seconds;
}

static double
within_argument(FunctionCallInfo fcinfo, int n)
{
	double		seconds = PG_GETARG_FLOAT8(n);

	if (!(seconds >= 0 && seconds <= DURATION_LIMIT_SECONDS))
		out_of_range("within_seconds", seconds, "Give from 0 to 9e12 seconds.");
	return seconds;
}

/* An amount of contacts, hours or anything else. */
static double
amount_argument(FunctionCallInfo fcinfo, int n, const char *name)
{
	double		amount = PG_GETARG_FLOAT8(n);

	if (!(amount >= 0 && !isinf(amount)))
		out_of_range(name, amount, "Give a number of 0 or more.");
	return amount;
}

/* load, agents, handle_seconds, patience_seconds: the first three from the first argument on */
static ErlangQueue
queue_arguments(FunctionCallInfo fcinfo, int patience)
{
	ErlangQueue queue;

	queue.load = load_argument(fcinfo, 0);
	queue.agents = agents_argument(fcinfo, 1);
	queue.handle = handle_argument(fcinfo, 2);
	queue.patience = patience_argument(fcinfo, patience);
	return queue;
}

CSOPS_FUNCTION(csops_offered_load);
CSOPS_FUNCTION(csops_erlang_b);
CSOPS_FUNCTION(csops_erlang_c);
CSOPS_FUNCTION(csops_erlang_a);
CSOPS_FUNCTION(csops_abandonment_rate);
CSOPS_FUNCTION(csops_service_level);
CSOPS_FUNCTION(csops_average_wait);
CSOPS_FUNCTION(csops_occupancy);
CSOPS_FUNCTION(csops_occupancy_with_patience);
CSOPS_FUNCTION(csops_required_agents);
CSOPS_FUNCTION(csops_shrinkage);
CSOPS_FUNCTION(csops_scheduled_agents);

/* offered_load(contacts, handle_seconds, period_seconds) */
Datum
csops_offered_load(PG_FUNCTION_ARGS)
{
	double		contacts = amount_argument(fcinfo, 0, "contacts");
	double		handle = amount_argument(fcinfo, 1, "handle_seconds");
	double		period = PG_GETARG_FLOAT8(2);
	double		load;

	if (!(period >= SHORTEST_TIME && period <= DURATION_LIMIT_SECONDS))
		out_of_range("period_seconds", period, "Give the length of the period in which the contacts come, from 1e-6 to 9e12 seconds.");
	load = contacts * handle / period;
	if (isnan(load) || isinf(load))
		out_of_range("load", load, "Give fewer contacts, or the seconds that one takes.");
	PG_RETURN_FLOAT8(load);
}

/* erlang_b(load, agents) */
Datum
csops_erlang_b(PG_FUNCTION_ARGS)
{
	double		load = load_argument(fcinfo, 0);

	PG_RETURN_FLOAT8(erlang_blocked(load, agents_argument(fcinfo, 1)));
}

/* erlang_c(load, agents) */
Datum
csops_erlang_c(PG_FUNCTION_ARGS)
{
	ErlangQueue queue = {.handle = 1,.patience = (double) INFINITY};

	queue.load = load_argument(fcinfo, 0);
	queue.agents = agents_argument(fcinfo, 1);
	PG_RETURN_FLOAT8(erlang_waiting(&queue));
}

/* erlang_a(load, agents, handle_seconds, patience_seconds) */
Datum
csops_erlang_a(PG_FUNCTION_ARGS)
{
	ErlangQueue queue = queue_arguments(fcinfo, 3);

	PG_RETURN_FLOAT8(erlang_waiting(&queue));
}

/* abandonment_rate(load, agents, handle_seconds, patience_seconds) */
Datum
csops_abandonment_rate(PG_FUNCTION_ARGS)
{
	ErlangQueue queue = queue_arguments(fcinfo, 3);

	PG_RETURN_FLOAT8(erlang_abandoned(&queue));
}

/* service_level(load, agents, handle_seconds, within_seconds, patience_seconds) */
Datum
csops_service_level(PG_FUNCTION_ARGS)
{
	ErlangQueue queue = queue_arguments(fcinfo, 4);

	PG_RETURN_FLOAT8(erlang_answered_within(&queue, within_argument(fcinfo, 3)));
}

/* average_wait(load, agents, handle_seconds, patience_seconds) */
Datum
csops_average_wait(PG_FUNCTION_ARGS)
{
	ErlangQueue queue = queue_arguments(fcinfo, 3);

	if (!erlang_is_stable(&queue))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(erlang_mean_wait(&queue));
}

static Datum
occupancy(FunctionCallInfo fcinfo, const ErlangQueue *queue)
{
	if (queue->agents == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(erlang_occupancy(queue));
}

/* occupancy(load, agents) */
Datum
csops_occupancy(PG_FUNCTION_ARGS)
{
	ErlangQueue queue = {.handle = 1,.patience = (double) INFINITY};

	queue.load = load_argument(fcinfo, 0);
	queue.agents = agents_argument(fcinfo, 1);
	return occupancy(fcinfo, &queue);
}

/* occupancy(load, agents, handle_seconds, patience_seconds) */
Datum
csops_occupancy_with_patience(PG_FUNCTION_ARGS)
{
	ErlangQueue queue = queue_arguments(fcinfo, 3);

	return occupancy(fcinfo, &queue);
}

typedef struct StaffingGoal
{
	double		service_level;
	double		within;
	double		max_occupancy;
} StaffingGoal;

static bool
meets_goal(ErlangQueue *queue, int agents, const StaffingGoal *goal)
{
	queue->agents = agents;
	return erlang_answered_within(queue, goal->within) >= goal->service_level &&
		(goal->max_occupancy == 1 || erlang_occupancy(queue) <= goal->max_occupancy);
}

/*
 * required_agents(load, handle_seconds, target, within_seconds, patience_seconds, max_occupancy)
 *
 * More agents answer more in time and are less busy, so the fewest that are
 * enough are found between too few and enough.
 */
Datum
csops_required_agents(PG_FUNCTION_ARGS)
{
	ErlangQueue queue = {0};
	StaffingGoal goal;
	int			too_few = 0;
	int			enough;

	queue.load = load_argument(fcinfo, 0);
	queue.handle = handle_argument(fcinfo, 1);
	goal.service_level = PG_GETARG_FLOAT8(2);
	if (!(goal.service_level > 0 && goal.service_level < 1))
		out_of_range("target", goal.service_level, "Give the service level as a share between 0 and 1, such as 0.8.");
	goal.within = within_argument(fcinfo, 3);
	queue.patience = patience_argument(fcinfo, 4);
	goal.max_occupancy = PG_GETARG_FLOAT8(5);
	if (!(goal.max_occupancy > 0 && goal.max_occupancy <= 1))
		out_of_range("max_occupancy", goal.max_occupancy, "Give a share above 0, up to 1.");

	if (queue.load == 0)
		PG_RETURN_INT32(0);
	enough = (int) queue.load + 1;
	while (enough <= ERLANG_LIMIT && !meets_goal(&queue, enough, &goal))
	{
		too_few = enough;
		enough += enough / 8 + 1;
	}
	if (enough > ERLANG_LIMIT)
	{
		enough = ERLANG_LIMIT;
		if (!meets_goal(&queue, enough, &goal))
			PG_RETURN_NULL();
	}
	while (enough - too_few > 1)
	{
		int			middle = (too_few + enough) / 2;

		if (meets_goal(&queue, middle, &goal))
			enough = middle;
		else
			too_few = middle;
	}
	PG_RETURN_INT32(enough);
}

/* shrinkage(paid, available) */
Datum
csops_shrinkage(PG_FUNCTION_ARGS)
{
	double		paid = amount_argument(fcinfo, 0, "paid");
	double		available = amount_argument(fcinfo, 1, "available");

	if (available > paid)
		out_of_range("available", available, "Give the part of the paid time in which agents were there for contacts.");
	if (paid == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8((paid - available) / paid);
}

/* scheduled_agents(agents, shrinkage) */
Datum
csops_scheduled_agents(PG_FUNCTION_ARGS)
{
	double		agents = PG_GETARG_FLOAT8(0);
	double		shrinkage = PG_GETARG_FLOAT8(1);
	double		scheduled;

	if (!(agents >= 0 && agents <= ERLANG_LIMIT))
		out_of_range("agents", agents, "Give from 0 to 1000000 agents.");
	if (!(shrinkage >= 0 && shrinkage < 1))
		out_of_range("shrinkage", shrinkage, "Give the share of the paid time that is lost, from 0 to below 1.");
	scheduled = agents / (1 - shrinkage);
	scheduled = ceil(scheduled - ROUNDING_SLACK * Max(scheduled, 1));
	if (scheduled > ERLANG_LIMIT)
		PG_RETURN_NULL();
	PG_RETURN_INT32((int32) scheduled);
}
