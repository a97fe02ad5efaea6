# The two commands of a newcomer are `make run` and `make test`. `make help` lists all.
AREA ?= West Yorkshire
OUT ?= profiles
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
LOOK := local_response/web/assets/manifest.json

.DEFAULT_GOAL := help
.PHONY: help run serve test check benchmarks lock clean packages

help: ## list the commands
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(READY) ## build the profile of an area: make run AREA="Kent"
	@$(BIN)/local-response profile build "$(AREA)" --out "$(OUT)"

serve: $(READY) $(LOOK) ## open the web app on this machine: make serve AREA="Kent"
	@$(BIN)/local-response serve --area "$(AREA)"

test: $(READY) $(LOOK) packages ## run every test, as CI does
	@$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto --dist loadgroup

check: $(READY) ## lint, format, types and import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

benchmarks: $(READY) ## time the product beside its peers and print medians and ratios
	$(BIN)/python -m benchmarks

lock: $(READY) ## renew requirements.lock after a change of pyproject.toml
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group dev --extra server --universal --generate-hashes --no-annotate --no-header \
	  --python-version 3.11 --output-file requirements.lock

clean: ## remove the environment and what was built
	rm -rf .venv $(OUT) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(READY): requirements.lock pyproject.toml
	@sh scripts/environment.sh "$(PYTHON)"
	@touch $(READY)

$(LOOK): $(READY) $(shell find frontend -path frontend/node_modules -prune -o -type f -print)
	@sh scripts/frontend.sh

packages:
	@sh scripts/test_packages.sh
