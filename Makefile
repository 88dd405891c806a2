# The words that everybody uses. `make help` says what each does.
PORT ?= 8000
HOST ?= 127.0.0.1
PUBLIC_URL ?=
SIZE ?= full
SCALE ?= small
ONLY ?=
REQUIRE ?=
PYTHON = .venv/bin/python
# exec: a signal to make reaches the house, not a shell in between.
MANAGE = exec env PARKDESK_DEBUG=0 $(if $(PUBLIC_URL),PARKDESK_PUBLIC_URL="$(PUBLIC_URL)")
WHERE = --host "$(HOST)" --port "$(PORT)"

.DEFAULT_GOAL := help
.PHONY: help setup setup-run setup-bench demo demo-data run test check messages deep bundle bench

help: ## what each word does
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | while IFS="$$(printf '\t')" read -r word text; do printf '  make %-11s %s\n' "$$word" "$$text"; done

setup: ## .venv from uv.lock, with what the tests need
	@.ci/setup dev

setup-run:
	@.ci/setup run

setup-bench:
	@.ci/setup bench

demo: setup-run ## a demonstration park on http://127.0.0.1:8000 (HOST= PORT= PUBLIC_URL= SIZE=small|full)
	@$(MANAGE) PARKDESK_DEMO=1 $(PYTHON) manage.py serve --prepare --demo "$(SIZE)" $(WHERE)

demo-data: setup-run ## the data of `make demo`, without starting anything
	@$(MANAGE) PARKDESK_DEMO=1 $(PYTHON) manage.py prepare --demo "$(SIZE)"

run: setup-run ## the empty house, without demonstration data (HOST= PORT= PUBLIC_URL=)
	@$(MANAGE) $(PYTHON) manage.py serve --prepare $(WHERE)

test: setup ## everything, on SQLite and PostgreSQL (REQUIRE=all: what is left out fails)
	@$(PYTHON) -m tests.run $(if $(filter all,$(REQUIRE)),--require-all)

check: setup ## lint, types, stairs, translations, sizes, house rules
	@$(PYTHON) -m pytest tests/checks -q -m "not browser"

messages: setup ## collect strings into parkdesk/locale and compile them (needs GNU gettext)
	@$(PYTHON) -m tests.messages

# A program of its own beside ours: what it needs would not agree with what we lock.
.venv-schemathesis/bin/schemathesis:
	@$(PYTHON) -m venv .venv-schemathesis && .venv-schemathesis/bin/pip install -q schemathesis==4.32.5

.venv-wapiti/bin/wapiti:
	@$(PYTHON) -m venv .venv-wapiti && .venv-wapiti/bin/pip install -q wapiti3==3.2.3

deep: setup ## the long tests: all combinations, many rounds, schemathesis and wapiti (installed from PyPI)
	@$(MAKE) --no-print-directory .venv-schemathesis/bin/schemathesis || echo "left out: schemathesis (it cannot be installed from PyPI here)"
	@$(MAKE) --no-print-directory .venv-wapiti/bin/wapiti || echo "left out: wapiti (it cannot be installed from PyPI here)"
	@PARKDESK_DEEP=1 $(PYTHON) -m tests.run

bundle: ## every wheel and the checkout in one file, for a machine without internet
	@.ci/bundle

bench: setup-bench ## one JSON object a line (ONLY=name SCALE=small|full)
	@$(PYTHON) -m tests.bench --scale "$(SCALE)" $(if $(ONLY),--only "$(ONLY)")
