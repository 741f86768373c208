# Each command works alone in a fresh clone: it makes .venv and installs what it needs, once.
# PYTHON=python3.12 chooses the interpreter, VENV=.venv-3.12 the environment, ARGS="…" is handed on.

VENV := .venv
PY := $(VENV)/bin/python
export PYTHON ARGS

.DEFAULT_GOAL := help
.PHONY: run test check bench parity clean help

run: ## open the window (ARGS="FILE" opens a design or a checkpoint)
	@.ci/install $(VENV)
	@$(PY) .ci/qt_libraries.py
	@$(PY) -m playground $(ARGS)

test: export QT_QPA_PLATFORM = offscreen
test: ## run the whole suite, no screen needed
	@.ci/install $(VENV) test
	@$(PY) .ci/qt_libraries.py
	@$(PY) -m pytest -q -n logical --maxprocesses 8 --dist worksteal $(ARGS)

check: ## ruff, mypy and import-linter
	@.ci/install $(VENV) dev
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports

bench: export QT_QPA_PLATFORM = offscreen
bench: ## measure the speed on this machine
	@.ci/install $(VENV)
	@set -e; for script in tests/benchmarks/[!_]*.py; do \
		echo "== $$script"; $(PY) "$$script" $(ARGS); \
	done

parity: export KERAS_BACKEND = torch
parity: ## compare with PyTorch, Keras and scikit-learn (installs them)
	@.ci/install $(VENV) test,parity
	@$(PY) -m pytest -q tests/parity $(ARGS)

clean: ## remove the environment and all caches
	rm -rf $(VENV) build dist .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find assets engine playground tests -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
