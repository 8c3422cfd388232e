# Adds to special.tsv the rows whose source is R.
#
# usage: (special_mpmath.py; Rscript special.R) > special.tsv
# Made with R 4.2.2.
#
# The parameters are moderate ones: beyond them R's own pbeta, qbeta and qt do
# not keep 1e-12, and the rows from mpmath take over.  Intervals that base R
# does not have are written from their published formulae with R's quantiles.

shown <- function(x) paste(sprintf("%.17g", x), collapse = " ")
row <- function(name, args, value)
  cat(paste(name, shown(args), shown(value), "R", sep = "\t"), "\n", sep = "")

for (z in c(-6, -1.5, 0, 0.25, 1, 2.5, 6, 10, 25, 37)) {
  row("normal_cdf", z, pnorm(z))
  row("normal_upper_tail", z, pnorm(z, lower.tail = FALSE))
}
for (p in c(1e-280, 1e-10, 0.01, 0.3, 0.6, 0.95, 1 - 1e-10))
  row("normal_quantile", p, qnorm(p))

for (df in c(1, 2, 4.5, 12, 60, 250.25, 5000)) {
  for (t in c(-2, -0.1, 0, 0.7, 1.5, 3, 8, 40))
    row("t_upper_tail", c(t, df), pt(t, df, lower.tail = FALSE))
  for (p in c(1e-10, 0.005, 0.05, 0.3, 0.7, 0.9, 0.995, 1 - 1e-10))
    row("t_quantile", c(p, df), qt(p, df))
}

for (a in c(0.5, 1, 3, 17.5, 200))
  for (b in c(0.5, 2, 8.25, 60, 1000)) {
    for (x in c(0.001, 0.1, 0.4, 0.5, 0.9)) {
      for (upper in c(FALSE, TRUE)) {
        value <- pbeta(x, a, b, lower.tail = !upper)
        if (value > 1e-300)
          row(if (upper) "beta_upper_tail" else "beta_cdf", c(x, a, b), value)
      }
    }
    for (p in c(1e-6, 0.025, 0.5, 0.9))
      row("beta_quantile", c(p, a, b), qbeta(p, a, b))
  }

for (expected in c(0.01, 0.8, 6, 42.5, 300, 20000))
  for (count in unique(c(1, 3, round(expected * c(0.8, 1, 1.1, 1.5, 3)) + 1)))
    row("poisson_upper_tail", c(count, expected),
        ppois(count - 1, expected, lower.tail = FALSE))

wilson <- function(x, n, conf)
  as.numeric(suppressWarnings(prop.test(x, n, conf.level = conf,
                                        correct = FALSE))$conf.int)
newcombe <- function(x1, n1, x2, n2, conf) {
  first <- wilson(x1, n1, conf)
  second <- wilson(x2, n2, conf)
  p1 <- x1 / n1
  p2 <- x2 / n2
  p1 - p2 + c(-sqrt((p1 - first[1])^2 + (second[2] - p2)^2),
              sqrt((first[2] - p1)^2 + (p2 - second[1])^2))
}
plain <- function(x, n, z)
  pmin(pmax(x / n + c(-1, 1) * z * sqrt(x / n * (1 - x / n) / n), 0), 1)

for (conf in c(0.8, 0.9, 0.95, 0.99))
  for (case in list(c(0, 5), c(5, 5), c(8, 10), c(85, 100), c(132, 1000),
                    c(423, 500), c(3, 40), c(49999, 1e5))) {
    x <- case[1]
    n <- case[2]
    z <- qnorm(1 - (1 - conf) / 2)
    tail <- (1 - conf) / 2
    args <- c(case, conf)
    row("wilson", args, wilson(x, n, conf))
    row("clopper_pearson", args,
        as.numeric(binom.test(x, n, conf.level = conf)$conf.int))
    row("jeffreys", args,
        c(if (x == 0) 0 else qbeta(tail, x + 0.5, n - x + 0.5),
          if (x == n) 1 else qbeta(tail, x + 0.5, n - x + 0.5,
                                   lower.tail = FALSE)))
    row("agresti_coull", args, plain(x + z^2 / 2, n + z^2, z))
    row("wald", args, plain(x, n, z))
  }

# no pair has a limit close to 0, where these formulae lose their digits
for (conf in c(0.9, 0.95, 0.99))
  for (case in list(c(80, 100, 69, 100), c(56, 70, 48, 80), c(9, 10, 3, 10),
                    c(120, 1000, 160, 1000), c(10, 10, 0, 20))) {
    x <- case[c(1, 3)]
    n <- case[c(2, 4)]
    z <- qnorm(1 - (1 - conf) / 2)
    args <- c(case, conf)
    row("newcombe", args, newcombe(x[1], n[1], x[2], n[2], conf))
    row("difference_wald", args, as.numeric(suppressWarnings(
      prop.test(x, n, conf.level = conf, correct = FALSE))$conf.int))
    p <- (x + 1) / (n + 2)
    limits <- p[1] - p[2] + c(-1, 1) * z * sqrt(sum(p * (1 - p) / (n + 2)))
    row("agresti_caffo", args, pmin(pmax(limits, -1), 1))
    test <- suppressWarnings(prop.test(x, n, correct = FALSE))
    row("z_pooled", case,
        sign(x[1] / n[1] - x[2] / n[2]) * sqrt(as.numeric(test$statistic)))
  }

first <- c(20.3, 22.1, 21.9)
second <- c(18.9, 20.3, 19)
row("welch_df", c(var(first), 3, var(second), 3),
    as.numeric(t.test(first, second)$parameter))
welch <- t.test(extra ~ group, data = sleep)
row("welch_df", c(var(sleep$extra[1:10]), 10, var(sleep$extra[11:20]), 10),
    as.numeric(welch$parameter))
row("t_two_sided_p", c(as.numeric(welch$statistic),
                       as.numeric(welch$parameter)), welch$p.value)
