/*
 * erlang.c
 *		Queues of contacts in front of agents, in their steady state.
 *
 * Without patience there are closed forms.  With it, the wait that a contact
 * would have if it did not give up has a density (Zeltyn and Mandelbaum 2005),
 * whose integrals are every figure.  They cost the same for any load, and
 * nothing in them cancels.
 */
#include "csops.h"

#include <math.h>

#include "erlang.h"
#include "miscadmin.h"
#include "special.h"

#define PI					3.14159265358979323846

/* exp(-64) of the largest value adds nothing to any sum here */
#define NEGLIGIBLE_EXPONENT	64.0

/* Shares of contacts where there is no queue; both are accurate however small. */
typedef struct LossShares
{
	double		blocked;		/* find all agents busy */
	double		carried;		/* do not */
} LossShares;

/*
 * Recurrence over the agents.  It adds positive numbers only, and an error
 * shrinks from step to step.
 */
static LossShares
loss_shares(double load, int agents)
{
	LossShares	shares = {1.0, 0.0};

	for (int n = 1; n <= agents && shares.blocked > 0.0; n++)
	{
		double		offered = load * shares.blocked;

		CHECK_FOR_INTERRUPTS();
		shares.blocked = offered / (n + offered);
		shares.carried = n / (n + offered);
	}
	return shares;
}

double
erlang_blocked(double load, int agents)
{
	return loss_shares(load, agents).blocked;
}

/*
 * The density of waits, in units of the mean patience, over that of an arrival
 * at the moment when the last agent became busy: speed * exp(-exponent).  The
 * exponent is convex and is written from its least value, at the mode, so that
 * its terms are no larger than it is itself.
 */
typedef struct WaitDensity
{
	double		mode;			/* the likeliest wait: 0, unless there are too few agents */
	double		curved;			/* of z = wait - mode, the exponent is */
	double		straight;		/* curved * (exp(-z) - 1 + z) + straight * z */
	double		speed;			/* contacts that the agents can answer meanwhile */
} WaitDensity;

/* Of the contacts whose wait is in some range, those who get an answer and those who give up before. */
typedef struct WaitShares
{
	double		answered;
	double		abandoned;
} WaitShares;

static WaitDensity
wait_density(const ErlangQueue *queue)
{
	WaitDensity density = {0};
	double		unit = queue->patience / queue->handle;
	double		busy = Min(queue->load, queue->agents);

	if (queue->load > queue->agents)
		density.mode = log1p((queue->load - queue->agents) / queue->agents);
	density.curved = busy * unit;
	density.straight = (queue->agents - busy) * unit;
	density.speed = queue->agents * unit;
	return density;
}

static double
exponent_at(const WaitDensity *density, double z)
{
	return density->curved * expm1_remainder(-z) + density->straight * z;
}

/*
 * Adds the waits from one, given also as its distance z from the mode, up by
 * that length, or down by it with the sign -1; away from the mode, that is.
 * The double exponential rule resolves what lies near the beginning at any
 * scale.
 */
static void
add_waits(WaitShares *shares, const WaitDensity *density, double wait, double z, int sign, double length)
{
	static const double step = 1.0 / 32.0;
	double		least = exponent_at(density, z);
	double		inside = length;

	if (length <= 0.0)
		return;

	/* The range ends where there is nothing left of the density. */
	while (exponent_at(density, z + sign * inside) - least > NEGLIGIBLE_EXPONENT)
		inside /= 2.0;
	if (inside < length)
		length = 2.0 * inside;
	for (int i = 0; inside < length && i < 20; i++)
	{
		double		middle = (inside + length) / 2.0;

		if (exponent_at(density, z + sign * middle) - least > NEGLIGIBLE_EXPONENT)
			length = middle;
		else
			inside = middle;
	}

	for (int i = -100; i <= 100; i++)
	{
		double		spread = exp(-PI * sinh(i * step));
		double		distance = length / (1.0 + spread);
		double		at = Max(wait + sign * distance, 0.0);
		double		weight = step * PI * cosh(i * step) * distance * (spread / (1.0 + spread)) *
			density->speed * exp(-exponent_at(density, z + sign * distance));

		shares->answered += weight * exp(-at);
		shares->abandoned -= weight * expm1(-at);
	}
}

/* Waits from 0 to that one. */
static WaitShares
waits_within(const WaitDensity *density, double wait)
{
	WaitShares	shares = {0};

	if (wait < density->mode)
		add_waits(&shares, density, wait, wait - density->mode, -1, wait);
	else
	{
		add_waits(&shares, density, density->mode, 0.0, -1, density->mode);

		/* Beyond this the density is negligible: exp(-z) - 1 + z is at least z - 1. */
		add_waits(&shares, density, density->mode, 0.0, 1,
				  Min(wait - density->mode, (NEGLIGIBLE_EXPONENT + density->curved) / density->speed));
	}
	return shares;
}

/* What becomes of contacts that have patience, as shares of all; there must be agents. */
typedef struct QueueShares
{
	double		at_once;		/* answered without a wait */
	WaitShares	waits;			/* of any length */
	double		answered_within;	/* the time, at once or after a wait */
} QueueShares;

static QueueShares
queue_shares(const ErlangQueue *queue, double time)
{
	WaitDensity density = wait_density(queue);
	LossShares	loss = loss_shares(queue->load, queue->agents);
	WaitShares	all = waits_within(&density, (double) INFINITY);
	WaitShares	within = waits_within(&density, time / queue->patience);
	double		at_once = loss.carried * exp(-exponent_at(&density, -density.mode));
	double		total = at_once + loss.blocked * (all.answered + all.abandoned);
	QueueShares shares;

	shares.at_once = at_once / total;
	shares.waits.answered = loss.blocked * all.answered / total;
	shares.waits.abandoned = loss.blocked * all.abandoned / total;
	shares.answered_within = (at_once + loss.blocked * within.answered) / total;
	return shares;
}

bool
erlang_is_stable(const ErlangQueue *queue)
{
	return queue->load < queue->agents || !isinf(queue->patience);
}

double
erlang_waiting(const ErlangQueue *queue)
{
	QueueShares shares;
	LossShares	loss;

	if (queue->agents == 0 || !erlang_is_stable(queue))
		return 1.0;
	if (!isinf(queue->patience))
	{
		shares = queue_shares(queue, 0.0);
		return Min(shares.waits.answered + shares.waits.abandoned, 1.0);
	}
	loss = loss_shares(queue->load, queue->agents);
	return Min(queue->agents * loss.blocked / (queue->agents - queue->load * loss.carried), 1.0);
}

double
erlang_abandoned(const ErlangQueue *queue)
{
	if (isinf(queue->patience))
		return 0.0;
	if (queue->agents == 0)
		return 1.0;
	return queue_shares(queue, 0.0).waits.abandoned;
}

double
erlang_answered_within(const ErlangQueue *queue, double time)
{
	LossShares	loss;
	double		spare = queue->agents - queue->load;

	if (queue->agents == 0 || !erlang_is_stable(queue))
		return 0.0;
	if (!isinf(queue->patience))
		return Min(queue_shares(queue, time).answered_within, 1.0);

	/* Erlang C: those who do not wait, and of the others all but exp(-spare * time / handle). */
	loss = loss_shares(queue->load, queue->agents);
	return Min((spare * loss.carried - queue->agents * loss.blocked * expm1(-spare * (time / queue->handle))) /
			   (queue->agents - queue->load * loss.carried), 1.0);
}

/* With patience, each unit of time in which a contact waits is as likely as any to be its last. */
double
erlang_mean_wait(const ErlangQueue *queue)
{
	if (!isinf(queue->patience))
		return erlang_abandoned(queue) * queue->patience;
	return erlang_waiting(queue) * queue->handle / (queue->agents - queue->load);
}

double
erlang_occupancy(const ErlangQueue *queue)
{
	QueueShares shares;

	if (isinf(queue->patience))
		return Min(queue->load / queue->agents, 1.0);
	shares = queue_shares(queue, 0.0);
	return Min(queue->load / queue->agents * (shares.at_once + shares.waits.answered), 1.0);
}
