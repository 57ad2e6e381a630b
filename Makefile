PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PORT ?= 5000
READY := .venv/.ready
export PORT
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: help run test prove check lock
help: ## list these targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: $(READY) ## the whole line in demo mode on PORT (default 5000): no Twilio account needed
	text-us demo

test: $(READY) ## every test, with samples of the long ones
	pytest -n auto

prove: $(READY) ## the long tests at full size, and the figures of the README
	PROVE=1 pytest -n auto
	python -m tests.benchmarks.webhook

check: $(READY) ## lint, format, types, import directions
	ruff check .
	ruff format --check .
	mypy
	pytest -q tests/architecture

lock: $(READY) ## pin every dependency again, by pyproject.toml
	sh scripts/lock

$(READY): requirements-dev.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Text Us needs Python 3.11 or newer as python3."; exit 1; }
	test -x .venv/bin/python || $(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@
