# Every target does its own set-up, in .venv, from pyproject.toml under constraints.txt.
# Needs: Python 3.11 or newer (with venv) and make.

PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
PARALLEL := -n 2 --dist worksteal --durations 15

.PHONY: run test test-fast slowest coverage mutants property check format bench screenshots formats sample-data clean help

help:           ## this list
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/:\t/'

run: .venv/run.stamp  ## step through the bundled model and data
	@$(BIN)/rnntui

test: .venv/dev.stamp  ## all tests
	@$(BIN)/python -m pytest $(PARALLEL) $(ARGS)

test-fast: .venv/dev.stamp  ## tests without Keras and without the exhaustive ones; under two minutes on two cores
	@$(BIN)/python -m pytest $(PARALLEL) -m "not keras and not exhaustive" $(ARGS)

slowest: .venv/dev.stamp  ## all tests, and the fifty that take longest
	@$(BIN)/python -m pytest $(PARALLEL) --durations 50 $(ARGS)

coverage: .venv/dev.stamp  ## the fast tests with their branch coverage; nothing is enforced
	@$(BIN)/python -m pytest $(PARALLEL) -m "not keras" --cov --cov-report=term --cov-report=html $(ARGS)

mutants: .venv/mutants.stamp  ## how many mutants the tests kill: FOLDERS="cells trace", N=200 of each
	@$(BIN)/python tests/mutants.py $(or $(FOLDERS),cells equations trace layers debugger/expressions) $(if $(N),-n $(N))

property: .venv/dev.stamp  ## random networks beside Keras, N=3000 of them from the seed FROM=0 on
	@RNNTUI_NETWORKS=$(or $(N),3000) RNNTUI_NETWORKS_FROM=$(or $(FROM),0) \
		$(BIN)/python -m pytest $(PARALLEL) tests/random_networks $(ARGS)

check: .venv/dev.stamp  ## what CI checks besides the tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: .venv/dev.stamp  ## format, and mend what the linter can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: .venv/dev.stamp  ## what users wait for, side by side with Keras, as ratios
	@$(BIN)/python -m benchmarks

screenshots: .venv/dev.stamp  ## screenshots/*.png, from the real app on the real data
	@$(BIN)/python screenshots/make.py

formats: .venv/run.stamp  ## docs/formats.md and the tables of docs/debugging.md, from the code's tables
	@$(BIN)/python docs/make_formats.py
	@$(BIN)/python docs/make_debugging.py

sample-data: .venv/run.stamp  ## the data (TRACKS=tracks.csv) and the bundled models, anew
	@$(BIN)/python sample_data/make.py $(TRACKS)

clean:          ## remove what these targets made
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache snapshot_report.html
	rm -rf .coverage htmlcov mutants mutants-keras

.venv/run.stamp: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "rnntui needs Python 3.11 or newer; this is " + sys.version.split()[0])'
	@test -e $(BIN)/python || test -e $(BIN)/python.exe || $(PYTHON) -m venv .venv
	@echo "Installing rnntui and what it needs into .venv (once; TensorFlow is large) ..."
	@$(INSTALL) --editable .
	@touch $@

.venv/dev.stamp: .venv/run.stamp
	@echo "Installing the development tools into .venv ..."
	@$(INSTALL) --editable '.[dev]'
	@touch $@

.venv/mutants.stamp: .venv/dev.stamp
	@$(INSTALL) --editable '.[dev,mutants]'
	@touch $@
