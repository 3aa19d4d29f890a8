PYTHON ?= python3
PORT ?= 8000
VERBS ?= 20000
MINUTES ?= 30
SEED ?= 1
UV ?= uv

BIN := .venv/bin
RUNTIME := .venv/.runtime
DEVELOPMENT := .venv/.development
LINTERS := lint-types lint-docs lint-image lint-style lint-imports lint-unused lint-licences lint-migrations
COMPILE := $(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header

# Where it is set, every process would compile what it imports anew; a run of the tests starts a hundred.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup environment demo demo-news test test-quick lint $(LINTERS) format bench soak soak-hands samples messages train lock licences sbom faults screenshot pictures model docs clean

help: ## List what make can do (the default)
	@awk -F ':.*## ' '/^[a-z%-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(RUNTIME) ## Make the environment (.venv) that the site needs

demo: $(RUNTIME) ## Load the sample articles and serve the site on http://127.0.0.1:$PORT/
	$(BIN)/python manage.py demo --serve 127.0.0.1:$(PORT)

demo-news: $(RUNTIME) ## Load real news on a dozen disputes, most of it labelled, and serve the site
	$(BIN)/python manage.py demo --news --serve 127.0.0.1:$(PORT)

environment: $(DEVELOPMENT) ## Make the environment that tests and linters need, too

test: $(DEVELOPMENT) ## Run all tests
	$(BIN)/python -m pytest

test-quick: $(DEVELOPMENT) ## Run the tests that need no browser, no page and no seconds
	$(BIN)/python -m pytest -m "not browser and not page and not slow"

lint: $(DEVELOPMENT) ## Check style, types, import layers, unused code and missing migrations
	@$(MAKE) --no-print-directory --jobs=2 --output-sync --keep-going $(LINTERS)

# Types take as long as all others together, so they come first.
lint-types:
	$(BIN)/mypy

lint-image:
	$(BIN)/hadolint Dockerfile

lint-docs:
	$(BIN)/python docs/make_model.py --check
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

lint-style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

lint-imports:
	$(BIN)/lint-imports

lint-unused:
	$(BIN)/vulture
	$(BIN)/deptry . --config .ci/deptry.toml

lint-licences:
	$(BIN)/python docs/make_licences.py --check

lint-migrations:
	$(BIN)/python manage.py makemigrations --check --dry-run

format: $(DEVELOPMENT) ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(DEVELOPMENT) ## Run every benchmark
	@set -e; for program in $$(grep -l __main__ benchmarks/*.py); do \
		$(BIN)/python -m benchmarks.$$(basename $$program .py); \
	done

soak: $(DEVELOPMENT) soak-hands ## What takes long: soak-hands, odd requests, many who read and edit (MINUTES=)
	$(BIN)/python -m benchmarks.hostile --requests 15000
	$(BIN)/python -m benchmarks.load --minutes $(MINUTES)

soak-hands: $(DEVELOPMENT) ## Let many people work at once for 20,000 verbs (VERBS=), asking the record questions
	$(BIN)/python -m pytest -n 0 -s -o faulthandler_timeout=0 tests/test_many_hands.py --verbs=$(VERBS) --seed=$(SEED)

bench-%: $(DEVELOPMENT) ## Run one benchmark, such as bench-extraction (READER=http://... for another reader, too)
	$(BIN)/python -m benchmarks.$* $(if $(READER),--reader $(READER))

samples: $(DEVELOPMENT) ## Write anew what is found in the sample texts of the tests (then read the difference)
	$(BIN)/python -m tests.extraction.golden

messages: $(DEVELOPMENT) ## Bring the texts in other languages up to date with the sources, and name what is not translated
	$(BIN)/python docs/make_messages.py

train: $(RUNTIME) ## Learn which side of which issue a statement is on, from LABELS=, TEXTS=, ASIDE= and BACKGROUND= (docs/extraction.md)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-train.txt
	$(BIN)/python -m articles.extraction.train_matching $(LABELS) --texts $(TEXTS) --aside $(ASIDE) --background $(BACKGROUND)

lock: ## Compile requirements*.in into hash-checked requirements*.txt (needs uv)
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-parquet.in -o requirements-parquet.txt
	$(COMPILE) requirements-train.in -o requirements-train.txt
	$(COMPILE) requirements-dev.in -o requirements-dev.txt

licences: $(DEVELOPMENT) ## Write docs/licences.md anew: the licence of every package that the site needs
	$(BIN)/python docs/make_licences.py

sbom: $(DEVELOPMENT) ## Write build/sbom.json (CycloneDX): every locked package with its hashes, for a scanner
	@mkdir -p build
	$(BIN)/cyclonedx-py requirements --output-reproducible --of JSON -o build/sbom.json requirements.txt

faults: $(DEVELOPMENT) ## Do harm to a copy of the site, kind by kind, and print what follows (docs/reliability.md)
	@set -e; for program in $$(grep -l __main__ benchmarks/faults/*.py); do \
		echo "== $$(basename $$program .py)"; $(BIN)/python -m benchmarks.faults.$$(basename $$program .py); \
	done

screenshot: $(DEVELOPMENT) ## Take the screenshots of the documentation anew
	$(BIN)/python docs/make_screenshot.py

pictures: $(DEVELOPMENT) ## Take a picture of every kind of page anew, of the demo and of 20,000 statements
	$(BIN)/python docs/make_pictures.py
	$(BIN)/python docs/make_tutorial.py

model: $(DEVELOPMENT) ## Draw docs/data_model.md and the pictures of models and rooms anew
	$(BIN)/python docs/make_model.py

docs: $(DEVELOPMENT) ## Make the documentation as a site, in build/docs/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

clean: ## Remove the environment and all caches; the database in var/ stays
	rm -rf .venv build staticfiles .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: python
python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo 'Python 3.11 or newer is needed; name one: make PYTHON=/path/to/python3.11'; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo '$(PYTHON) has no venv; on Debian: apt-get install python3-venv'; exit 1; }

$(RUNTIME): requirements.txt | python
	@$(PYTHON) diplomacy/install.py requirements.txt $@

# The development requirements contain those of the site, at the same versions.
$(DEVELOPMENT): requirements-dev.txt | python
	@$(PYTHON) diplomacy/install.py requirements-dev.txt $@ $(RUNTIME)
