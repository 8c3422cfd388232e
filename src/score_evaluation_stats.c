/*
 * score_evaluation_stats.c
 *		What a score foretold: discrimination, thresholds, calibration, drift.
 *
 * Each figure is a pass over the scores in ascending order.  Where rows have
 * weights, masses are sums of weights instead of counts; counts are exact as
 * float8 up to 2^53, and so are the figures made of them.
 */
#include "csops.h"

#include <math.h>

#include "funcapi.h"
#include "intervals.h"
#include "options.h"
#include "score_evaluation.h"
#include "special.h"
#include "utils/tuplestore.h"

/* The smallest share that a bin has in a stability index: an empty one has no logarithm. */
#define LEAST_PSI_SHARE		1e-4

#define MOST_BINS			1000

typedef enum Risk
{
	RISK_LOW,
	RISK_HIGH
} Risk;

ScorePlaces
score_places(FunctionCallInfo fcinfo, int n)
{
	ScoreView	view;
	ScorePlaces result = {0};

	score_view(fcinfo, n, &view);
	result.place = palloc(sizeof(ScorePlace) * Max(view.cells, 1));
	for (int i = 0; i < view.cells; i++)
	{
		const ScoreCell *cell = &view.cell[i];
		int			place = cell->key / SCORE_OUTCOMES;
		int			outcome = cell->key % SCORE_OUTCOMES;
		ScorePlace *to;

		if (result.places == 0 || result.place[result.places - 1].place != place)
		{
			to = &result.place[result.places++];
			memset(to, 0, sizeof(ScorePlace));
			to->place = place;
		}
		to = &result.place[result.places - 1];
		to->count[outcome] = cell->count;
		if (cell->point == NULL)
			to->mass[outcome] = to->square[outcome] = (double) cell->count;
		else
		{
			to->mass[outcome] = wide_to_float8(cell->point->weight.limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS);
			to->square[outcome] = wide_to_float8(cell->point->square.limb, EXACT_PRODUCT_LIMBS,
												 2 * EXACT_GRID_BITS);
		}
		result.count[outcome] += cell->count;
		result.mass[outcome] += to->mass[outcome];
	}
	return result;
}

/* Options */

static Risk
option_risk(FunctionCallInfo fcinfo, int n)
{
	static const char *const names[] = {"low", "high", NULL};

	return (Risk) option_choice(fcinfo, n, "risk", names);
}

/* The place at which the upper of the two sides begins. */
static int
threshold_argument(FunctionCallInfo fcinfo, int n)
{
	double		threshold = PG_GETARG_FLOAT8(n);
	int			place = score_place(threshold);

	if (place < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("threshold is out of range"),
				 errdetail("The threshold given is %s.", shown_float8(threshold)),
				 errhint("Give a score between 0 and 100.")));
	return place;
}

static int
bins_argument(FunctionCallInfo fcinfo, int n)
{
	int32		bins = PG_GETARG_INT32(n);

	if (bins < 1 || bins > MOST_BINS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("bins is out of range"),
				 errdetail("The number of bins given is %d.", bins),
				 errhint("Give a number between 1 and %d.", MOST_BINS)));
	return bins;
}

/* Bins are equal parts of 0 to 100; the last one has its upper end too. */
static int
bin_of(int place, int bins)
{
	return Min((int) ((int64) place * bins / SCORE_LAST_PLACE), bins - 1);
}

/* Counts */

CSOPS_FUNCTION(csops_score_evaluation_observations);
CSOPS_FUNCTION(csops_score_evaluation_events);
CSOPS_FUNCTION(csops_score_evaluation_undecided);
CSOPS_FUNCTION(csops_score_evaluation_unscored);
CSOPS_FUNCTION(csops_score_evaluation_unweighted);
CSOPS_FUNCTION(csops_score_evaluation_invalid);

static int64
count_of(FunctionCallInfo fcinfo, ScoreOutcome outcome)
{
	return PG_ARGISNULL(0) ? 0 : score_places(fcinfo, 0).count[outcome];
}

Datum
csops_score_evaluation_observations(PG_FUNCTION_ARGS)
{
	ScorePlaces places;

	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	places = score_places(fcinfo, 0);
	PG_RETURN_INT64(places.count[SCORE_WITHOUT] + places.count[SCORE_WITH]);
}

Datum
csops_score_evaluation_events(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_of(fcinfo, SCORE_WITH));
}

Datum
csops_score_evaluation_undecided(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_of(fcinfo, SCORE_UNDECIDED));
}

Datum
csops_score_evaluation_unscored(PG_FUNCTION_ARGS)
{
	ScoreView	view = {0};

	if (!PG_ARGISNULL(0))
		score_view(fcinfo, 0, &view);
	PG_RETURN_INT64(view.unscored);
}

Datum
csops_score_evaluation_unweighted(PG_FUNCTION_ARGS)
{
	ScoreView	view = {0};

	if (!PG_ARGISNULL(0))
		score_view(fcinfo, 0, &view);
	PG_RETURN_INT64(view.unweighted);
}

Datum
csops_score_evaluation_invalid(PG_FUNCTION_ARGS)
{
	ScoreView	view = {0};

	if (!PG_ARGISNULL(0))
		score_view(fcinfo, 0, &view);
	PG_RETURN_INT64(view.invalid);
}

CSOPS_FUNCTION(csops_score_coverage);

/* score_coverage(s): a row without a weight has a score; an invalid one has none */
Datum
csops_score_coverage(PG_FUNCTION_ARGS)
{
	ScoreView	view;
	double		scored;
	double		all;

	score_view(fcinfo, 0, &view);
	scored = (double) view.rows + (double) view.unweighted;
	all = scored + (double) view.unscored + (double) view.invalid;
	if (all == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(scored / all);
}

/* Discrimination */

/* Whether there is something to tell apart. */
static bool
both_classes(const ScorePlaces *places)
{
	return places->mass[SCORE_WITH] > 0 && places->mass[SCORE_WITHOUT] > 0;
}

/*
 * Twice the mass of pairs in which the score is higher where it happened, ties
 * being half a pair.
 */
static double
doubled_wins(const ScorePlaces *places)
{
	double		below = 0;
	double		wins = 0;

	for (int i = 0; i < places->places; i++)
	{
		const ScorePlace *place = &places->place[i];

		wins += place->mass[SCORE_WITH] * (2 * below + place->mass[SCORE_WITHOUT]);
		below += place->mass[SCORE_WITHOUT];
	}
	return wins;
}

static bool
auc_of(const ScorePlaces *places, Risk risk, double *auc)
{
	double		pairs;
	double		wins;

	if (!both_classes(places))
		return false;
	pairs = 2 * places->mass[SCORE_WITH] * places->mass[SCORE_WITHOUT];
	wins = doubled_wins(places);
	*auc = Max(0, Min(1, (risk == RISK_HIGH ? wins : pairs - wins) / pairs));
	return true;
}

/* The values seen, in ascending order, and the sum of their squared deviations. */
typedef struct Deviations
{
	double		first;
	double		last;
	double		sum;
} Deviations;

static void
add_deviation(Deviations *to, double value, double mean, double square)
{
	if (square == 0)
		return;
	if (to->sum < 0)
	{
		to->first = value;
		to->sum = 0;
	}
	to->last = value;
	to->sum += square * (value - mean) * (value - mean);
}

/*
 * DeLong's variance: that of the mean, over the rows of each class, of the
 * share of the other class that a row is right about.  With weights it is that
 * of a weighted mean, as of any ratio of sums, and the same where all weights
 * are equal.  It does not depend on the direction.  False where there is none:
 * where nothing varies, an interval of no width would read as proof.
 */
static bool
auc_variance(const ScorePlaces *places, double *variance)
{
	double		with = places->mass[SCORE_WITH];
	double		without = places->mass[SCORE_WITHOUT];
	double		n_with = (double) places->count[SCORE_WITH];
	double		n_without = (double) places->count[SCORE_WITHOUT];
	double		auc;
	double		without_below = 0;
	double		with_below = 0;
	Deviations	of_with = {.sum = -1};
	Deviations	of_without = {.sum = -1};

	if (n_with < 2 || n_without < 2 || !auc_of(places, RISK_HIGH, &auc))
		return false;
	for (int i = 0; i < places->places; i++)
	{
		const ScorePlace *place = &places->place[i];

		add_deviation(&of_with, (without_below + place->mass[SCORE_WITHOUT] / 2) / without,
					  auc, place->square[SCORE_WITH]);
		add_deviation(&of_without, (with_below + place->mass[SCORE_WITH] / 2) / with,
					  1 - auc, place->square[SCORE_WITHOUT]);
		without_below += place->mass[SCORE_WITHOUT];
		with_below += place->mass[SCORE_WITH];
	}
	if (of_with.first == of_with.last && of_without.first == of_without.last)
		return false;
	*variance = of_with.sum / with / with * (n_with / (n_with - 1)) +
		of_without.sum / without / without * (n_without / (n_without - 1));
	return true;
}

CSOPS_FUNCTION(csops_auc);
CSOPS_FUNCTION(csops_auc_lo);
CSOPS_FUNCTION(csops_auc_hi);
CSOPS_FUNCTION(csops_gini);
CSOPS_FUNCTION(csops_ks);

/* auc(s, risk) */
Datum
csops_auc(PG_FUNCTION_ARGS)
{
	Risk		risk = option_risk(fcinfo, 1);
	ScorePlaces places = score_places(fcinfo, 0);
	double		auc;

	if (!auc_of(&places, risk, &auc))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(auc);
}

/* auc_lo, auc_hi (s, risk, confidence) */
static bool
auc_limit(FunctionCallInfo fcinfo, double side, double *limit)
{
	Risk		risk = option_risk(fcinfo, 1);
	double		confidence = option_confidence(fcinfo, 2);
	ScorePlaces places = score_places(fcinfo, 0);
	double		auc;
	double		variance;

	if (!auc_of(&places, risk, &auc) || !auc_variance(&places, &variance))
		return false;
	*limit = auc - side * normal_quantile((1 - confidence) / 2) * sqrt(variance);
	*limit = Max(0, Min(1, *limit));
	return true;
}

Datum
csops_auc_lo(PG_FUNCTION_ARGS)
{
	double		limit;

	if (!auc_limit(fcinfo, -1, &limit))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(limit);
}

Datum
csops_auc_hi(PG_FUNCTION_ARGS)
{
	double		limit;

	if (!auc_limit(fcinfo, 1, &limit))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(limit);
}

/* gini(s, risk) */
Datum
csops_gini(PG_FUNCTION_ARGS)
{
	Risk		risk = option_risk(fcinfo, 1);
	ScorePlaces places = score_places(fcinfo, 0);
	double		auc;

	if (!auc_of(&places, risk, &auc))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(2 * auc - 1);
}

/* ks(s) */
Datum
csops_ks(PG_FUNCTION_ARGS)
{
	ScorePlaces places = score_places(fcinfo, 0);
	double		with = 0;
	double		without = 0;
	double		greatest = 0;

	if (!both_classes(&places))
		PG_RETURN_NULL();
	for (int i = 0; i < places.places; i++)
	{
		with += places.place[i].mass[SCORE_WITH];
		without += places.place[i].mass[SCORE_WITHOUT];
		greatest = Max(greatest, fabs(with / places.mass[SCORE_WITH] - without / places.mass[SCORE_WITHOUT]));
	}
	PG_RETURN_FLOAT8(Min(greatest, 1));
}

/* Thresholds */

typedef struct Flagged
{
	int64		rows;
	int64		events;			/* it happened to so many of them */
	double		with;			/* it happened to flagged rows */
	double		without;
	double		all_with;		/* it happened, flagged or not */
	double		all;
} Flagged;

/* (s, threshold, risk) */
static Flagged
flagged_rows(FunctionCallInfo fcinfo)
{
	int			threshold = threshold_argument(fcinfo, 1);
	Risk		risk = option_risk(fcinfo, 2);
	ScorePlaces places = score_places(fcinfo, 0);
	Flagged		flagged = {0};

	for (int i = 0; i < places.places; i++)
	{
		const ScorePlace *place = &places.place[i];

		if ((place->place < threshold) == (risk == RISK_LOW))
		{
			flagged.rows += place->count[SCORE_WITH] + place->count[SCORE_WITHOUT];
			flagged.events += place->count[SCORE_WITH];
			flagged.with += place->mass[SCORE_WITH];
			flagged.without += place->mass[SCORE_WITHOUT];
		}
	}
	flagged.all_with = places.mass[SCORE_WITH];
	flagged.all = places.mass[SCORE_WITH] + places.mass[SCORE_WITHOUT];
	return flagged;
}

CSOPS_FUNCTION(csops_flagged);
CSOPS_FUNCTION(csops_flagged_events);
CSOPS_FUNCTION(csops_precision_at);
CSOPS_FUNCTION(csops_recall_at);
CSOPS_FUNCTION(csops_lift_at);
CSOPS_FUNCTION(csops_f1_at);

Datum
csops_flagged(PG_FUNCTION_ARGS)
{
	for (int i = 0; i < PG_NARGS(); i++)
	{
		if (PG_ARGISNULL(i))
			PG_RETURN_INT64(0);
	}
	PG_RETURN_INT64(flagged_rows(fcinfo).rows);
}

Datum
csops_flagged_events(PG_FUNCTION_ARGS)
{
	for (int i = 0; i < PG_NARGS(); i++)
	{
		if (PG_ARGISNULL(i))
			PG_RETURN_INT64(0);
	}
	PG_RETURN_INT64(flagged_rows(fcinfo).events);
}

Datum
csops_precision_at(PG_FUNCTION_ARGS)
{
	Flagged		flagged = flagged_rows(fcinfo);

	if (flagged.with + flagged.without == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(flagged.with / (flagged.with + flagged.without));
}

Datum
csops_recall_at(PG_FUNCTION_ARGS)
{
	Flagged		flagged = flagged_rows(fcinfo);

	if (flagged.all_with == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(flagged.with / flagged.all_with);
}

Datum
csops_lift_at(PG_FUNCTION_ARGS)
{
	Flagged		flagged = flagged_rows(fcinfo);

	if (flagged.with + flagged.without == 0 || flagged.all_with == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(flagged.with / (flagged.with + flagged.without) / (flagged.all_with / flagged.all));
}

Datum
csops_f1_at(PG_FUNCTION_ARGS)
{
	Flagged		flagged = flagged_rows(fcinfo);
	double		sum = flagged.with + flagged.without + flagged.all_with;

	if (sum == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(2 * flagged.with / sum);
}

/* Probabilities */

/* A score read as the probability that it happens, 0 to 1. */
static double
probability_of(int place, Risk risk)
{
	return (double) (risk == RISK_HIGH ? place : SCORE_LAST_PLACE - place) / SCORE_LAST_PLACE;
}

CSOPS_FUNCTION(csops_brier);
CSOPS_FUNCTION(csops_calibration);
CSOPS_FUNCTION(csops_psi);

/* brier(s, risk) */
Datum
csops_brier(PG_FUNCTION_ARGS)
{
	Risk		risk = option_risk(fcinfo, 1);
	ScorePlaces places = score_places(fcinfo, 0);
	double		all = places.mass[SCORE_WITH] + places.mass[SCORE_WITHOUT];
	double		sum = 0;

	if (all == 0)
		PG_RETURN_NULL();
	for (int i = 0; i < places.places; i++)
	{
		double		p = probability_of(places.place[i].place, risk);

		sum += places.place[i].mass[SCORE_WITH] * (1 - p) * (1 - p) +
			places.place[i].mass[SCORE_WITHOUT] * p * p;
	}
	PG_RETURN_FLOAT8(sum / all);
}

typedef struct CalibrationBin
{
	int64		rows;
	int64		events;
	double		with;
	double		all;
	double		square;
	double		expected;		/* mass times probability */
} CalibrationBin;

/* calibration(s, bins, risk, confidence) */
Datum
csops_calibration(PG_FUNCTION_ARGS)
{
	int			bins = bins_argument(fcinfo, 1);
	Risk		risk = option_risk(fcinfo, 2);
	double		confidence = option_confidence(fcinfo, 3);
	ScorePlaces places = score_places(fcinfo, 0);
	CalibrationBin *bin = palloc0(sizeof(CalibrationBin) * bins);
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < places.places; i++)
	{
		const ScorePlace *place = &places.place[i];
		CalibrationBin *to = &bin[bin_of(place->place, bins)];
		double		mass = place->mass[SCORE_WITH] + place->mass[SCORE_WITHOUT];

		to->rows += place->count[SCORE_WITH] + place->count[SCORE_WITHOUT];
		to->events += place->count[SCORE_WITH];
		to->with += place->mass[SCORE_WITH];
		to->all += mass;
		to->square += place->square[SCORE_WITH] + place->square[SCORE_WITHOUT];
		to->expected += mass * probability_of(place->place, risk);
	}
	for (int i = 0; i < bins; i++)
	{
		Datum		values[8];
		bool		nulls[8] = {false};

		values[0] = Float8GetDatum(SCORE_LIMIT * (double) i / bins);
		values[1] = Float8GetDatum(SCORE_LIMIT * (double) (i + 1) / bins);
		values[2] = Int64GetDatum(bin[i].rows);
		values[3] = Int64GetDatum(bin[i].events);
		if (bin[i].all > 0)
		{
			double		observed = bin[i].with / bin[i].all;
			double		n = bin[i].all * (bin[i].all / bin[i].square);
			ConfidenceInterval interval = proportion_interval(observed * n, n, confidence, PROPORTION_WILSON);

			values[4] = Float8GetDatum(bin[i].expected / bin[i].all);
			values[5] = Float8GetDatum(observed);
			values[6] = Float8GetDatum(interval.lo);
			values[7] = Float8GetDatum(interval.hi);
		}
		else
			nulls[4] = nulls[5] = nulls[6] = nulls[7] = true;
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/* The share of each bin in all rows with a score; false where there are none. */
static bool
bin_shares(FunctionCallInfo fcinfo, int n, int bins, double *share)
{
	ScorePlaces places = score_places(fcinfo, n);
	double		all = places.mass[SCORE_WITH] + places.mass[SCORE_WITHOUT] + places.mass[SCORE_UNDECIDED];

	if (all == 0)
		return false;
	for (int i = 0; i < places.places; i++)
	{
		const double *mass = places.place[i].mass;

		share[bin_of(places.place[i].place, bins)] +=
			mass[SCORE_WITH] + mass[SCORE_WITHOUT] + mass[SCORE_UNDECIDED];
	}
	for (int i = 0; i < bins; i++)
		share[i] /= all;
	return true;
}

/* psi(a, b, bins) */
Datum
csops_psi(PG_FUNCTION_ARGS)
{
	int			bins = bins_argument(fcinfo, 2);
	double	   *before = palloc0(sizeof(double) * bins);
	double	   *after = palloc0(sizeof(double) * bins);
	double		sum = 0;

	if (!bin_shares(fcinfo, 0, bins, before) || !bin_shares(fcinfo, 1, bins, after))
		PG_RETURN_NULL();
	for (int i = 0; i < bins; i++)
	{
		double		a = Max(before[i], LEAST_PSI_SHARE);
		double		b = Max(after[i], LEAST_PSI_SHARE);

		sum += (b - a) * log(b / a);
	}
	PG_RETURN_FLOAT8(sum);
}
