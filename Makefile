PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAGES := extractors clustering recommenders reports analyzer

.DEFAULT_GOAL := help
.PHONY: help demo tour test lowest lint types format boundaries schema golden web picture clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

# The stamp makes every target idempotent: the environment is built anew only when what it is made of changed.
$(VENV)/.ready: pyproject.toml requirements-dev.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

demo: $(VENV)/.ready ## analyse the sample monolith and say where the report is
	$(BIN)/decompose analyze sample_monolith

test: lint types $(VENV)/.ready ## everything that must pass
	$(BIN)/python -m pytest -n auto --cov --cov-report=term

# The tests that touch every dependency; what only tests import is that of development.
lowest: ## the tests with the lowest versions that pyproject.toml allows, in an environment of their own
	rm -rf .build/lowest && mkdir -p .build && $(PYTHON) -m venv .build/lowest
	$(PYTHON) .ci/lowest.py > .build/lowest.txt
	.build/lowest/bin/python -m pip install --quiet --disable-pip-version-check --requirement .build/lowest.txt \
		$$(grep -E '^(pytest|hypothesis|jsonschema)==' requirements-dev.txt) --editable .
	.build/lowest/bin/decompose analyze sample_monolith --out .build/lowest/sample --no-cache --quiet >/dev/null
	.build/lowest/bin/python -m pytest -q tests/extractors tests/analyzer tests/e2e/test_commands.py

lint: $(VENV)/.ready ## style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# mypy finds the packages through a tree of links, since it does not follow an editable install's mapping.
types: $(VENV)/.ready ## static types
	@mkdir -p .build/types/decompose
	@for stage in $(STAGES); do ln -sfn ../../../$$stage .build/types/decompose/$$stage; done
	MYPYPATH=.build/types $(BIN)/mypy $(addprefix -p decompose.,$(STAGES))

format: $(VENV)/.ready ## rewrite to the project's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

boundaries: $(VENV)/.ready ## check this project's own boundaries with itself
	$(BIN)/decompose check . --quiet

schema: $(VENV)/.ready ## write docs/*.schema.json and docs/findings.md anew
	$(BIN)/python -m decompose.analyzer.schema docs

golden: $(VENV)/.ready ## write the golden files of all text formats anew
	$(BIN)/python tests/reports/checks/golden.py
	$(BIN)/python tests/reports/terminal/golden.py
	$(BIN)/python tests/reports/formats/golden_formats.py

tour: $(VENV)/.ready ## run the commands of the README's tour and write their output into it
	$(BIN)/python benchmarks/tour.py

# Nobody needs npm to install, run or test: what this makes is committed.
web: ## bundle the report's script and styles anew (needs npm)
	cd reports/html/web && npm ci --no-audit --no-fund && npm run build

picture: demo ## take the pictures of the sample's report (needs Chromium)
	for section in map summary data; do \
		chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --hide-scrollbars \
			--virtual-time-budget=9000 --user-data-dir=$(CURDIR)/.build/chromium --window-size=1180,900 \
			--screenshot=$(CURDIR)/docs/images/report-$$section.png \
			file://$(CURDIR)/sample_monolith/.decompose/report.html#$$section || exit 1; \
	done

clean: ## remove what the targets made
	rm -rf $(VENV) .build build dist *.egg-info
