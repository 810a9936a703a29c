# Thin names for commands that also work by hand. The only needs are Python >= 3.11 and make.
# Options go through: make run ARGS="--port 8600", make test ARGS="-k search --durations=15".
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
READY_DEV := .venv/.ready-dev

# Every process that is started, and every worker of the tests, would else compile everything anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run demo test whole check lint pictures bench guard soak translations documents clean

run: $(READY) ## the app on its own database; prints a one-time sign-in link
	$(BIN)/coordinator serve $(ARGS)

demo: $(READY) ## the invented history of Exempelköping, on its own day
	COORDINATOR_DATABASE_URL=sqlite:///$(CURDIR)/data/demo.sqlite \
	COORDINATOR_NOW=2026-11-22T12:00+01:00 \
	sh -c 'test -f data/demo.sqlite || $(BIN)/coordinator demo; exec $(BIN)/coordinator serve $(ARGS)'

test: $(READY_DEV) ## everything: both databases, a real browser
	$(BIN)/python -m tests.browser.find
	$(BIN)/pytest -n 2 $(ARGS)

whole: $(READY_DEV) ## the same without samples: every value on both databases, every page in both lights
	$(BIN)/python -m tests.browser.find
	$(BIN)/pytest -n 2 --whole $(ARGS)

check: lint ## what a commit must pass
	$(BIN)/pytest -q tests/house

lint: $(READY_DEV) ## what of it no test asks
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.house.audit

pictures: $(READY_DEV) ## every page as people see it, under build/pictures
	$(BIN)/python -m tests.browser.find
	COORDINATOR_PICTURES=1 $(BIN)/pytest -n 2 tests/browser $(ARGS)

bench: $(READY_DEV) ## what the guard finds, by kind; what a run costs a server; statements of writes and of every page; answers on a kept connection
	$(BIN)/python -m tests.bench.guard
	$(BIN)/python -m tests.bench.runs
	$(BIN)/python -m tests.bench.writes
	$(BIN)/python -m tests.bench.pages
	$(BIN)/python -m tests.bench.answers

guard: $(READY_DEV) ## fits the identity guard's model on the labelled sentences; prints what it finds of styles left out
	$(BIN)/python -m tests.identity.fit

soak: $(READY_DEV) ## the full kill, fuzz and load counts; writes docs/soak.md
	$(BIN)/python -m tests.soak.run

translations: $(READY_DEV) ## collects new words into the Swedish catalog
	$(BIN)/python -m tests.house.catalog

documents: $(READY_DEV) ## writes the pages of docs/ that follow from tables in the code
	$(BIN)/python -m tests.house.documents

define environment
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
  { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
test -x $(BIN)/python || $(PYTHON) -m venv .venv
endef

$(READY): pyproject.toml
	$(environment)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

# The tests use a part of what their tools bring; compiling all of it takes a minute.
$(READY_DEV): pyproject.toml
	$(environment)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --editable '.[dev]'
	touch $(READY) $@

clean:
	rm -rf .venv build
