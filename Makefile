# Needs python3 (3.11 or newer, with its venv module) and make. Everything else comes from
# requirements/, locked by hash. `make` alone lists what there is to do.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
JOBS ?= 2

# What the demo runs: make demo CASE=bolivia-2003 REPLICATES=200 SEED=7
CASE ?= bolivia-2003
REPLICATES ?= 1000
SEED ?= 1
DEMO ?= run $(CASE) --replicates $(REPLICATES) --seed $(SEED)

# uv trusts its own list of authorities unless told otherwise (the value must be `true`, not 1).
export UV_SYSTEM_CERTS := true
export UV_PYTHON_DOWNLOADS := never
export UV_HTTP_TIMEOUT ?= 180
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# Where pip has been given another index, uv is given the same one, for this command only.
INDEX = url="$${UV_DEFAULT_INDEX:-$${UV_INDEX_URL:-$${PIP_INDEX_URL:-$$($(BIN)/python -m pip config get global.index-url 2>/dev/null || true)}}}"; \
	[ -z "$$url" ] || export UV_DEFAULT_INDEX="$$url";
INSTALL = $(INDEX) $(UV) pip install --quiet --python $(BIN)/python
COMPILE = $(INDEX) $(UV) pip compile --quiet --python $(BIN)/python --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --no-emit-index-url $(UPGRADE)

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(VENV)/core.done ## set up, then simulate Bolivia 2000-2006 a thousand times and say what happened
	@$(BIN)/groundswell $(DEMO)

.PHONY: test
test: lint types ## set up, then run every check but the long statistical ones
	@$(BIN)/pytest -q -n $(JOBS) --dist loadscope $(PYTEST)

.PHONY: lint
lint: $(VENV)/dev.done
	@$(BIN)/ruff check .

.PHONY: types
types: $(VENV)/dev.done
	@$(BIN)/mypy

.PHONY: verify
verify: $(VENV)/dev.done ## the long statistical suite
	@$(BIN)/pytest -m verify -n $(JOBS) --dist loadscope $(PYTEST)

.PHONY: fit-bolivia
fit-bolivia: $(VENV)/dev.done ## repeat the fit of Bolivia by its protocol (most of an hour), and compare it with the one that ships
	@$(BIN)/groundswell calibrate bolivia-2003 --budget full --records 200 --out fits
	@for file in draws.csv identification.csv; do \
	cmp fits/bolivia-2003-full/$$file src/groundswell/scenario/library/bolivia-2003/$$file && echo "$$file: the same bits as shipped" || exit 1; done

.PHONY: judge-bolivia
judge-bolivia: $(VENV)/dev.done ## judge the fitted Bolivia by its protocol: write its verdict, and the page that tells it
	@$(BIN)/groundswell backtest bolivia-2003 --verdict src/groundswell/scenario/library/bolivia-2003/verdict.json $(JUDGE)
	@$(BIN)/python -m docs.generate

.PHONY: explanations
explanations: $(VENV)/dev.done ## ask a case its questions again, and write the answers beside it (about ten minutes)
	@$(BIN)/python -m groundswell.backtest.explanations $(CASE) $(EXPLANATIONS)
	@$(BIN)/python -m docs.generate

.PHONY: screening
screening: $(VENV)/dev.done ## move all mechanisms and main parameters of every world (about ten minutes), and write the page
	@$(BIN)/python -m docs.generate.screened $(WORLDS)
	@$(BIN)/python -m docs.generate

.PHONY: bench
bench: $(VENV)/dev.done ## the benchmarks, each against a reference timed in the same run
	@$(BIN)/python -m bench $(BENCH)

.PHONY: docs
docs: $(VENV)/dev.done ## write the generated reference pages and run every code block of the docs
	@$(BIN)/python -m docs.generate
	@$(BIN)/pytest -q tests/docs $(PYTEST)

.PHONY: lock
lock: $(VENV)/boot.done ## resolve requirements/*.txt again (UPGRADE=--upgrade for newer versions)
	@$(COMPILE) -o requirements/boot.txt requirements/boot.in
	@$(COMPILE) -o requirements/core.txt pyproject.toml requirements/core.in
	@$(COMPILE) -o requirements/dev.txt pyproject.toml requirements/core.in requirements/dev.in

.PHONY: clean
clean: ## remove the virtual environment and all caches (never a run)
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

$(VENV)/boot.done: requirements/boot.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "groundswell needs Python 3.11 or newer; point to one with: make PYTHON=/path/to/python3.12" >&2; exit 2; }
	@echo "setting up $(VENV)" >&2
	@$(PYTHON) -m venv $(VENV) || \
	{ echo "python3 lacks its venv module (on Debian it is the package python3-venv)" >&2; exit 2; }
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/boot.txt
	@touch $@

$(VENV)/core.done: $(VENV)/boot.done requirements/core.txt pyproject.toml
	@echo "installing the locked requirements (about 110 MB to fetch the first time)" >&2
	@$(INSTALL) --require-hashes -r requirements/core.txt
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.done: $(VENV)/core.done requirements/dev.txt
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@
