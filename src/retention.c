/*
 * retention.c
 *		What a cohort_matrix says: who came back, of whom that can be known.
 *
 * As of an instant, the period that holds it is still running.  An account of
 * cohort c has had its age k when period c + k has ended; only then does it
 * count in the denominator.
 */
#include "csops.h"

#include "catalog/pg_type.h"
#include "cohort.h"
#include "funcapi.h"
#include "intervals.h"
#include "miscadmin.h"
#include "options.h"
#include "silent_cast.h"
#include "utils/array.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

typedef enum RetentionKind
{
	RETENTION_ON,
	RETENTION_ON_OR_AFTER,
	RETENTION_BRACKET
} RetentionKind;

typedef struct Question
{
	CohortView	view;
	int32		running;		/* the period that holds as_of */
	RetentionKind kind;
	int			brackets;		/* bracket i has the ages from posts[i] up to posts[i + 1] */
	int32	   *posts;
	double		confidence;
} Question;

/* One cohort, with its cells of ages above 0. */
typedef struct Cohort
{
	int32		period;
	int32		age;			/* at as_of: that of the running period */
	int64		accounts;
	uint32		count;
	const CohortCell *cells;
} Cohort;

/*
 * What is known of a cohort: of each row, which is an age or a bracket, the
 * accounts active in it; of each age those active at it or later, both up to
 * the running period.
 */
typedef struct Answer
{
	int32		rows;
	int64	   *retained;
	int64	   *active_from;
} Answer;

/* Arguments */

static void
invalid_brackets(const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("invalid brackets"),
			 errdetail("%s", detail),
			 errhint("Give the ages at which brackets begin and the one before which the last ends: '{1,4,8}' is ages 1 to 3 and 4 to 7.")));
}

static void
read_brackets(Question *question, ArrayType *array)
{
	Datum	   *posts;
	bool	   *is_null;
	int			count;

	if (ARR_NDIM(array) > 1)
		invalid_brackets("The array has more than one dimension.");
	deconstruct_array(array, INT4OID, sizeof(int32), true, TYPALIGN_INT, &posts, &is_null, &count);
	if (question->kind != RETENTION_BRACKET)
	{
		if (count > 0)
			invalid_brackets("Brackets go with the kind 'bracket' alone.");
		return;
	}
	if (count < 2)
		invalid_brackets("There are fewer than two numbers.");
	question->brackets = count - 1;
	question->posts = palloc(sizeof(int32) * count);
	for (int i = 0; i < count; i++)
	{
		if (is_null[i])
			invalid_brackets("A number is NULL.");
		question->posts[i] = DatumGetInt32(posts[i]);
		if (question->posts[i] < 0 || (i > 0 && question->posts[i] <= question->posts[i - 1]))
			invalid_brackets("The numbers are negative or not in ascending order.");
	}
}

/* The matrix and as_of, which are arguments 0 and n. */
static void
read_matrix(FunctionCallInfo fcinfo, int n, bool by_date, Question *question)
{
	if (!by_date)
		refuse_silent_casts_once(fcinfo);
	memset(question, 0, sizeof(Question));
	cohort_view(fcinfo, 0, &question->view);
	if (question->view.grid.periods.zone_name == NULL)
		question->view.count = 0;	/* only births: nobody was ever active */
	else
		question->running = option_running_period(fcinfo, n, by_date, &question->view.grid.periods);
}

/* retention, retention_curve (m, as_of, kind, brackets, confidence) */
static void
read_question(FunctionCallInfo fcinfo, bool by_date, Question *question)
{
	static const char *const kinds[] = {"on", "on_or_after", "bracket", NULL};

	read_matrix(fcinfo, 1, by_date, question);
	question->kind = (RetentionKind) option_choice(fcinfo, 2, "kind", kinds);
	read_brackets(question, PG_GETARG_ARRAYTYPE_P(3));
	question->confidence = option_confidence(fcinfo, 4);
}

/* Rows */

static inline int32
first_age(const Question *question, int32 row)
{
	return question->kind == RETENTION_BRACKET ? question->posts[row] : row;
}

/* The age whose period must have ended for a row to be complete. */
static inline int32
last_age(const Question *question, int32 row)
{
	return question->kind == RETENTION_BRACKET ? question->posts[row + 1] - 1 : row;
}

/* The rows that begin no later than the running period. */
static int32
rows_of_age(const Question *question, int32 age)
{
	int32		rows = 0;

	if (question->kind != RETENTION_BRACKET)
		return age + 1;
	while (rows < question->brackets && question->posts[rows] <= age)
		rows++;
	return rows;
}

static inline bool
is_complete(const Question *question, const Cohort *cohort, int32 row)
{
	return last_age(question, row) < cohort->age;
}

/* Cohorts */

/* The next cohort that had begun; *next is 0 at first. */
static bool
next_cohort(const Question *question, uint32 *next, Cohort *cohort)
{
	const CohortCell *cell = &question->view.cells[*next];

	/* A row for each age is to come, whether or not there are cells. */
	CHECK_FOR_INTERRUPTS();
	if (*next == question->view.count || cohort_of(cell) > question->running)
		return false;
	cohort->period = cohort_of(cell);
	cohort->age = cohort_age_at(cohort->period, question->running);
	cohort->accounts = cell->accounts;
	cohort->cells = cell + 1;
	cohort->count = 0;
	for ((*next)++; *next < question->view.count && cohort_age(&question->view.cells[*next]) > 0; (*next)++)
		cohort->count++;
	return true;
}

/* An answer with room for the oldest cohort, which comes first. */
static Answer
new_answer(const Question *question)
{
	Answer		answer = {0, NULL, NULL};
	uint32		next = 0;
	Cohort		oldest;

	if (!next_cohort(question, &next, &oldest))
		return answer;
	answer.rows = rows_of_age(question, oldest.age);
	answer.retained = palloc0(sizeof(int64) * Max(answer.rows, 1));
	answer.active_from = palloc0(sizeof(int64) * ((Size) oldest.age + 2));
	return answer;
}

static void
answer_for(const Question *question, const Cohort *cohort, Answer *answer)
{
	int32		row = 0;

	answer->rows = rows_of_age(question, cohort->age);
	memset(answer->active_from, 0, sizeof(int64) * ((Size) cohort->age + 2));
	for (int32 i = 0; i < answer->rows; i++)
		answer->retained[i] = 0;
	for (uint32 i = 0; i < cohort->count; i++)
	{
		const CohortCell *cell = &cohort->cells[i];
		int32		age = cohort_age(cell);
		int32		before = cohort_age_before(cell);

		CHECK_FOR_INTERRUPTS();
		if (age > cohort->age)
			break;

		/* From the age after the activity before, up to this age, this is what they are active for next. */
		answer->active_from[before + 1] += cell->accounts;
		answer->active_from[age + 1] -= cell->accounts;

		/* Cells are in the order of ages: in the row of this one they are new unless active in it before. */
		while (row + 1 < answer->rows && first_age(question, row + 1) <= age)
			row++;
		if (answer->rows > 0 && age <= last_age(question, row) && age >= first_age(question, row) &&
			before < first_age(question, row))
			answer->retained[row] += cell->accounts;
	}
	for (int32 i = 1; i <= cohort->age; i++)
		answer->active_from[i] += answer->active_from[i - 1];
	answer->active_from[0] = cohort->accounts;
	for (int32 i = 0; i < answer->rows; i++)
	{
		if (question->kind == RETENTION_ON_OR_AFTER)
			answer->retained[i] = answer->active_from[i];
		else if (first_age(question, i) == 0)
			answer->retained[i] = cohort->accounts;
	}
}

/* Results */

/*
 * The share, and its interval where there is one: not in the running period,
 * and not at age 0, at which everybody is there by definition.
 */
static void
put_rate(int64 retained, int64 n, bool with_interval, double confidence, Datum *values, bool *nulls)
{
	nulls[0] = n == 0;
	nulls[1] = nulls[2] = n == 0 || !with_interval;
	if (!nulls[0])
		values[0] = Float8GetDatum((double) retained / (double) n);
	if (!nulls[1])
	{
		ConfidenceInterval interval = proportion_interval((double) retained, (double) n, confidence, PROPORTION_WILSON);

		values[1] = Float8GetDatum(interval.lo);
		values[2] = Float8GetDatum(interval.hi);
	}
}

static Datum
retention(FunctionCallInfo fcinfo, bool by_date)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	Question	question;
	Answer		answer;
	Cohort		cohort;
	uint32		next = 0;

	read_question(fcinfo, by_date, &question);
	InitMaterializedSRF(fcinfo, 0);
	answer = new_answer(&question);
	while (next_cohort(&question, &next, &cohort))
	{
		answer_for(&question, &cohort, &answer);
		for (int32 i = 0; i < answer.rows; i++)
		{
			bool		complete = is_complete(&question, &cohort, i);
			Datum		values[9];
			bool		nulls[9] = {0};

			CHECK_FOR_INTERRUPTS();
			values[0] = DateADTGetDatum(cohort_first_date(&question.view.grid, cohort.period));
			values[1] = Int32GetDatum(first_age(&question, i));
			values[2] = Int64GetDatum(cohort.accounts);
			values[3] = Int64GetDatum(complete ? cohort.accounts : 0);
			values[4] = Int64GetDatum(answer.retained[i]);
			put_rate(answer.retained[i], cohort.accounts, complete && first_age(&question, i) > 0,
					 question.confidence, &values[5], &nulls[5]);
			values[8] = BoolGetDatum(!complete);
			tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
		}
	}
	return (Datum) 0;
}

CSOPS_FUNCTION(csops_retention);
CSOPS_FUNCTION(csops_retention_on);

Datum
csops_retention(PG_FUNCTION_ARGS)
{
	return retention(fcinfo, false);
}

/* as_of is a date */
Datum
csops_retention_on(PG_FUNCTION_ARGS)
{
	return retention(fcinfo, true);
}

/* The cohorts for which a row is complete, added up. */
typedef struct Pooled
{
	int64		eligible;
	int64		retained;
	int64		at_risk;		/* active at the row before or later */
	int64		still_there;	/* active at this row or later */
} Pooled;

static Datum
retention_curve(FunctionCallInfo fcinfo, bool by_date)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	Question	question;
	Answer		answer;
	Cohort		cohort;
	Pooled	   *pooled;
	int32		rows;
	uint32		next = 0;

	read_question(fcinfo, by_date, &question);
	InitMaterializedSRF(fcinfo, 0);
	answer = new_answer(&question);
	rows = answer.rows;
	pooled = palloc0(sizeof(Pooled) * Max(rows, 1));
	while (next_cohort(&question, &next, &cohort))
	{
		answer_for(&question, &cohort, &answer);
		for (int32 i = 0; i < answer.rows && is_complete(&question, &cohort, i); i++)
		{
			pooled[i].eligible += cohort.accounts;
			pooled[i].retained += answer.retained[i];
			pooled[i].at_risk += answer.active_from[i == 0 ? 0 : first_age(&question, i - 1)];
			pooled[i].still_there += answer.active_from[first_age(&question, i)];
		}
	}
	for (int32 i = 0; i < rows && pooled[i].eligible > 0; i++)
	{
		Datum		values[7];
		bool		nulls[7] = {0};

		CHECK_FOR_INTERRUPTS();
		values[0] = Int32GetDatum(first_age(&question, i));
		values[1] = Int64GetDatum(pooled[i].eligible);
		values[2] = Int64GetDatum(pooled[i].retained);
		put_rate(pooled[i].retained, pooled[i].eligible, first_age(&question, i) > 0,
				 question.confidence, &values[3], &nulls[3]);
		nulls[6] = first_age(&question, i) == 0 || pooled[i].at_risk == 0;
		if (!nulls[6])
			values[6] = Float8GetDatum((double) (pooled[i].at_risk - pooled[i].still_there) /
									   (double) pooled[i].at_risk);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}

CSOPS_FUNCTION(csops_retention_curve);
CSOPS_FUNCTION(csops_retention_curve_on);

Datum
csops_retention_curve(PG_FUNCTION_ARGS)
{
	return retention_curve(fcinfo, false);
}

Datum
csops_retention_curve_on(PG_FUNCTION_ARGS)
{
	return retention_curve(fcinfo, true);
}

typedef struct Retained
{
	int64		eligible;
	int64		retained;
} Retained;

/* (m, period, as_of): the accounts old enough for that period, and those of them that were active in it */
static Retained
retained_accounts(FunctionCallInfo fcinfo, bool by_date)
{
	int32		period = PG_GETARG_INT32(1);
	Question	question;
	Cohort		cohort;
	uint32		next = 0;
	Retained	accounts = {0};

	check_cohort_age(period);
	read_matrix(fcinfo, 2, by_date, &question);
	while (next_cohort(&question, &next, &cohort))
	{
		if (cohort.age <= period)
			continue;
		accounts.eligible += cohort.accounts;
		if (period == 0)
			accounts.retained += cohort.accounts;
		for (uint32 i = 0; i < cohort.count && cohort_age(&cohort.cells[i]) <= period; i++)
		{
			CHECK_FOR_INTERRUPTS();
			if (cohort_age(&cohort.cells[i]) == period)
				accounts.retained += cohort.cells[i].accounts;
		}
	}
	return accounts;
}

/* Counts, of no matrix 0. */
static Datum
retention_count(FunctionCallInfo fcinfo, bool by_date, bool retained)
{
	Retained	accounts;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	accounts = retained_accounts(fcinfo, by_date);
	PG_RETURN_INT64(retained ? accounts.retained : accounts.eligible);
}

CSOPS_FUNCTION(csops_retention_eligible);
CSOPS_FUNCTION(csops_retention_eligible_on);
CSOPS_FUNCTION(csops_retention_retained);
CSOPS_FUNCTION(csops_retention_retained_on);

Datum
csops_retention_eligible(PG_FUNCTION_ARGS)
{
	return retention_count(fcinfo, false, false);
}

Datum
csops_retention_eligible_on(PG_FUNCTION_ARGS)
{
	return retention_count(fcinfo, true, false);
}

Datum
csops_retention_retained(PG_FUNCTION_ARGS)
{
	return retention_count(fcinfo, false, true);
}

Datum
csops_retention_retained_on(PG_FUNCTION_ARGS)
{
	return retention_count(fcinfo, true, true);
}

/* retention_rate(m, period, as_of) and its interval's ends (..., confidence): which is 0, 1 or 2 */
static Datum
retention_rate(FunctionCallInfo fcinfo, bool by_date, int which)
{
	double		confidence = option_confidence(fcinfo, 3);
	Retained	accounts = retained_accounts(fcinfo, by_date);
	Datum		values[3];
	bool		nulls[3];

	put_rate(accounts.retained, accounts.eligible, PG_GETARG_INT32(1) > 0, confidence, values, nulls);
	if (nulls[which])
		PG_RETURN_NULL();
	return values[which];
}

CSOPS_FUNCTION(csops_retention_rate);
CSOPS_FUNCTION(csops_retention_rate_lo);
CSOPS_FUNCTION(csops_retention_rate_hi);
CSOPS_FUNCTION(csops_retention_rate_on);
CSOPS_FUNCTION(csops_retention_rate_lo_on);
CSOPS_FUNCTION(csops_retention_rate_hi_on);

Datum
csops_retention_rate(PG_FUNCTION_ARGS)
{
	return retention_rate(fcinfo, false, 0);
}

Datum
csops_retention_rate_lo(PG_FUNCTION_ARGS)
{
	return retention_rate(fcinfo, false, 1);
}

Datum
csops_retention_rate_hi(PG_FUNCTION_ARGS)
{
	return retention_rate(fcinfo, false, 2);
}

Datum
csops_retention_rate_on(PG_FUNCTION_ARGS)
{
	return retention_rate(fcinfo, true, 0);
}

Datum
csops_retention_rate_lo_on(PG_FUNCTION_ARGS)
{
	return retention_rate(fcinfo, true, 1);
}

Datum
csops_retention_rate_hi_on(PG_FUNCTION_ARGS)
{
	return retention_rate(fcinfo, true, 2);
}
