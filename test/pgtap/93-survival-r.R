# What R's survival package says of its own data sets, of random ones with ties, censoring and late entry, and of the IBM
# Telco customers where the shared data are there: rows and figures as text, for 93-survival-r.sql.
#
#   row     set, group, tenure, ended, entry, weight
#   figure  set, group, name, two arguments, value (empty where there is none)
#
# A set whose rows have no entry has NA there. Times are whole numbers.
suppressPackageStartupMessages(library(survival))
options(warn = -1)
set.seed(20261122)

shown <- function(x) ifelse(is.na(x), "", sprintf("%.17g", x))
figure <- function(set, group, name, value, x = NA, y = NA)
  cat(paste("figure", set, group, name, shown(x), shown(y), shown(value), sep = "\t"), sep = "\n")

response <- function(d) if (all(is.na(d$entry))) Surv(d$tenure, d$ended) else Surv(d$entry, d$tenure, d$ended)

ascending <- function(x) { x <- x[!is.na(x)]; all(diff(x) <= 1e-12) }

curve <- function(set, group, d) {
  fit <- survfit(response(d) ~ 1)
  last <- max(fit$time)
  # Of a long curve, some of the times.
  some <- unique(round(seq(1, length(fit$time), length.out = min(length(fit$time), 60))))
  strict <- some[fit$surv[some] > 0 & fit$surv[some] < 1]
  figure(set, group, "at_risk", fit$n.risk[some], fit$time[some])
  figure(set, group, "ended", fit$n.event[some], fit$time[some])
  figure(set, group, "censored", fit$n.censor[some], fit$time[some])
  figure(set, group, "survival", fit$surv[some], fit$time[some])
  figure(set, group, "std_error", ifelse(fit$surv > 0, fit$std.err * fit$surv, NA)[some], fit$time[some])
  figure(set, group, "cumulative_hazard", fit$cumhaz[some], fit$time[some])
  figure(set, group, "cumulative_hazard_se", fit$std.chaz[some], fit$time[some])
  for (method in c("log-log", "log", "plain", "logit", "arcsin")) {
    name <- sub("-", "_", method)
    fit <- survfit(response(d) ~ 1, conf.type = method)
    if (length(strict) > 0) {
      figure(set, group, paste0("lo ", name), fit$lower[strict], fit$time[strict])
      figure(set, group, paste0("hi ", name), fit$upper[strict], fit$time[strict])
    }
    # The first is below what any curve ends at: R gives up all quantiles when the least is out of reach by rounding.
    q <- c(1e-6, 0.1, 0.25, 0.5, 0.75, 0.9)
    quantiles <- quantile(fit, q)
    if (method == "log-log") figure(set, group, "quantile", quantiles$quantile, q)
    # Where a limit goes up again, R sorts it and csops takes the first crossing.
    if (ascending(fit$lower)) figure(set, group, paste0("quantile_lo ", name), quantiles$lower, q)
    if (ascending(fit$upper)) figure(set, group, paste0("quantile_hi ", name), quantiles$upper, q)
  }
  for (until in unique(c(fit$time[ceiling(length(fit$time) / 3)], round(last * 0.6), last))) {
    mean <- survival:::survmean(fit, rmean = until)$matrix
    figure(set, group, "restricted_mean", mean[["rmean"]], until)
    figure(set, group, "restricted_mean_se", mean[["se(rmean)"]], until)
  }
  if (!all(is.na(d$weight)) && any(d$weight > 0)) {
    fit <- survfit(response(d) ~ 1, weights = d$weight)
    figure(set, group, "weighted survival", fit$surv[some], fit$time[some])
    figure(set, group, "weighted hazard", fit$cumhaz[some], fit$time[some])
  }
}

describe <- function(set, tenure, ended, group = rep("all", length(tenure)), entry = NA, weight = NA, stratum = NULL) {
  d <- data.frame(group = as.character(group), tenure = tenure, ended = as.integer(ended), entry = entry, weight = weight)
  if (!is.null(stratum)) d$stratum <- as.character(stratum)
  d <- d[!is.na(d$tenure) & !is.na(d$ended) & !is.na(d$group), ]
  cat(paste("row", set, if (is.null(stratum)) d$group else paste(d$stratum, d$group, sep = "/"), shown(d$tenure), d$ended,
            shown(d$entry), shown(d$weight), sep = "\t"), sep = "\n")
  seen <- is.na(d$entry) | d$entry < d$tenure
  if (is.null(stratum))
    for (g in unique(d$group))
      if (any(seen[d$group == g])) curve(set, g, d[d$group == g, ])
  if (length(unique(d$group)) < 2) return(invisible())
  if (all(is.na(d$entry)))
    for (rho in c(0, 1, 0.5)) {
      test <- tryCatch(if (is.null(stratum)) survdiff(Surv(tenure, ended) ~ group, d, rho = rho)
                       else survdiff(Surv(tenure, ended) ~ group + strata(stratum), d, rho = rho), error = function(e) NULL)
      if (!is.null(test) && test$chisq > 0) {
        df <- sum(rowSums(as.matrix(test$exp)) > 0) - 1
        figure(set, "", "logrank", test$chisq, rho, df)
        figure(set, "", "logrank_p", pchisq(test$chisq, df, lower.tail = FALSE), rho)
      }
    }
  # Without ties the score test of Cox's model is the log-rank test, with late entry too.
  else if (!anyDuplicated(d$tenure[d$ended == 1])) {
    test <- tryCatch(coxph(Surv(entry, tenure, ended) ~ group, d), error = function(e) NULL)
    if (!is.null(test) && !is.null(test$score) && test$score > 0)
      figure(set, "", "logrank", test$score, 0, length(unique(d$group)) - 1)
  }
}

describe("lung", lung$time, lung$status == 2)
describe("lung by sex", lung$time, lung$status == 2, lung$sex)
describe("veteran", veteran$time, veteran$status)
describe("veteran by celltype", veteran$time, veteran$status, veteran$celltype)
describe("veteran by trt in celltype", veteran$time, veteran$status, veteran$trt, stratum = veteran$celltype)
describe("aml", aml$time, aml$status, aml$x)
describe("ovarian", ovarian$futime, ovarian$fustat, ovarian$rx)
describe("pbc", pbc$time, pbc$status == 2, pbc$stage)
describe("flchain", flchain$futime, flchain$death, flchain$sex)
describe("heart", 2 * heart$stop, heart$event, heart$transplant, 2 * heart$start)
colon <- colon[colon$etype == 2, ]
describe("colon", colon$time, colon$status, colon$rx)

for (n in c(1, 2, 3, 5, 8, 20, 60, 200, 1000))
  for (ties in c(4, 30, 2000))
    for (gone in c(0.1, 0.5, 1)) {
      set <- paste("random", n, ties, gone)
      tenure <- sample.int(ties, n, replace = TRUE) - 1
      describe(set, tenure, runif(n) < gone, sample(c("a", "b", "c"), n, replace = TRUE), weight = round(rexp(n), 3))
      tenure <- tenure + 1
      entry <- ifelse(runif(n) < 0.5, 0, pmin(tenure, floor(runif(n) * ties / 2)))
      describe(paste("late", set), tenure, runif(n) < gone, sample(c("a", "b"), n, replace = TRUE), entry, round(rexp(n), 3))
    }
for (n in c(20, 100)) {
  tenure <- sample.int(5 * n, n)
  describe(paste("late without ties", n), tenure, runif(n) < 0.7, sample(c("a", "b", "c"), n, replace = TRUE), floor(tenure * runif(n) * 0.6))
}

telco <- file.path(Sys.getenv("CSOPS_SHARED", "../shared"), "data/telco_customer_churn.csv.gz")
if (file.exists(telco)) {
  telco <- read.csv(gzfile(telco), check.names = FALSE)
  names(telco) <- tolower(gsub("[^A-Za-z]", "", names(telco)))
  tenure <- telco[[grep("^tenure", names(telco))[1]]]
  describe("telco", tenure, telco[[grep("^churn(label)?$", names(telco))[1]]] == "Yes", telco$contract)
}
