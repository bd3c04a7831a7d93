# Needs make and CPython 3.13 (or uv) on the PATH; everything else is installed below .venv and .local.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

OWN_UV := $(CURDIR)/.local/uv
export PATH := $(CURDIR)/.venv/bin:$(PATH):$(OWN_UV)/bin
# Trust what this machine trusts (a company's own certificate authority, say), as pip and curl do.
export UV_SYSTEM_CERTS ?= true
UV := $(or $(shell command -v uv),$(OWN_UV)/bin/uv)
PY := .venv/bin/python
STAGE ?= dev
export ARCHITECTURE ?= x86_64
# On one local stack for all: what tells of time alone, the rest side by side.
SPREAD := -n auto --dist loadfile
STACKLESS_RACE := tests/race/test_refresh_race.py
ON_STACK = $(PY) -m tools.local_stack run -- sh -c 'pytest $(SPREAD) tests/contract && \
  pytest tests/race tests/fuzz/test_http_hostile.py --ignore=$(STACKLESS_RACE)'
WITHOUT := tests/unit tests/property tests/template tests/fault tests/fuzz $(STACKLESS_RACE) --ignore=tests/fuzz/test_http_hostile.py

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

# ---- environments ---------------------------------------------------------------------------------------------
$(OWN_UV)/bin/uv: tools/requirements/uv.txt
	@echo "  installing uv into .local/uv"
	@$(or $(shell command -v python3.13),python3) -m venv --clear $(OWN_UV)
	@$(OWN_UV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/synced: uv.lock pyproject.toml | $(UV)
	@$(UV) sync --frozen --quiet
	@touch $@

# ---- the stack on this machine --------------------------------------------------------------------------------
.PHONY: up down logs watch
up: .venv/synced ## the whole service on this machine, with a demo tenant; again: deploy what changed
	@$(PY) -m tools.local_stack up

down: .venv/synced ## stop it and forget its data
	@$(PY) -m tools.local_stack down

logs: .venv/synced ## follow what its functions log
	@$(PY) -m tools.local_stack logs

watch: .venv/synced ## deploy again whenever functions/, layers/ or template.yaml change
	@$(PY) -m tools.local_stack watch

.PHONY: webhook-sink
webhook-sink: .venv/synced ## receive callbacks of the local stack on https://localhost:8443/, and verify them; subscribed to all events
	@$(PY) -m tools.webhook_sink --port 8443 --subscribe

.PHONY: tenant keys rotate refresh upload revoke settings user
TENANTS = @$(PY) -m tools.tenants $(if $(STACK),--stack "$(STACK)")
tenant: .venv/synced ## NAME=…: a tenant and its API key (with STACK=name: on a stack in your AWS account)
	$(TENANTS) create "$(NAME)"

settings: .venv/synced ## TENANT=… SET="active=false": show a tenant's settings, or change some
	$(TENANTS) settings "$(TENANT)" $(if $(SET),'$(SET)')

user: .venv/synced ## TENANT=… USER=name@tenant ROLE=officer: somebody who can log in; prints the password once
	@$(PY) -m tools.users $(if $(STACK),--stack "$(STACK)") create "$(TENANT)" "$(USER)" --role "$(or $(ROLE),officer)"

keys: .venv/synced ## TENANT=…: its API keys, without the secrets
	$(TENANTS) keys "$(TENANT)"

rotate: .venv/synced ## TENANT=… KEY=…: a new key; the old one ends a day later
	$(TENANTS) rotate "$(TENANT)" "$(KEY)"

refresh: .venv/synced ## the watchlists, now (ACCEPT=list: as it is, however much it has shrunk; with STACK=name: in your AWS account)
	@$(PY) -m tools.refresh $(if $(STACK),--stack "$(STACK)") $(if $(ACCEPT),--accept "$(ACCEPT)")

upload: .venv/synced ## LIST=… FILE=…: a list of your own, or files of one that is not fetched; docs/watchlists.md names them
	@$(PY) -m tools.refresh $(if $(STACK),--stack "$(STACK)") --upload "$(LIST)" $(FILE)

revoke: .venv/synced ## TENANT=… KEY=…: end a key now
	$(TENANTS) revoke "$(TENANT)" "$(KEY)"

.PHONY: replay simulate
replay: .venv/synced ## TENANT=…: is what is stored what was decided? (CUSTOMER=… SINCE=… UNTIL=…)
	@$(PY) -m tools.replay $(if $(STACK),--stack "$(STACK)") --tenant "$(TENANT)" $(if $(CUSTOMER),--customer "$(CUSTOMER)") \
	  $(if $(SINCE),--since "$(SINCE)") $(if $(UNTIL),--until "$(UNTIL)")

simulate: .venv/synced ## MODEL=draft.yaml TENANT=…: what would this risk model change? (OUT=result.json; DRAFT=acme-2: one the stack keeps, by the stack)
	@$(PY) -m tools.simulate $(if $(STACK),--stack "$(STACK)") --tenant "$(TENANT)" \
	  $(if $(DRAFT),--draft "$(DRAFT)" --there,--model "$(MODEL)") $(if $(OUT),--out "$(OUT)")

# ---- checks ---------------------------------------------------------------------------------------------------
.PHONY: test lint types imports unit contract bench bench-screening bench-million proofs delivery-proof sam-local validate
test: lint types imports docs-check ## everything: lint, types, import contracts, docs, all tests
	@pytest $(SPREAD) $(WITHOUT)
	@$(ON_STACK)

lint: .venv/synced ## style
	@ruff format --check --quiet . && ruff check --quiet .

types: .venv/synced ## mypy, strict
	@mypy layers/customer_risk/customer_risk functions tools tests

imports: .venv/synced ## who may import whom
	@PYTHONPATH=layers/customer_risk:functions lint-imports

unit: .venv/synced ## the tests that need no stack
	@pytest $(SPREAD) $(WITHOUT)

contract: .venv/synced ## the tests that talk to the local stack
	@$(ON_STACK)

bench: .venv/synced ## round trips, capacity and CPU of a check and of a cold start; scoring beside parsing
	@$(PY) -m tools.local_stack run -- $(PY) -m tools.bench
	@PYTHONPATH=layers/customer_risk:functions $(PY) -m tools.bench.scoring

bench-million: .venv/synced ## name screening against a million generated names
	@PYTHONPATH=layers/customer_risk $(PY) -m tools.bench.screening_million

bench-screening: .venv/synced ## name screening on the labelled sets beside this clone, where they are there
	@PYTHONPATH=layers/customer_risk $(PY) -m tools.bench.screening

proofs: .venv/synced ## the long proofs: more examples of every law than each test run has time for (half an hour)
	@RESCREENING_ENTRIES=26000 SCORING_EXAMPLES=10000 REPLAY_EXAMPLES=10000 SIMULATION_EXAMPLES=400 TENANCY_REQUESTS=5000 MODEL_EXAMPLES=20 \
	  INTAKE_MUTATIONS=1000000 \
	  pytest $(SPREAD) tests/property

delivery-proof: .venv/synced ## 10,000 events over real sockets to a receiver that fails 30 % (some three minutes)
	@DELIVERY_PROOF_EVENTS=10000 pytest -q tests/fault/test_delivery_sockets.py

sam-local: .venv/synced ## the functions in containers under `sam local`, and every file of events/
	@$(PY) -m tools.sam_local

validate: .venv/synced ## the template, by AWS's own rules
	@AWS_DEFAULT_REGION=$${AWS_DEFAULT_REGION:-eu-central-1} $(PY) -m tools.sam validate --lint

# ---- documents, locks, AWS ------------------------------------------------------------------------------------
.PHONY: docs docs-check lock deploy clean
GENERATED = publish_model risk_factors_doc matching_doc amlyze_errors_doc openapi
docs: .venv/synced ## write the generated documents and the published risk model
	@for tool in $(GENERATED); do PYTHONPATH=layers/customer_risk:functions $(PY) -m tools.$$tool; done

docs-check: .venv/synced ## do the generated documents agree with the code?
	@for tool in $(GENERATED); do PYTHONPATH=layers/customer_risk:functions $(PY) -m tools.$$tool --check; done

lock: | $(UV) ## pin anew: our dependencies, the layer's, the tools'
	$(UV) lock
	$(UV) export --frozen --quiet --no-default-groups --no-emit-project --no-header -o layers/dependencies/requirements.txt
	cd tools/requirements && for tool in *.in; do \
	  $(UV) pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.13 $$tool -o $${tool%.in}.txt; done

deploy: .venv/synced ## to your AWS account (STAGE=dev or prod, ARCHITECTURE=x86_64 or arm64, PARAMETERS="AlarmEmail=… V1EndDate=…")
	$(PY) -m tools.sam build
	$(PY) -m tools.sam deploy --parameter-overrides Stage=$(STAGE) Architecture=$(ARCHITECTURE) $(PARAMETERS)
	$(PY) -m tools.refresh --stack customer-risk

clean: ## stop the stack and remove everything that was installed or built
	@if [ -x $(PY) ]; then $(PY) -m tools.local_stack down; fi
	rm -rf .local .aws-sam .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
