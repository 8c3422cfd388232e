/*
 * erlang.h
 *		Queues of contacts in front of agents, in their steady state.
 *
 * Contacts come at random (Poisson), take an exponential time each, and are
 * taken in their order by agents who are all alike.  Without a queue that is
 * Erlang B, with one Erlang C, and with contacts whose patience is exponential
 * Erlang A.
 */
#ifndef CSOPS_ERLANG_H
#define CSOPS_ERLANG_H

/* The most agents, and the largest load. */
#define ERLANG_LIMIT	1000000

typedef struct ErlangQueue
{
	double		load;			/* in erlangs: agents that it would keep busy */
	int			agents;
	double		handle;			/* the mean time that a contact takes */
	double		patience;		/* the mean time after which one gives up; may be infinite */
} ErlangQueue;

/* The share of contacts that find every agent busy, where there is no queue. */
extern double erlang_blocked(double load, int agents);

/* False where the queue would grow for ever. */
extern bool erlang_is_stable(const ErlangQueue *queue);

/* Shares of all contacts: those that wait, that give up, that are answered within a time. */
extern double erlang_waiting(const ErlangQueue *queue);
extern double erlang_abandoned(const ErlangQueue *queue);
extern double erlang_answered_within(const ErlangQueue *queue, double time);

/* The mean wait of all contacts, those that give up included; of a stable queue only. */
extern double erlang_mean_wait(const ErlangQueue *queue);

/* The share of the agents' time that contacts take; there must be agents. */
extern double erlang_occupancy(const ErlangQueue *queue);

#endif							/* CSOPS_ERLANG_H */
