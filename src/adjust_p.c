/*
 * adjust_p.c
 *		adjust_p: p-values adjusted for the number of comparisons.
 */
#include "csops.h"

#include "miscadmin.h"
#include "utils/array.h"

#include "options.h"

typedef enum AdjustMethod
{
	ADJUST_HOLM,
	ADJUST_BENJAMINI_HOCHBERG,
	ADJUST_BONFERRONI
} AdjustMethod;

static const char *const method_names[] = {"holm", "bh", "bonferroni", NULL};

CSOPS_FUNCTION(csops_adjust_p);

/*
 * The number of elements that are not NULL, which is how many are stored.
 */
static int
count_present(ArrayType *array)
{
	int			n = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	uint8	   *bitmap = ARR_NULLBITMAP(array);
	int			present = 0;
	int			i;

	if (bitmap == NULL)
		return n;
	for (i = 0; i < n; i++)
		if (bitmap[i / BITS_PER_BYTE] & (1 << (i % BITS_PER_BYTE)))
			present++;
	return present;
}

/*
 * The subscript of the stored value with this number, counting from 0
 */
static int
subscript_of(ArrayType *array, int stored)
{
	uint8	   *bitmap = ARR_NULLBITMAP(array);
	int			i = stored;

	if (bitmap != NULL)
	{
		for (i = 0;; i++)
			if ((bitmap[i / BITS_PER_BYTE] & (1 << (i % BITS_PER_BYTE))) &&
				stored-- == 0)
				break;
	}
	return ARR_LBOUND(array)[0] + i;
}

static int
compare_values(const void *a, const void *b, void *arg)
{
	float8		first = **(float8 *const *) a;
	float8		second = **(float8 *const *) b;

	return (first > second) - (first < second);
}

static void
adjust(float8 *p, int n, AdjustMethod method)
{
	float8	  **ascending;
	float8		bound;
	int			i;

	if (method == ADJUST_BONFERRONI)
	{
		for (i = 0; i < n; i++)
			p[i] = Min(p[i] * n, 1.0);
		return;
	}

	ascending = (float8 **)
		MemoryContextAllocHuge(CurrentMemoryContext, sizeof(float8 *) * n);
	for (i = 0; i < n; i++)
		ascending[i] = &p[i];
	qsort_interruptible(ascending, n, sizeof(float8 *), compare_values, NULL);

	if (method == ADJUST_HOLM)
	{
		bound = 0.0;
		for (i = 0; i < n; i++)
		{
			bound = Max(bound, Min(*ascending[i] * (n - i), 1.0));
			*ascending[i] = bound;
		}
	}
	else
	{
		bound = 1.0;
		for (i = n - 1; i >= 0; i--)
		{
			bound = Min(bound, (float8) n / (i + 1) * *ascending[i]);
			*ascending[i] = bound;
		}
	}
	pfree(ascending);
}

Datum
csops_adjust_p(PG_FUNCTION_ARGS)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P_COPY(0);
	AdjustMethod method = option_choice(fcinfo, 1, "method", method_names);
	float8	   *p;
	int			n;
	int			i;

	if (ARR_NDIM(array) == 0)
		PG_RETURN_ARRAYTYPE_P(array);
	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("p-values must be a one-dimensional array"),
				 errdetail("The array has %d dimensions.", ARR_NDIM(array)),
				 errhint("Pass the p-values of all comparisons as one list, as array_agg gives it.")));

	/* the elements lie side by side, those that are NULL left out */
	p = (float8 *) ((char *) array + (ARR_HASNULL(array) ?
									  (Size) array->dataoffset :
									  ARR_OVERHEAD_NONULLS(1)));
	n = count_present(array);

	for (i = 0; i < n; i++)
	{
		if (!(p[i] >= 0.0 && p[i] <= 1.0))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("p-value out of range"),
					 errdetail("Element %d is %s.", subscript_of(array, i), shown_float8(p[i])),
					 errhint("A p-value is between 0 and 1. Pass NULL for a comparison that has none.")));
		p[i] += 0.0;			/* no negative zero */
	}

	adjust(p, n, method);
	PG_RETURN_ARRAYTYPE_P(array);
}
