# `make read` sets up and reads a report; `make test` sets up and runs the tests. Both need git, make and a python3 (3.11+) with venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARTICLES ?= 2000
REPORT ?= src/dragoman/samples/orbital.txt

.PHONY: read test lint types check bench clean

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

# `make bench SAMPLES=news.jsonl ARTICLES=2000` also times a corpus and the store, with reports of your own (JSON lines with `text`).
bench: $(VENV)/ready
	$(BIN)/python benchmarks/read.py --write
	$(if $(SAMPLES),$(BIN)/python benchmarks/corpus.py --samples $(SAMPLES) --articles $(ARTICLES) --write)
	$(if $(SAMPLES),$(BIN)/python benchmarks/store.py --samples $(SAMPLES) --write)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
