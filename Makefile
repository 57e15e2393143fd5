# What a person types. Each target leaves one thing in place; scripts/ says how.
PYTHON ?= python3
BARAZA_PORT ?= 8000
export BARAZA_PORT
PIN := .venv/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --universal

.PHONY: help run test check generate lock environment development machine app screenshots clean

help: ## What can be asked for
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## / — /; s/^/make /'

run: app ## Baraza with sample data on http://localhost:$BARAZA_PORT
	@.venv/bin/baraza migrate
	@.venv/bin/baraza demo
	@exec .venv/bin/baraza serve --port $(BARAZA_PORT)

test: machine ## Every check and every test: Python, TypeScript, PostgreSQL, a real browser
	@.venv/bin/python -m scripts.verify checks tests

check: development app ## Format, lint, types, contracts, sizes, freshness: fast first
	@.venv/bin/python -m scripts.verify checks

generate: development ## Rewrites what is made from the code: OpenAPI, TypeScript types, settings page
	@.venv/bin/python -m scripts.generate

lock: development ## Pins the dependencies again, with hashes and without addresses
	@$(PIN) pyproject.toml --group build -o requirements.lock
	@$(PIN) pyproject.toml --group build --group dev -c requirements.lock -o requirements-dev.lock
	@$(PIN) --group node -o requirements-node.lock
	@.venv/bin/python -m scripts.node npm install --package-lock-only --ignore-scripts

environment: ## .venv with what the server needs
	@$(PYTHON) scripts/environment.py

development: ## .venv with the tools too, and pwa/node_modules
	@$(PYTHON) scripts/environment.py --dev
	@.venv/bin/python -m scripts.build_app --modules-only

app: environment ## pwa/dist, built again only when its sources changed
	@.venv/bin/python -m scripts.build_app

machine: development ## Chromium and PostgreSQL for the tests, and the built app
	@.venv/bin/python -m scripts.build_app
	@.venv/bin/python -m scripts.machine

screenshots: machine ## docs/screenshots, taken of the real app
	@.venv/bin/python -m scripts.screenshots

clean: ## Everything that can be made again; ./data stays
	rm -rf .venv pwa/node_modules pwa/dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage tests/browser/artifacts
