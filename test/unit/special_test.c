/*
 * special_test.c
 *		Tests src/special.c and src/intervals.c against special.tsv; prints TAP.
 *
 * usage: special_test special.tsv
 */
#include "csops.h"

#include <float.h>
#include <math.h>

#include "intervals.h"
#include "special.h"

/* the server's own printf family is not linked here */
#undef printf
#undef fprintf
#undef snprintf

#define TOLERANCE	1e-12
#define MAX_ARGS	5
#define MAX_VALUES	2

static int	tests = 0;
static int	failures = 0;

static void
report(bool good, const char *name)
{
	tests++;
	if (!good)
		failures++;
	printf("%s %d - %s\n", good ? "ok" : "not ok", tests, name);
}

static bool
close_enough(double got, double expected)
{
	return got == expected ||
		fabs(got - expected) <= TOLERANCE * fabs(expected);
}

/*
 * Calls the named function; gives the number of results, 0 if there is no
 * such function.
 */
static int
call(const char *name, const double *a, double *got)
{
	static const struct
	{
		const char *name;
		double		(*function) (double);
	}			unary[] =
	{
		{"normal_cdf", normal_cdf},
		{"normal_upper_tail", normal_upper_tail},
		{"normal_quantile", normal_quantile},
		{"normal_two_sided_p", normal_two_sided_p}
	};
	static const struct
	{
		const char *name;
		double		(*function) (double, double);
	}			binary[] =
	{
		{"t_upper_tail", t_upper_tail},
		{"t_quantile", t_quantile},
		{"t_two_sided_p", t_two_sided_p},
		{"poisson_upper_tail", poisson_upper_tail}
	};
	static const struct
	{
		const char *name;
		double		(*function) (double, double, double);
	}			ternary[] =
	{
		{"beta_cdf", beta_cdf},
		{"beta_upper_tail", beta_upper_tail},
		{"beta_quantile", beta_quantile},
		{"beta_upper_quantile", beta_upper_quantile}
	};
	static const struct
	{
		const char *name;
		ProportionMethod method;
	}			proportions[] =
	{
		{"wilson", PROPORTION_WILSON},
		{"agresti_coull", PROPORTION_AGRESTI_COULL},
		{"clopper_pearson", PROPORTION_CLOPPER_PEARSON},
		{"jeffreys", PROPORTION_JEFFREYS},
		{"wald", PROPORTION_WALD}
	};
	static const struct
	{
		const char *name;
		DifferenceMethod method;
	}			differences[] =
	{
		{"newcombe", DIFFERENCE_NEWCOMBE},
		{"agresti_caffo", DIFFERENCE_AGRESTI_CAFFO},
		{"difference_wald", DIFFERENCE_WALD}
	};
	ConfidenceInterval interval;
	size_t		i;

	for (i = 0; i < lengthof(unary); i++)
		if (strcmp(name, unary[i].name) == 0)
		{
			got[0] = unary[i].function(a[0]);
			return 1;
		}
	for (i = 0; i < lengthof(binary); i++)
		if (strcmp(name, binary[i].name) == 0)
		{
			got[0] = binary[i].function(a[0], a[1]);
			return 1;
		}
	for (i = 0; i < lengthof(ternary); i++)
		if (strcmp(name, ternary[i].name) == 0)
		{
			got[0] = ternary[i].function(a[0], a[1], a[2]);
			return 1;
		}
	for (i = 0; i < lengthof(proportions); i++)
		if (strcmp(name, proportions[i].name) == 0)
		{
			interval = proportion_interval(a[0], a[1], a[2],
										   proportions[i].method);
			got[0] = interval.lo;
			got[1] = interval.hi;
			return 2;
		}
	for (i = 0; i < lengthof(differences); i++)
		if (strcmp(name, differences[i].name) == 0)
		{
			interval = proportion_difference_interval(a[0], a[1], a[2], a[3],
													  a[4],
													  differences[i].method);
			got[0] = interval.lo;
			got[1] = interval.hi;
			return 2;
		}
	if (strcmp(name, "z_pooled") == 0 || strcmp(name, "z_unpooled") == 0)
	{
		if (!proportion_difference_z(a[0], a[1], a[2], a[3],
									 strcmp(name, "z_pooled") == 0, &got[0]))
			got[0] = (double) NAN;
		return 1;
	}
	if (strcmp(name, "welch_df") == 0)
	{
		got[0] = welch_df(a[0], a[1], a[2], a[3]);
		return 1;
	}
	if (strcmp(name, "chi_square_upper_tail") == 0)
	{
		got[0] = chi_square_upper_tail(a[0], (int) a[1]);
		return 1;
	}
	return 0;
}

static int
parse_numbers(const char *text, double *numbers, int limit)
{
	int			n = 0;

	for (;;)
	{
		char	   *end;
		double		number = strtod(text, &end);

		if (end == text)
			return *text == '\0' ? n : -1;
		if (n == limit)
			return -1;
		numbers[n++] = number;
		text = end + strspn(end, " ");
	}
}

static void
test_line(char *line)
{
	char	   *field[4];
	double		args[MAX_ARGS] = {0};
	double		expected[MAX_VALUES];
	double		got[MAX_VALUES];
	char		name[512];
	bool		good;
	int			n_args;
	int			n_expected;
	int			n;
	int			i;

	field[0] = strtok(line, "\t\n");
	for (i = 1; i < 4; i++)
		field[i] = field[i - 1] ? strtok(NULL, "\t\n") : NULL;
	if (field[3] == NULL)
	{
		report(false, "line without four fields");
		return;
	}

	snprintf(name, sizeof(name), "%s(%s) of %s", field[0], field[1], field[3]);
	n_args = parse_numbers(field[1], args, MAX_ARGS);
	n_expected = parse_numbers(field[2], expected, MAX_VALUES);
	n = n_args > 0 ? call(field[0], args, got) : 0;
	good = n > 0 && n == n_expected;
	for (i = 0; good && i < n; i++)
		good = close_enough(got[i], expected[i]);
	report(good, name);
	for (i = 0; !good && i < n && i < n_expected; i++)
		printf("# got %.17g, expected %.17g, off by %.2g\n", got[i],
			   expected[i], fabs(got[i] - expected[i]) / fabs(expected[i]));
}

static const double hostile[] = {
	-HUGE_VAL, -DBL_MAX, -1e10, -1.0, -1e-300, 0.0, 5e-324, DBL_MIN,
	1e-300, 1e-30, 1e-17, 1e-9, 1e-3, 0.025, 0.3, 0.5, 0.975, 1.0 - DBL_EPSILON / 2,
	1.0, 1.5, 7.0, 1e3, 1e10, 1e15, 1e18, 1e22, 1e100, 1e300, DBL_MAX,
	HUGE_VAL, (double) NAN
};

/* NaN, or between the limits */
static bool
within(double value, double lo, double hi)
{
	return isnan(value) || (value >= lo && value <= hi);
}

static void
test_hostile(void)
{
	bool		good = true;
	size_t		i;
	size_t		j;
	size_t		k;
	int			method;

	for (i = 0; i < lengthof(hostile); i++)
	{
		double		u = hostile[i];

		good = good && within(normal_cdf(u), 0.0, 1.0) &&
			isnan(normal_cdf(u)) == isnan(u) &&
			isnan(normal_quantile(u)) == !(u >= 0.0 && u <= 1.0);
		for (j = 0; j < lengthof(hostile); j++)
		{
			double		v = hostile[j];
			double		noise = Min(4.0 * DBL_EPSILON * v, 0.5);

			good = good && within(t_upper_tail(u, v), 0.0, 1.0) &&
				isnan(t_upper_tail(u, v)) == (isnan(u) || !(v >= 2e-30)) &&
				isnan(t_quantile(u, v)) ==
				!(u >= 0.0 && u <= 1.0 && v >= 2e-30) &&
				within(poisson_upper_tail(u, v), 0.0, 1.0) &&
				isnan(poisson_upper_tail(u, v)) ==
				!(u >= 0.0 && u <= 9007199254740992.0 && u == floor(u) &&
				  v >= 0.0 && v <= 9007199254740992.0);
			for (k = 0; k < lengthof(hostile); k++)
			{
				double		w = hostile[k];
				bool		shape = v >= 1e-30 && v <= 1e100 && w >= 1e-30 && w <= 1e100;

				good = good && within(beta_cdf(u, v, w), 0.0, 1.0) &&
					isnan(beta_cdf(u, v, w)) == (isnan(u) || !shape) &&
					within(beta_upper_tail(u, v, w), 0.0, 1.0) &&
					isnan(beta_upper_tail(u, v, w)) == (isnan(u) || !shape) &&
					within(beta_quantile(u, v, w), 0.0, 1.0) &&
					isnan(beta_quantile(u, v, w)) ==
					!(u >= 0.0 && u <= 1.0 && shape);
				for (method = PROPORTION_WILSON; method <= PROPORTION_WALD; method++)
				{
					ConfidenceInterval interval = proportion_interval(u, v, w, method);

					good = good && within(interval.lo, 0.0, 1.0) &&
						within(interval.hi, 0.0, 1.0) &&
						!(interval.lo > interval.hi) &&
						isnan(interval.lo) == isnan(interval.hi) &&
						isnan(interval.lo) ==
						!(u >= -noise && v >= 1e-9 && v <= 1e100 && u <= v + noise &&
						  w > 0.0 && w < 1.0);
				}
			}
		}
	}
	report(good, "extreme arguments end, and give NaN exactly where there is no value");
}

static void
test_ends(void)
{
	static const double sizes[] = {1.0, 2.0, 3.0, 10.0, 49.0, 0.1, 1.1, 7.3, 1e6, 1e9, 1e15};
	static const double levels[] = {0.01, 0.5, 0.8, 0.95, 0.999, 1.0 - 1e-10};
	bool		exact = true;
	bool		inside = true;
	bool		snapped = true;
	size_t		i;
	size_t		j;
	int			step;
	int			method;

	for (i = 0; i < lengthof(sizes); i++)
		for (j = 0; j < lengthof(levels); j++)
			for (method = PROPORTION_WILSON; method <= PROPORTION_WALD; method++)
			{
				double		n = sizes[i];
				ConfidenceInterval none = proportion_interval(0.0, n, levels[j], method);
				ConfidenceInterval all = proportion_interval(n, n, levels[j], method);
				ConfidenceInterval nearly = proportion_interval(n * (1.0 - DBL_EPSILON),
														 n, levels[j], method);
				ConfidenceInterval beyond = proportion_interval(n * (1.0 + DBL_EPSILON),
														 n, levels[j], method);

				exact = exact && none.lo == 0.0 && all.hi == 1.0 &&
					none.hi >= 0.0 && all.lo <= 1.0 &&
					fabs(none.hi - (1.0 - all.lo)) <= 4.0 * DBL_EPSILON;
				if (n < 1e15)
					snapped = snapped && nearly.hi == 1.0 && beyond.hi == 1.0 &&
						nearly.lo == all.lo && beyond.lo == all.lo;
				for (step = 1; step < 40; step++)
				{
					double		share = step / 40.0;
					ConfidenceInterval interval = proportion_interval(share * n, n,
															   levels[j], method);

					inside = inside && interval.lo >= 0.0 &&
						interval.hi <= 1.0 && interval.lo <= interval.hi;
					if (method == PROPORTION_WILSON || method == PROPORTION_WALD)
						inside = inside && interval.lo <= share &&
							interval.hi >= share;
				}
			}
	report(exact, "the limits at none and all are exactly 0 and 1");
	report(snapped, "rounding noise in the successes does not move a limit off 1");
	report(inside, "limits stay within 0..1, in order, and hold the share");

	report(isnan(proportion_interval(11.0, 10.0, 0.95, PROPORTION_WILSON).lo) &&
		   isnan(proportion_interval(-1.0, 10.0, 0.95, PROPORTION_WILSON).lo) &&
		   isnan(proportion_interval(0.0, 0.0, 0.95, PROPORTION_WILSON).lo) &&
		   isnan(proportion_interval(1.0, 10.0, 1.0, PROPORTION_WILSON).lo) &&
		   isnan(proportion_interval(1.0, 10.0, 0.0, PROPORTION_WILSON).lo),
		   "an impossible count or confidence has no interval");
}

static void
test_undefined(void)
{
	double		z;

	report(!proportion_difference_z(0.0, 5.0, 0.0, 7.0, true, &z) &&
		   !proportion_difference_z(5.0, 5.0, 7.0, 7.0, true, &z) &&
		   !proportion_difference_z(5.0, 5.0, 0.0, 7.0, false, &z) &&
		   !proportion_difference_z(1.0, 0.0, 1.0, 7.0, true, &z) &&
		   !proportion_difference_z((double) NAN, 5.0, 1.0, 7.0, true, &z) &&
		   proportion_difference_z(5.0, 5.0, 0.0, 7.0, true, &z),
		   "z is undefined without variance");
	report(isnan(welch_df(0.0, 5.0, 0.0, 5.0)) &&
		   isnan(welch_df(1.0, 1.0, 1.0, 5.0)) &&
		   isnan(welch_df(-1.0, 4.0, 1.0, 5.0)) &&
		   isnan(welch_df((double) NAN, 4.0, 1.0, 5.0)),
		   "Welch's degrees of freedom are undefined without variance or rows");
	report(normal_two_sided_p(0.0) == 1.0 && t_two_sided_p(0.0, 3.0) == 1.0 &&
		   normal_two_sided_p(-HUGE_VAL) == 0.0 &&
		   t_two_sided_p(HUGE_VAL, 3.0) == 0.0,
		   "two-sided p at 0 and at infinity");
	report(chi_square_upper_tail(0.0, 3) == 1.0 && chi_square_upper_tail(HUGE_VAL, 3) == 0.0 &&
		   isnan(chi_square_upper_tail(-1.0, 3)) && isnan(chi_square_upper_tail(NAN, 3)) &&
		   isnan(chi_square_upper_tail(1.0, 0)),
		   "chi-square: ends and nothing");
	report(t_quantile(0.5, 4.0) == 0.0 && normal_quantile(0.5) == 0.0 &&
		   t_quantile(0.0, 4.0) == -HUGE_VAL && t_quantile(1.0, 4.0) == HUGE_VAL &&
		   t_upper_tail(1.25, HUGE_VAL) == normal_upper_tail(1.25),
		   "quantiles at 0, 1/2 and 1, infinite degrees of freedom");
	report(poisson_upper_tail(0.0, 0.0) == 1.0 && poisson_upper_tail(1.0, 0.0) == 0.0 &&
		   poisson_upper_tail(0.0, 6.0) == 1.0,
		   "at least no event is certain, and one where none is expected impossible");
	report(beta_quantile(0.5, 0.5, 5e-4) == 1.0 &&
		   beta_upper_quantile(0.5, 5e-4, 0.5) == 0.0,
		   "a quantile closer to the end than any double is the end");
}

int
main(int argc, char **argv)
{
	char		line[1024];
	FILE	   *file;
	int			rows = 0;

	if (argc != 2 || (file = fopen(argv[1], "r")) == NULL)
	{
		fprintf(stderr, "usage: %s special.tsv\n", argv[0]);
		return 2;
	}
	while (fgets(line, sizeof(line), file) != NULL)
	{
		if (line[0] == '#' || strncmp(line, "function\t", 9) == 0)
			continue;
		test_line(line);
		rows++;
	}
	fclose(file);
	report(rows > 500, "special.tsv was read");

	test_hostile();
	test_ends();
	test_undefined();
	printf("1..%d\n", tests);
	return failures == 0 ? 0 : 1;
}
