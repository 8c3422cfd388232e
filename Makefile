# csops: customer operations metrics inside PostgreSQL
EXTENSION = csops
EXTVERSION = $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" csops.control)

MODULE_big = csops
OBJS = $(patsubst %.c,%.o,$(sort $(wildcard src/*.c)))

# Fragments are installed in the order of their numbers.
SQL_INSTALL = $(EXTENSION)--$(EXTVERSION).sql
SQL_FRAGMENTS = $(sort $(wildcard sql/[0-9][0-9]-*.sql))
DATA_built = $(SQL_INSTALL)

REGRESS = $(sort $(patsubst test/sql/%.sql,%,$(wildcard test/sql/*.sql)))
REGRESS_OPTS = --inputdir=test --outputdir=test --load-extension=csops

PG_CPPFLAGS = -DCSOPS_VERSION='"$(EXTVERSION)"'
# PostgreSQL 15's headers leave the parameters of a walker open, as C did up to 17.
# Each operation rounds by itself, on every machine: neither contracted to a multiply-add, which Arm, POWER and s390x have, nor
# in the x87 registers of 32-bit Intel machines.
PG_CFLAGS = -std=gnu17 -Wall -Wextra -Werror -Wno-unused-parameter -fvisibility=hidden -ffp-contract=off $(if $(filter i%86,$(host_cpu)),-msse2 -mfpmath=sse)
EXTRA_CLEAN = $(SQL_INSTALL) $(SQL_INSTALL).tmp $(SQL_INSTALL).metrics.tmp test/results test/regression.diffs test/regression.out

PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)

$(OBJS): csops.control $(wildcard src/*.h)

# A line "-- type: NAME" in a fragment becomes what every csops type has alike
# (see sql/expand.awk); metric_definitions() is made from the comments of all.
$(SQL_INSTALL): $(SQL_FRAGMENTS) sql/type.sql.in sql/expand.awk sql/metrics.awk csops.control
	@awk -f sql/metrics.awk $(SQL_FRAGMENTS) > $@.metrics.tmp && \
	for f in $(SQL_FRAGMENTS); do \
		awk -v template=sql/type.sql.in -v metrics=$@.metrics.tmp -f sql/expand.awk $$f || exit 1; \
	done > $@.tmp && mv $@.tmp $@ && rm $@.metrics.tmp
