# Every target makes the virtual environment when it is missing: a system Python 3.11 with venv is enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo newsroom site dbt screenshots test test-services coverage duckdb-next lint bench fuzz audit check pin clean
.DELETE_ON_ERROR:

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "copydesk needs Python 3.11 or newer: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.copydesk: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "installing copydesk into $(VENV) (a minute or two, once)"
	$(PIP) --constraint constraints.txt --editable .
	@touch $@

# What tests and lint run on is checked against hashes, what builds copydesk itself included.
$(VENV)/.develop: pyproject.toml locked.txt | $(VENV)/bin/python
	@echo "installing copydesk with its test and lint tools into $(VENV) (a minute or two, once)"
	$(PIP) --require-hashes --requirement locked.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.copydesk

demo: $(VENV)/.copydesk  ## the real flow against the embedded newsroom, about a minute
	@PYTHONPATH=tests $(BIN)/python -m newsroom.demo

newsroom: $(VENV)/.copydesk  ## the embedded newsroom on loopback, to try copydesk by hand
	@PYTHONPATH=tests $(BIN)/python -m newsroom.serve

site: $(VENV)/.develop  ## the documentation as a site, in site/; a broken link is an error
	$(BIN)/mkdocs build --strict --quiet

# dbt pins packages that copydesk's own tools want newer, so it stands in an environment of its own.
$(VENV)-dbt/.ready: examples/dbt/requirements.txt
	$(PYTHON) -m venv $(VENV)-dbt
	$(VENV)-dbt/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

dbt: $(VENV)-dbt/.ready  ## dbt for examples/dbt, which a test builds where dbt is installed

screenshots: $(VENV)/.develop  ## the pictures in the documentation, over what make demo landed
	@PYTHONPATH=tests $(BIN)/python -m newsroom.screenshots

# A file's tests are run by one worker, in the order of the files: what they share is made once. (`loadgroup` does
# nothing with pytest 9.2: pytest-xdist issue 1386.) There is a worker more than cores, since tests that crawl or
# talk to Prefect mostly wait. Some hundred processes are started, each of which would compile our modules again where
# the environment forbids to keep what is compiled.
WORKERS ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 1)))
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest
PARALLEL := -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# Files that say so in `pytestmark`: nothing else is collected for them.
SERVICES = $(shell grep -rl --include='test_*.py' '^[a-z =]*pytest.mark.services' tests)

test: $(VENV)/.develop  ## tests that need no other program, a worker more than cores; WORKERS=4 for another number
	$(PYTEST) $(PARALLEL) -m 'not services'

test-services: $(VENV)/.develop  ## tests with real servers of Prefect, Dask and S3, a browser, pip, and long sweeps
	$(PYTEST) $(PARALLEL) -m services $(SERVICES)

coverage: $(VENV)/.develop  ## the tests of both, and the lines that none of them runs
	$(PYTEST) $(PARALLEL) --cov --cov-report=term-missing:skip-covered

# The extras of DuckDB's extensions are for 1.5. What needs none of them runs on the next one too, which is put before
# it: the tests that say most, of SQL that is let through, views, macros, versions and matching (90 s of CPU).
DUCKDB_NEXT := 2.0.1
CORE := tests/flows/test_match.py \
	$(foreach name,commit confined_readers contract migration versions views,tests/warehouse/test_$(name).py)

$(VENV)-duckdb-next/$(DUCKDB_NEXT): | $(VENV)/.develop
	$(PIP) --no-deps --upgrade --target $(@D) duckdb==$(DUCKDB_NEXT)
	@touch $@

duckdb-next: $(VENV)-duckdb-next/$(DUCKDB_NEXT)  ## the tests of the core with the next DuckDB
	PYTHONPATH=$(<D) $(BIN)/python -c 'import duckdb; assert duckdb.__version__ == "$(DUCKDB_NEXT)", duckdb'
	PYTHONPATH=$(<D) $(PYTEST) $(PARALLEL) $(CORE)

lint: $(VENV)/.develop  ## format, lint, types, folder rules, pinned dependencies
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pip check --disable-pip-version-check

bench: $(VENV)/.develop  ## speed and memory, side by side, printed as ratios
	$(BIN)/python -m benchmarks

# atheris is not for all platforms, so it stands in an environment of its own, with copydesk beside it.
$(VENV)-fuzz/.ready: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PYTHON) -m venv $(VENV)-fuzz
	$(VENV)-fuzz/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt \
		--editable . 'atheris>=3.0,<4'
	@touch $@

fuzz: $(VENV)-fuzz/.ready  ## every parser of bytes from outside, ten minutes each; SECONDS=60 for one
	PYTHONPATH=tests $(VENV)-fuzz/bin/python benchmarks/fuzz.py $(or $(SECONDS),600)

# Mirrors of registries answer and leave the advisories out, so a version that is known to be vulnerable is asked about
# first: where nothing is known of that one, nothing was audited.
AUDIT = $(VENV)-audit/bin/pip-audit --no-deps --disable-pip --timeout 5 --requirement
VULNERABLE = jinja2==3.1.2

audit: | $(VENV)/bin/python  ## pinned versions against the feed of advisories; the list of the tests where there is none
	@test -x $(VENV)-audit/bin/pip-audit || { $(PYTHON) -m venv $(VENV)-audit && \
		$(VENV)-audit/bin/python -m pip install --quiet --disable-pip-version-check 'pip-audit>=2.9,<3'; } || true
	@echo '$(VULNERABLE)' > $(VENV)-audit/vulnerable.txt
	@if $(AUDIT) $(VENV)-audit/vulnerable.txt --format json 2>/dev/null | grep -q '"fix_versions"'; \
		then $(AUDIT) constraints.txt; \
		else echo "no feed of advisories could be reached; tests/advisories.toml holds"; fi

check: lint test test-services

# One version of each package for all platforms and versions of Python; hashes of all its files, and no registry's name.
PIN = $(VENV)-pin/bin/uv pip compile pyproject.toml --quiet --upgrade --all-extras --universal --fork-strategy fewest \
	--python-version 3.11 --no-annotate --no-header

pin: | $(VENV)/bin/python  ## write constraints.txt and locked.txt: the newest versions that pyproject.toml allows
	$(PYTHON) -m venv $(VENV)-pin && $(VENV)-pin/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9'
	$(PIN) --output-file constraints.txt
	$(PIN) --constraint constraints.txt --generate-hashes --output-file locked.txt
	rm -rf $(VENV)-pin

clean:
	rm -rf $(VENV) $(VENV)-* data
