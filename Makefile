# 穗源. `make` alone prints this help.
.DEFAULT_GOAL := help
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_FOR_TESTS := $(VENV)/.ready-for-tests
SCOPE ?= starter
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# chromium and its fonts are for the browser tests; LibreOffice and poppler turn reports into pictures.
TEST_PACKAGES := chromium chromium-driver fonts-noto-cjk poppler-utils libreoffice-writer-nogui libreoffice-calc-nogui

export DO_NOT_TRACK := 1
export PREFECT_SERVER_ANALYTICS_ENABLED := false

.PHONY: help setup run dashboard demo test check prove clean

help:  ## print this help
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY)  ## prepare the environment and do nothing else

run: $(READY)  ## collect, build and publish the starter scope (SCOPE=guangzhou for more), then show it
	@$(BIN)/suiyuan run --scope $(SCOPE) || { code=$$?; [ $$code -eq 2 ] || exit $$code; \
	    echo "部分完成 / partial: some sources were not reached; what was held is kept, the rest is tried again next time."; }
	@if [ -t 1 ] || [ "$(SERVE)" = yes ]; then exec $(BIN)/suiyuan dashboard; \
	 else echo "To look at it: $(BIN)/suiyuan dashboard"; fi

dashboard: $(READY)  ## show the newest snapshot in the browser
	@exec $(BIN)/suiyuan dashboard

demo: $(READY)  ## collect a generated world from forges on this machine and show it (no token, no network)
	@$(BIN)/suiyuan demo || { code=$$?; [ $$code -eq 2 ] || exit $$code; }
	@if [ -t 1 ] || [ "$(SERVE)" = yes ]; then exec $(BIN)/suiyuan dashboard --data data/demo; \
	 else echo "To look at it: $(BIN)/suiyuan dashboard --data data/demo"; fi

test: $(READY_FOR_TESTS)  ## run every test, the ones in a real browser included
	@$(BIN)/python -m pytest -m "not prove" -n auto --dist loadfile

check: $(READY_FOR_TESTS)  ## format, lint and types
	@$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/basedpyright

prove: $(READY_FOR_TESTS)  ## run the long proofs and write their dated results to data/proofs/
	@mkdir -p data/proofs
	@$(BIN)/python -m pytest -m prove --junit-xml=data/proofs/$$(date -u +%Y-%m-%dT%H%M%SZ).xml

clean:  ## remove the environment; collected data stays
	rm -rf $(VENV)

$(VENV)/bin/python:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "python3 3.11 or newer is needed; this is $$(python3 -V)" >&2; exit 1; }
	@python3 -c 'import ensurepip' 2>/dev/null || .ci/debian-packages python3-venv
	@python3 -m venv $(VENV)

$(READY): $(VENV)/bin/python requirements.lock pyproject.toml
	@echo "Preparing the environment (about a minute, once) ..."
	@$(PIP) install --no-deps --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(READY_FOR_TESTS): $(READY) requirements-test.lock
	@.ci/debian-packages $(TEST_PACKAGES)
	@$(PIP) install --no-deps --require-hashes -r requirements-test.lock
	@touch $@
