# `make read` sets up and reads a report; `make test` sets up and runs the tests. Both need git, make and a python3 (3.11+) with venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARTICLES ?= 2000
REPORT ?= src/dragoman/samples/orbital.txt

.PHONY: read test lint types check bench bench-corpus clean

# what a user needs, pages included
$(VENV)/usable: pyproject.toml requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "dragoman needs Python 3.11 or later; set PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

# what the tests need besides: every extra, and the tools that read exports back
$(VENV)/ready: $(VENV)/usable requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

read: $(VENV)/usable
	$(BIN)/dragoman read $(REPORT)

test: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check src tests
	$(BIN)/mypy
	$(BIN)/python -m pytest

# `make bench SAMPLES=news.jsonl ARTICLES=2000 LISTS=consolidated.xml` also times reading, a corpus, the store and screening, with reports of your
# own (JSON lines with `text`) and lists of your own.
bench: $(VENV)/ready
	$(BIN)/python benchmarks/read.py --write
	$(BIN)/python benchmarks/stories.py --out benchmarks/results/stories.json
	$(BIN)/python benchmarks/gazetteer.py > benchmarks/results/gazetteer.json
	$(BIN)/python benchmarks/lookups.py $(if $(LISTS),--list $(LISTS)) > benchmarks/results/lookups.json
	$(if $(SAMPLES),$(BIN)/python benchmarks/reading.py --texts $(firstword $(SAMPLES)) --write)
	$(if $(SAMPLES),$(BIN)/python benchmarks/stages.py --samples $(firstword $(SAMPLES)) --write)
	$(if $(SAMPLES),$(BIN)/python benchmarks/store.py --samples $(firstword $(SAMPLES)) --write)
	$(if $(SAMPLES),$(BIN)/python benchmarks/corpus.py --samples $(SAMPLES) --articles $(ARTICLES) --write)

# A hundred thousand short reports, through `add` and through Ray side by side; over an hour on one core.
bench-corpus: $(VENV)/ready
	$(BIN)/python benchmarks/corpus.py --samples $(SAMPLES) --articles 100000 --sentences 2 2 --ways add:1,ray:1 --side-by-side --write corpus-100000

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
