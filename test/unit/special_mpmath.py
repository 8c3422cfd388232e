#!/usr/bin/env python3
"""Rows of special.tsv whose source is mpmath.

Every value is computed with 40 digits or more from the definition (the
integral of the density, the inverse of that integral, the published form of
an interval), never from the rearranged forms that the C code uses.  Arguments
are taken as the doubles that they are.

usage: (special_mpmath.py; Rscript special.R) > special.tsv
Made with Python 3.11 and mpmath 1.4.1.
"""
from mpmath import mp, mpf

mp.dps = 45


def lower_by_integral(x, y, a, b):
    """I_x(a, b) for x not above the mean; y = 1 - x."""
    start = mp.log(x)
    base = mp.log(y)

    def exponent(u):
        return -a * u + (b - 1) * (mp.log1p(-x * mp.exp(-u)) - base)

    width = mpf(1)
    while exponent(width) > -90:
        width *= 2
    while exponent(width) < -180:
        width /= 2
    knots = [width * mpf(k) / 12 for k in range(13)]
    area, error = mp.quad(lambda u: mp.exp(exponent(u)), knots, error=True)
    assert error < area * mpf(10) ** -22, (x, a, b, error)
    log_front = (mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b)
                 + a * start + (b - 1) * base)
    return mp.exp(log_front) * area


def beta_tails(x, y, a, b):
    """(lower, upper)"""
    if x * (a + b) <= a:
        lower = lower_by_integral(x, y, a, b)
        return lower, 1 - lower
    upper = lower_by_integral(y, x, b, a)
    return 1 - upper, upper


def beta_rows_at(x, a, b):
    args = mpf(x), 1 - mpf(x), mpf(a), mpf(b)
    for name, value in zip(('beta_cdf', 'beta_upper_tail'), beta_tails(*args)):
        if value > 1e-300:
            row(name, [x, a, b], value)


def log_odds_of(p, a, b):
    """Log odds of the point whose lower tail is p, by Newton in the logarithm
    of the tail, which is concave; checked by applying the tail."""
    log_front = mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b)
    floor = (mp.log(p) + mp.log(a) - log_front) / a
    odds = mp.log(a / b)
    for step in range(200):
        odds = max(odds, floor)
        x, y = 1 / (1 + mp.exp(-odds)), 1 / (1 + mp.exp(odds))
        lower = beta_tails(x, y, a, b)[0]
        weight = mp.exp(log_front + a * mp.log(x) + b * mp.log(y))
        excess = mp.log(lower / p)
        change = excess * lower / weight
        odds -= change
        if abs(excess) < mpf(10) ** -18:
            return odds
    raise AssertionError((p, a, b))


def beta_point(p, a, b, upper=False):
    p, a, b = mpf(p), mpf(a), mpf(b)
    lower, rest = (1 - p, p) if upper else (p, 1 - p)
    if lower <= 0.5:
        return 1 / (1 + mp.exp(-log_odds_of(lower, a, b)))
    return 1 / (1 + mp.exp(log_odds_of(rest, b, a)))


def t_upper(t, df):
    t, df = mpf(t), mpf(df)
    if t < 0:
        return 1 - t_upper(-t, df)
    x, y = df / (df + t * t), t * t / (df + t * t)
    return beta_tails(x, y, df / 2, mpf(1) / 2)[0] / 2


def t_point(p, df):
    p, df = mpf(p), mpf(df)
    tail = min(p, 1 - p)
    if tail <= 0.25:
        odds = log_odds_of(2 * tail, df / 2, mpf(1) / 2)
    else:
        odds = -log_odds_of(1 - 2 * tail, mpf(1) / 2, df / 2)
    size = mp.sqrt(df * mp.exp(-odds))
    return -size if p < 0.5 else size


def normal_upper(z):
    return mp.erfc(mpf(z) / mp.sqrt(2)) / 2


def normal_point(p):
    p = mpf(p)
    tail = min(p, 1 - p)
    z = mp.sqrt(-2 * mp.log(tail)) - 1 if tail < 0.1 else mpf(0)
    for step in range(100):
        q = mp.erfc(z / mp.sqrt(2)) / 2
        change = mp.log(q / tail) * q / (mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi))
        z += change
        if abs(change) < mpf(10) ** -35:
            break
    return -z if p < 0.5 else z


def poisson_upper(count, expected):
    """Of count events or more: the lower tail of a gamma distribution."""
    k, m = mpf(count), mpf(expected)
    if k == 0:
        return mpf(1)
    upper = m > k
    sign = 1 if upper else -1

    def exponent(u):
        """Of the density of ln(t), relative to t = m, u to the far side."""
        return sign * k * u - m * mp.expm1(sign * u)

    width = mpf(1)
    while exponent(width) > -90:
        width *= 2
    while exponent(width) < -180:
        width *= 0.9
    knots = [width * mpf(i) / 12 for i in range(13)]
    area, error = mp.quad(lambda u: mp.exp(exponent(u)), knots, error=True)
    assert error < area * mpf(10) ** -22, (count, expected, error)
    tail = mp.exp(k * mp.log(m) - m - mp.loggamma(k)) * area
    return 1 - tail if upper else tail


def deviate(confidence):
    return mp.sqrt(2) * mp.erfinv(mpf(confidence))


def clamp(low, high, floor=0):
    return max(low, mpf(floor)), min(high, mpf(1))


def wilson(x, n, z):
    p = x / n
    middle = p + z * z / (2 * n)
    half = z * mp.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low = (middle - half) / (1 + z * z / n)
    high = (middle + half) / (1 + z * z / n)
    return (mpf(0) if x == 0 else low), (mpf(1) if x == n else high)


def interval(method, x, n, confidence):
    x, n = mpf(x), mpf(n)
    z = deviate(confidence)
    tail = (1 - mpf(confidence)) / 2
    if method == 'wilson':
        return wilson(x, n, z)
    if method == 'agresti_coull':
        n2 = n + z * z
        p = (x + z * z / 2) / n2
        half = z * mp.sqrt(p * (1 - p) / n2)
        return clamp(p - half, p + half)
    if method == 'wald':
        p = x / n
        half = z * mp.sqrt(p * (1 - p) / n)
        return clamp(p - half, p + half)
    more = 1 if method == 'clopper_pearson' else mpf(1) / 2
    if method == 'clopper_pearson':
        shapes = (x, n - x + 1), (x + 1, n - x)
    else:
        shapes = (x + more, n - x + more), (x + more, n - x + more)
    low = mpf(0) if x == 0 else beta_point(tail, *shapes[0])
    high = mpf(1) if x == n else beta_point(tail, *shapes[1], upper=True)
    return low, high


def difference(method, x1, n1, x2, n2, confidence):
    x1, n1, x2, n2 = mpf(x1), mpf(n1), mpf(x2), mpf(n2)
    z = deviate(confidence)
    if method == 'agresti_caffo':
        x1, n1, x2, n2 = x1 + 1, n1 + 2, x2 + 1, n2 + 2
    p1, p2 = x1 / n1, x2 / n2
    if method == 'newcombe':
        l1, u1 = wilson(x1, n1, z)
        l2, u2 = wilson(x2, n2, z)
        low = p1 - p2 - mp.sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2)
        high = p1 - p2 + mp.sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2)
    else:
        half = z * mp.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
        low, high = p1 - p2 - half, p1 - p2 + half
    return clamp(low, high, -1)


def difference_z(x1, n1, x2, n2, pooled):
    x1, n1, x2, n2 = mpf(x1), mpf(n1), mpf(x2), mpf(n2)
    p1, p2, p = x1 / n1, x2 / n2, (x1 + x2) / (n1 + n2)
    if pooled:
        variance = p * (1 - p) * (1 / n1 + 1 / n2)
    else:
        variance = p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2
    return (p1 - p2) / mp.sqrt(variance)


def welch(v1, n1, v2, n2):
    a, b = mpf(v1) / n1, mpf(v2) / n2
    return (a + b) ** 2 / (a * a / (mpf(n1) - 1) + b * b / (mpf(n2) - 1))


def row(name, args, *values):
    shown = ' '.join(mp.nstr(v, 20, min_fixed=1, max_fixed=0) if v else '0'
                     for v in values)
    print(name, ' '.join(repr(float(a)) for a in args), shown, 'mpmath',
          sep='\t')


def normal_rows():
    for z in (1e-300, 1e-9, 0.1, 0.5, 1, 1.96, 3, 5.5, 8, 12.25, 20, 27.3, 35,
              37, -0.3, -2, -7):
        row('normal_upper_tail', [z], normal_upper(z))
        row('normal_cdf', [-z], normal_upper(z))
        row('normal_two_sided_p', [z], 2 * normal_upper(abs(mpf(z))))
    for p in (1e-300, 1e-200, 1e-100, 1e-30, 1.4e-11, 1e-10, 1e-6, 0.001,
              0.025, 0.0749999, 0.0750001, 0.2, 0.4, 0.4999999, 0.5000001,
              0.75, 0.925, 0.975, 0.999, 1 - 1e-6, 1 - 1e-10, 1 - 2.0 ** -53):
        row('normal_quantile', [p], normal_point(p))


SHAPES = [(0.5, 0.5), (1, 1), (0.5, 3), (2, 5), (1, 1e8), (30, 0.75),
          (12.5, 88.5), (99.5, 1.5), (250, 250), (1000, 3), (3.5, 5000),
          (2e4, 7e4), (0.5, 1e6), (5e5, 0.5), (1e6, 20), (1e6, 1e6),
          (1e8, 0.5), (0.5, 1e8), (1e8, 1e8), (37, 1e8), (1e8 - 0.5, 300.5),
          (9.7e7, 3e6), (1e12, 4e12), (1e15, 1e9),
          (3e14, 0.7), (1.5, 0.01), (0.01, 0.05), (1e15 + 0.125, 1e15)]


def beta_rows():
    for a, b in SHAPES:
        sigma = (1 / mpf(a) + 1 / mpf(b)) ** 0.5
        for z in (-30, -12, -4, -1.5, -0.4, -0.001, 0, 0.01, 0.7, 2, 5, 11, 25):
            odds = mp.log(mpf(a) / b) + z * sigma
            x = float(1 / (1 + mp.exp(-odds)))
            if not 0 < x < 1:
                continue
            beta_rows_at(x, a, b)
    for x in (1e-300, 1e-100, 1e-20):
        beta_rows_at(x, 0.5, 1e8)
        beta_rows_at(x, 1.5, 2)
    for a, b in SHAPES:
        for p in (1e-300, 1e-50, 1e-10, 0.001, 0.025, 0.3, 0.5, 0.6, 0.975,
                  1 - 1e-10):
            value = beta_point(p, a, b)
            if value > 1e-300:
                row('beta_quantile', [p, a, b], value)
        for p in (1e-200, 5e-8, 0.025, 0.8):
            value = beta_point(p, a, b, upper=True)
            if value > 1e-300:
                row('beta_upper_quantile', [p, a, b], value)


def t_rows():
    for df in (1, 1.5, 2, 3, 3.7999, 10, 29, 99.5, 1000, 12345.6, 1e5, 1e6,
               1e7 + 0.5, 1e8, 1e9, 1e13):
        for t in (1e-200, 1e-8, 0.3, 0.999999, 1, 1.00001, 1.7, 1.98, 4, 9.5,
                  17, 36, 1e3, 1e20, 1e60, 1e150, 1e299, -0.5, -3, -40):
            if t <= 36 or df < 700:
                value = t_upper(t, df)
                if value > 1e-300:
                    row('t_upper_tail', [t, df], value)
                if t in (1.98, -3) and value:
                    row('t_two_sided_p', [t, df], 2 * t_upper(abs(t), df))
        for p in (1e-300, 1e-100, 1e-10, 0.001, 0.025, 0.2, 0.25, 0.3,
                  0.4999999, 0.5000001, 0.74, 0.76, 0.9, 0.975, 0.9995,
                  1 - 1e-10):
            row('t_quantile', [p, df], t_point(p, df))


def poisson_rows():
    for expected in (1e-300, 1e-20, 1e-3, 0.5, 1, 3.75, 6, 20, 99.5, 1000,
                     123456.75, 1e8, 1e12, 2.0 ** 52):
        counts = {1, 2, 14, 1000}
        for z in (-9, -3, -1, -0.1, 0, 0.1, 0.7, 2, 5, 11, 25):
            counts.add(max(0, round(expected + z * expected ** 0.5)))
        for count in sorted(counts):
            value = poisson_upper(count, expected)
            if value > 1e-300:
                row('poisson_upper_tail', [count, expected], value)


def interval_rows():
    cases = [(0, 1), (1, 1), (0, 5), (5, 5), (1, 2), (8, 10), (85, 100),
             (423, 500), (1, 1000), (999, 1000), (0, 1e6), (3, 1e6),
             (1e6 - 3, 1e6), (1e6, 1e6), (500000, 1000001), (1e8 - 1, 1e8),
             (12345678, 1e9), (7.25, 31.75), (0.3, 0.9), (0.01, 44.4),
             (44.3, 44.4), (1e9, 1e12)]
    for x, n in cases:
        for confidence in (0.5, 0.9, 0.95, 0.99, 0.999999):
            for method in ('wilson', 'agresti_coull', 'wald',
                           'clopper_pearson', 'jeffreys'):
                row(method, [x, n, confidence],
                    *interval(method, x, n, confidence))
    for x, n in ((0, 1e15), (1, 1e15), (1e15 - 1, 1e15), (1e15, 1e15),
                 (4e14, 1e15), (1e5, 1e15)):
        row('wilson', [x, n, 0.95], *interval('wilson', x, n, 0.95))
        row('clopper_pearson', [x, n, 0.95],
            *interval('clopper_pearson', x, n, 0.95))
    pairs = [(80, 100, 70, 100), (120, 1000, 150, 1000), (0, 10, 10, 10),
             (10, 10, 0, 10), (0, 5, 0, 7), (5, 5, 7, 7), (1, 2, 0, 1),
             (56, 70, 48, 80), (9, 10, 3, 10), (3.5, 8.25, 40.5, 77),
             (500001, 1e6, 500000, 1e6), (1, 1e9, 7, 1e9),
             (5e14, 1e15, 4e14, 1e15), (5e14 + 9e7, 1e15, 5e14, 1e15)]
    for pair in pairs:
        for confidence in (0.8, 0.95, 0.999):
            for method in ('newcombe', 'agresti_caffo', 'difference_wald'):
                row(method, [*pair, confidence],
                    *difference(method, *pair, confidence))
        x1, n1, x2, n2 = pair
        if 0 < x1 + x2 < n1 + n2:
            row('z_pooled', pair, difference_z(*pair, True))
        if 0 < x1 < n1 or 0 < x2 < n2:
            row('z_unpooled', pair, difference_z(*pair, False))
    for args in ((2.5, 10, 3.5, 12), (1, 2, 1, 2), (0, 5, 2, 9), (4, 30, 0, 2),
                 (1e-200, 8, 3e-200, 9), (1e200, 8, 3e200, 9),
                 (0.37, 123456.5, 1e-9, 3.25), (1, 1e9, 1, 1e9)):
        row('welch_df', args, welch(*args))


def chi_square_rows():
    """The tail of the gamma distribution, by its definition."""
    for df in (1, 2, 3, 4, 5, 8, 13, 50, 51, 200, 999, 100000):
        for factor in (1e-9, 0.01, 0.3, 0.9, 1, 1.1, 2, 5, 20):
            x = df * factor
            value = mp.gammainc(mpf(df) / 2, mpf(x) / 2, mp.inf,
                                regularized=True)
            if value > 1e-300:
                row('chi_square_upper_tail', [x, df], value)


print('function', 'arguments', 'expected', 'source', sep='\t')
normal_rows()
beta_rows()
t_rows()
poisson_rows()
interval_rows()
chi_square_rows()
