# Runlake: set up, start, check, measure. Needs Python >= 3.11, Node >= 20 and make; all else is installed below this folder.

# The first Python of these that is new enough; override with `make PYTHON=/path/to/python3.12 …`.
PYTHON ?= $(shell sh scripts/find_python.sh)
UV     := .make/tools/bin/uv
SOURCES     := $(shell find src/runlake -name '*.py')
WEB_SOURCES := $(shell find web -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' 2>/dev/null)

# uv must use the Python found above, and never fetch one of its own.
export UV_PYTHON_DOWNLOADS := never
export UV_PYTHON := $(PYTHON)
export UV_PROJECT_ENVIRONMENT := .venv
# As pip does: where Python may not write bytecode (PYTHONDONTWRITEBYTECODE), every start would compile 1,500 modules again.
export UV_COMPILE_BYTECODE := 1

.DEFAULT_GOAL := help
.PHONY: help up setup dev test integrations trace-integrations lint format api-types python-reference bench soak soak-sdk web web-dev clean

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 20

up: .make/bytecode.stamp web/dist/index.html ## Set everything up and start Runlake in the foreground
	exec .venv/bin/runlake up

setup: .make/bytecode.stamp web/dist/index.html ## What `make up` does before it starts

dev: .make/dev.stamp .make/bytecode.stamp .make/node.stamp ## Everything a developer needs, without the system packages

test: .make/dev.stamp .make/bytecode.stamp web/dist/index.html ## Lint and run every test (installs system packages as root on Debian)
	sh scripts/system_packages.sh
	sh scripts/test.sh $(STAGES)

integrations: .make/dev.stamp .make/integrations.stamp ## Run libraries that call wandb themselves, and Runlake's own integrations (installs 3.5 GB below .make)
	sh scripts/system_packages.sh integrations
	.venv/bin/python -m pytest tests/integrations/test_integrations.py tests/integrations/test_native.py

trace-integrations: .make/dev.stamp .make/trace-integrations.stamp ## Run instrumentations and agent frameworks against a server and a stand-in for the models
	.venv/bin/python -m pytest tests/integrations/traces

lint: .make/dev.stamp .make/node.stamp ## Formatting, types and import rules, Python and web
	sh scripts/test.sh lint

format: .make/dev.stamp .make/node.stamp ## Format Python and web sources in place
	.venv/bin/ruff check --fix-only .
	.venv/bin/ruff format .
	cd web && npx biome check --write .

api-types: .make/dev.stamp .make/node.stamp ## The UI's types of the native API, from the server's OpenAPI document
	sh scripts/api_types.sh

python-reference: .make/dev.stamp ## docs/reference/python.md, from the docstrings of the Python library
	.venv/bin/python scripts/python_reference.py

bench: .make/dev.stamp .make/bytecode.stamp web/dist/index.html ## Answer every question of benchmarks/ (about 20 minutes)
	.venv/bin/python scripts/bench.py

soak: .make/dev.stamp web/dist/index.html ## Ten minutes of ingestion at full speed
	.venv/bin/python benchmarks/ingest.py --seconds 600

soak-sdk: .make/dev.stamp web/dist/index.html ## 200 random faults of what `import runlake` depends on, 64 ranks, then an hour of logging; OPTIONS="--seed 7"
	.venv/bin/python -m tests.faults --rounds 200 --ranks 64 --minutes 60 $(OPTIONS)

web: web/dist/index.html ## Build the UI

web-dev: .make/node.stamp ## The UI with hot reload, against a server on port 8080
	cd web && npm run dev

clean: ## Remove everything that was installed or built, keep the data
	rm -rf .make .venv dist build web/node_modules web/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(UV): scripts/bootstrap_uv.sh
	sh scripts/bootstrap_uv.sh "$(PYTHON)"

.make/server.stamp: uv.lock pyproject.toml $(UV)
	$(UV) sync --frozen --inexact --extra server
	@touch $@

.make/dev.stamp: uv.lock pyproject.toml $(UV)
	$(UV) sync --frozen --inexact --extra dev
	@touch $@ .make/server.stamp

.make/bytecode.stamp: .make/server.stamp $(SOURCES)
	.venv/bin/python -m compileall -q src/runlake
	@touch $@

# With pip, which takes a build of torch for the CPU where it is told of one: see the requirements.
.make/integrations.stamp: tests/integrations/requirements.txt
	$(PYTHON) -m venv .make/integrations
	.make/integrations/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

.make/trace-integrations.stamp: tests/integrations/traces/requirements.txt
	$(PYTHON) -m venv .make/trace-integrations
	.make/trace-integrations/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

.make/node.stamp: web/package.json web/package-lock.json
	sh scripts/check_node.sh
	cd web && npm ci --no-audit --no-fund
	@mkdir -p .make && touch $@

web/dist/index.html: .make/node.stamp $(WEB_SOURCES)
	cd web && npm run build
	@touch $@
