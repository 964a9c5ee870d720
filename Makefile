# Every target makes the virtual environment when it is missing: a system Python 3.11 with venv is enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo screenshots test coverage lint bench fuzz audit check pin clean
.DELETE_ON_ERROR:

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "copydesk needs Python 3.11 or newer: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.copydesk: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "installing copydesk into $(VENV) (a minute or two, once)"
	$(INSTALL) --editable .
	@touch $@

$(VENV)/.develop: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "installing copydesk with its test and lint tools into $(VENV) (a minute or two, once)"
	$(INSTALL) --editable '.[test,lint,browser,desk,fts,mcp,s3]'
	@touch $@ $(VENV)/.copydesk

demo: $(VENV)/.copydesk  ## the real flow against the embedded newsroom, about a minute
	@PYTHONPATH=tests $(BIN)/python -m newsroom.demo

screenshots: $(VENV)/.develop  ## the pictures in the documentation, over what make demo landed
	@PYTHONPATH=tests $(BIN)/python -m newsroom.screenshots

# Tests that share something expensive are one group, which one worker runs: see tests/conftest.py.
PARALLEL := -n $(or $(WORKERS),auto) --dist loadgroup

test: $(VENV)/.develop  ## all tests, a worker for each core; WORKERS=4 for more
	$(BIN)/python -m pytest $(PARALLEL)

coverage: $(VENV)/.develop  ## all tests, and the lines that none of them runs
	$(BIN)/python -m pytest $(PARALLEL) --cov --cov-report=term-missing:skip-covered

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

audit: | $(VENV)/bin/python  ## pinned versions against the feed of advisories; the list of the tests where there is none
	@test -x $(VENV)-audit/bin/pip-audit || { $(PYTHON) -m venv $(VENV)-audit && \
		$(VENV)-audit/bin/python -m pip install --quiet --disable-pip-version-check 'pip-audit>=2.9,<3'; }
	@rm -f $(VENV)-audit/found.json
	@$(VENV)-audit/bin/pip-audit --requirement constraints.txt --no-deps --disable-pip --timeout 5 \
		--format json --output $(VENV)-audit/found.json || test ! -s $(VENV)-audit/found.json
	@test -s $(VENV)-audit/found.json || echo "no feed of advisories could be reached; tests/advisories.toml holds"

check: lint test

pin: | $(VENV)/bin/python  ## write constraints.txt anew: the newest versions that pyproject.toml allows
	rm -rf $(VENV)-pin && $(PYTHON) -m venv $(VENV)-pin
	$(VENV)-pin/bin/python -m pip install --quiet --disable-pip-version-check '.[test,lint,browser,desk,fts,mcp,s3]'
	{ echo '# Every package of copydesk with all its extras, pinned; `make pin` writes this file anew.'; \
		$(VENV)-pin/bin/python -m pip freeze --disable-pip-version-check | grep == ; } > constraints.txt
	rm -rf $(VENV)-pin

clean:
	rm -rf $(VENV) data
