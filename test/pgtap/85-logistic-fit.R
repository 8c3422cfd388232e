# R's glm on every other customer of the file given, for 85-logistic-fit.sql:
# one line for each figure, its name and the figure.
d <- read.csv(gzfile(commandArgs(TRUE)[1]), stringsAsFactors = FALSE)
d$churned <- d$Churn == "Yes"
d$one_year <- d$Contract == "One year"
d$two_years <- d$Contract == "Two year"
d$fiber <- d$InternetService == "Fiber optic"
d$paperless <- d$PaperlessBilling == "Yes"
for_fit <- seq_len(nrow(d)) %% 2 == 1
fit <- glm(churned ~ tenure + MonthlyCharges + SeniorCitizen + one_year +
             two_years + fiber + paperless, family = binomial,
           data = d[for_fit, ], control = list(epsilon = 1e-14, maxit = 100))
rest <- d[!for_fit, ]
p <- predict(fit, rest, type = "response")
wins <- sum(rank(p)[rest$churned]) -
  sum(rest$churned) * (sum(rest$churned) + 1) / 2
say <- function(name, value) cat(sprintf("%s\t%.17g\n", name, value), sep = "")
terms <- summary(fit)$coefficients
say(paste("coefficient", seq_len(nrow(terms)) - 1), terms[, 1])
say(paste("standard error", seq_len(nrow(terms)) - 1), terms[, 2])
say("deviance", fit$deviance)
say("null deviance", fit$null.deviance)
say("auc", wins / (sum(rest$churned) * sum(!rest$churned)))
