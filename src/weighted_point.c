/*
 * weighted_point.c
 *		Weighted rows at one point: their number, and the exact sums of their weights.
 */
#include "csops.h"

#include "libpq/pqformat.h"
#include "options.h"
#include "type.h"
#include "weighted_point.h"

/* sum(w)^2 and n sum(w^2), both on the grid of a product. */
#define WEIGHT_SQUARE_LIMBS		(2 * EXACT_SUM_LIMBS)

void
invalid_weight(double weight, const char *counting_call)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("weight is out of range"),
			 errdetail("The weight is %s; weights lie between 0 and 9007199254740992.",
					   shown_float8(weight)),
			 errhint("Correct the row, or call %s to count such rows.", counting_call)));
}

/*
 * Weights that are not negative have sum(w^2) <= sum(w)^2 <= n sum(w^2).  It
 * keeps the effective number of rows between 1 and the number of rows,
 * whatever somebody writes into the text form.
 */
bool
weighted_point_is_possible(const WeightedPoint *point)
{
	uint64		count = (uint64) point->count;
	uint64		square[WEIGHT_SQUARE_LIMBS] = {0};
	uint64		weight_square[WEIGHT_SQUARE_LIMBS];

	if (wide_sign(point->weight.limb, EXACT_SUM_LIMBS) < 0 ||
		wide_sign(point->square.limb, EXACT_PRODUCT_LIMBS) < 0 ||
		!wide_square_fits(point->weight.limb, EXACT_SUM_LIMBS,
						  point->square.limb, EXACT_PRODUCT_LIMBS, &count, 1))
		return false;
	wide_multiply(weight_square, WEIGHT_SQUARE_LIMBS, point->weight.limb, EXACT_SUM_LIMBS,
				  point->weight.limb, EXACT_SUM_LIMBS);
	memcpy(square, point->square.limb, sizeof(point->square.limb));
	wide_subtract(weight_square, square, WEIGHT_SQUARE_LIMBS);
	return wide_sign(weight_square, WEIGHT_SQUARE_LIMBS) >= 0;
}

void
weighted_point_add(WeightedPoint *point, double weight, bool take_out)
{
	GridValue	grid = grid_value(weight);
	GridValue	signed_grid = take_out ? grid_negated(grid) : grid;

	if (take_out && point->count == 0)
		csops_impossible_result(true, "A count would become negative.");
	point->count += take_out ? -1 : 1;
	exact_sum_add(&point->weight, signed_grid);
	exact_product_add(&point->square, signed_grid, grid);
	if (take_out && !weighted_point_is_possible(point))
		csops_impossible_result(true, "No row that was counted has so large a weight.");
}

void
weighted_point_merge(WeightedPoint *to, const WeightedPoint *from, bool take_out)
{
	void		(*combine) (uint64 *, const uint64 *, int) = take_out ? wide_subtract : wide_add;

	to->count += take_out ? -from->count : from->count;
	combine(to->weight.limb, from->weight.limb, EXACT_SUM_LIMBS);
	combine(to->square.limb, from->square.limb, EXACT_PRODUCT_LIMBS);
}

void
weighted_point_send(StringInfo out, const WeightedPoint *point)
{
	pq_sendint64(out, point->count);
	wide_send(out, point->weight.limb, EXACT_SUM_LIMBS);
	wide_send(out, point->square.limb, EXACT_PRODUCT_LIMBS);
}

void
weighted_point_receive(WeightedPoint *point, StringInfo in)
{
	point->count = pq_getmsgint64(in);
	wide_receive(point->weight.limb, EXACT_SUM_LIMBS, in);
	wide_receive(point->square.limb, EXACT_PRODUCT_LIMBS, in);
}
