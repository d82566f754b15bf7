# Sapar: two commands do all the set-up. `make help` explains the rest.
SHELL := /bin/sh
PYTHON ?= python3
SAPAR_DATA ?= ./data
export SAPAR_DATA
# Offices that read encrypted traffic sign it with a certificate that only the system knows.
export UV_SYSTEM_CERTS = 1
BIN := .venv/bin
UV := $(BIN)/uv sync --frozen --inexact --quiet

.PHONY: help setup demo test test-slow test-postgres test-browser test-office check bench reference format clean

help: ## Show this help
	@echo "Sapar. On a fresh machine with Python 3.11+, venv and make:"
	@echo
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24
	@echo
	@echo "The database and files are kept in SAPAR_DATA (now $(SAPAR_DATA))."

.venv/made: pyproject.toml uv.lock
	@echo "Making the virtual environment in .venv (first time: about a minute)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Sapar needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@echo "Installing what uv.lock names"
	@$(UV) --no-dev
	@touch $@

.venv/made-dev: .venv/made
	@echo "Installing the tools for tests and checks"
	@$(UV)
	@touch $@

setup: .venv/made ## Install Sapar; the command is then .venv/bin/sapar

demo: setup ## Load the worked examples and serve them on http://127.0.0.1:8000
	@$(BIN)/sapar demo

test: .venv/made-dev ## Run the tests (SQLite; no browser, no commands of the documentation)
	@echo "Running the tests"
	@$(BIN)/pytest -n 2 -m "not browser and not postgres and not office and not slow"

test-slow: .venv/made-dev ## Run the commands of the documentation, and the installed command
	@echo "Running the commands of the documentation"
	@$(BIN)/pytest -n 2 --dist loadfile -m slow

test-postgres: .venv/made-dev ## Run the tests on a PostgreSQL made for them (needs Debian's postgresql)
	@echo "Running the tests on PostgreSQL"
	@.ci/with-postgres $(BIN)/pytest -n 2 -m "not browser and not office and not slow" --ignore tests/docs

test-browser: .venv/made-dev ## Run the tests in Chromium (needs Debian's chromium, or SAPAR_BROWSER)
	@echo "Running the tests in a browser"
	@SAPAR_BROWSER=$${SAPAR_BROWSER:-$$(command -v chromium || command -v chromium-browser)} \
	  $(BIN)/pytest -m browser

test-office: .venv/made-dev ## Recalculate the workbooks in LibreOffice (needs Debian's libreoffice-calc)
	@echo "Opening the workbooks in LibreOffice"
	@$(BIN)/pytest -m office

check: .venv/made-dev ## Check style, types, floors, templates and migrations
	@echo "ruff" && $(BIN)/ruff check . && $(BIN)/ruff format --check .
	@echo "mypy" && $(BIN)/mypy
	@echo "floors and doors" && $(BIN)/lint-imports
	@echo "djade" && find src -path '*/templates/*.html' | xargs $(BIN)/djade --check --target-version 5.2
	@echo "migrations in step" && $(BIN)/python manage.py makemigrations --check --dry-run
	@echo "rules" && $(BIN)/sapar rules test

bench: .venv/made-dev ## Measure: imports, the watch, pages, weights
	@$(BIN)/python -m bench

reference: .venv/made-dev ## Write docs/reference again from the code
	@$(BIN)/python -m tests.docs.made

format: .venv/made-dev ## Bring code and templates into the house style
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .
	@find src -path '*/templates/*.html' | xargs $(BIN)/djade --target-version 5.2

clean: ## Remove the virtual environment and caches; the data stay
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
