# Everything that people do here, by name. `make help` lists it. Needs Python 3.11 to 3.13, make and git.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
HOST := 127.0.0.1
PORT := 8001
PATHS ?=
ROUNDS ?= 3
CHECKED := extract rules kb tests bench corpus/making

# What cannot run on this machine is left out, and named at the end (CI=true insists on all). SOLIEU_NO_BROWSER=1 leaves
# out the tests of pages in a browser; a missing one is brought where that can be.
# Tests that need the reports beside the repository are `make shared`; .ci/run asks for both in one run.
MARKS ?= not shared
# The files of tests go out in the order of tests/conftest.py.
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: help run kb serve install test shared bench bench-scans bench-pages bench-growth torture lint pictures metadata lock clean
.SILENT:

help: ## This list
	awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.told ## Build kb.db from corpus/ and serve it on this computer
	# Exit code 1 says that a document could not be read: it was told by name, and the others are there to be seen.
	$(BIN)/solieu build || [ $$? -eq 1 ]
	echo "Solieu: http://$(HOST):$(PORT)  (Ctrl-C ends it · Ctrl-C để dừng)"
	exec $(BIN)/solieu serve --host $(HOST) --port $(PORT)

kb: $(VENV)/.package ## Build kb.db from corpus/ without serving it
	$(BIN)/solieu build

install: $(VENV)/.package ## Set up .venv with the program and nothing else

test: $(VENV)/.dev ## All tests, with a real browser where there is one (PATHS=tests/test_text.py runs one file)
	$(if $(PATHS),,$(BIN)/python tests/browser.py)
	# Hundreds of tests start the program: where Python is told to write no bytecode, each would compile it anew.
	$(BIN)/python -m compileall -q extract rules kb
	$(PYTEST) -m "$(MARKS)" $(PATHS)

shared: ## The tests that read the reports in ../shared
	$(MAKE) test MARKS=shared

bench: $(VENV)/.dev ## How fast documents are read, beside pdfplumber (ROUNDS=5 for a calmer number)
	$(BIN)/python -m bench --rounds $(ROUNDS) $(PATHS)

bench-scans: $(VENV)/.dev ## How well scans made of the corpus are read (about half an hour)
	$(BIN)/python -m bench.scans --part all $(PATHS)

bench-pages: $(VENV)/.dev ## How fast the pages answer on a million invented figures (about five minutes)
	$(BIN)/python -m bench.pages

bench-growth: $(VENV)/.dev ## What builds of 500, 2,000 and 5,000 reports cost (an hour of one core; PATHS="60 300" is shorter)
	$(BIN)/python -m bench.growth $(PATHS)

torture: $(VENV)/.dev ## Kill builds, workers and reviews 200 times each: nothing may be lost (an hour; PATHS="--kills 20")
	$(BIN)/python -m bench.torture $(PATHS)

lint: $(VENV)/.dev ## ruff, mypy and the import contracts between packages and inside thems
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/mypy
	$(BIN)/lint-imports

pictures: $(VENV)/.dev ## Take the pictures of the guides anew, of the corpus in a browser
	$(BIN)/python tests/guide_pictures.py

metadata: $(VENV)/.package ## Write datasette_metadata.json from kb/fields.py, kb/metadata.toml and the base's columns
	$(BIN)/python -m kb.metadata

clean: ## Delete kb.db, the environment and what tools left behind
	rm -rf $(VENV) kb.db kb.db-* kb.db.log *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A changed lock makes the environment anew, so that no package stays that it does not name.
.ONESHELL:
$(VENV)/.lock: requirements.lock
	for python in $(PYTHON) python3.13 python3.12 python3.11 python3; do
	  if "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then found=$$python; break; fi
	done
	if [ -z "$${found:-}" ]; then
	  echo "python3: no Python 3.11, 3.12 or 3.13 was found. Install one, or name it: make PYTHON=/path/to/python3.12." >&2
	  exit 2
	fi
	if ! "$$found" -c 'import ensurepip, venv' 2>/dev/null; then
	  echo "$$found: it cannot make environments. Install its venv module (apt-get install python3-venv)." >&2
	  exit 2
	fi
	echo "Setting up $(VENV) with $$("$$found" --version), once: about a minute."
	"$$found" -m venv --clear $(VENV)
	$(BIN)/python -m pip install -qq --disable-pip-version-check -r requirements.lock
	touch $@

$(VENV)/.package: $(VENV)/.lock pyproject.toml
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

# What scans and old Word files need besides is said once, with what installs it; nothing where all is there.
$(VENV)/.told: $(VENV)/.package
	$(BIN)/solieu doctor --missing || [ $$? -eq 1 ]
	touch $@

$(VENV)/.dev: $(VENV)/.package requirements-dev.lock
	$(BIN)/python -m pip install -qq --disable-pip-version-check -r requirements-dev.lock
	touch $@
