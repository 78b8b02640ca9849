# Egret from a clone. Every goal works on a fresh machine with Python 3.11 and make, and repeats only what changed.
PYTHON ?= python3
# Options of `egret up`: make up ARGS="--port 9000"
ARGS ?=
BOOTSTRAP = $(PYTHON) src/egret/cli/bootstrap.py

.PHONY: up dev install check test benchmark clean help

help: ## show these goals
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

up: ## install what is missing, build, and start Egret
	@$(BOOTSTRAP) up $(ARGS)

dev: ## the same, reloading when the code changes
	@$(BOOTSTRAP) dev $(ARGS)

install: ## install and build, start nothing
	@$(BOOTSTRAP) install

check: ## format, lint, types, import contracts, web: all at once, under a minute
	@$(BOOTSTRAP) check

test: ## everything the project promises, real browser included
	@$(BOOTSTRAP) test $(ARGS)

benchmark: ## what we claim about speed, measured
	@$(BOOTSTRAP) benchmark $(ARGS)

clean: ## forget what was installed and built; the data directory stays
	rm -rf .venv web/node_modules web/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
