# Two targets set everything up on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
BIN    := .venv/bin
STAMP  := .venv/.installed
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo telegram-demo test test-llm faults check format quality bench-engine clean help

help:  ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

# torch goes first and alone: once the pinned build is there, no other package brings its own.
# The embedding kernel is compiled while Wenbao is installed, where there is a C compiler.
$(STAMP): pyproject.toml constraints.txt hatch_build.py vectorstore/embedding/native/kernel.c
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Wenbao needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 …")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing into .venv (a few minutes the first time) …"
	@$(PIP) torch
	@$(PIP) --editable '.[dev]'
	@touch $@

# A store that already indexes pages of your own is left alone: the demo then gets one beside it.
demo: $(STAMP)  ## Index the bundled sample pages and answer the example question, in English and Chinese
	@if $(BIN)/wenbao sources --json | grep -q '"path"'; then \
		export WENBAO_DATA_DIR="$(CURDIR)/data/demo"; \
		echo "Your own pages are left alone; the demo's store is $$WENBAO_DATA_DIR"; \
	fi; set -e; \
	echo '$$ wenbao refresh'; $(BIN)/wenbao refresh; \
	for question in 'which six firms became green factories' '哪6家企业成功创建省级绿色工厂？'; do \
		printf '\n$$ wenbao ask "%s"\n' "$$question"; $(BIN)/wenbao ask "$$question"; \
	done; \
	printf 'Go on with: %s\n' "$(BIN)/wenbao chat"

telegram-demo: $(STAMP)  ## Chat with the real Telegram bot over a Bot API on this machine; no token needed
	@$(BIN)/python -m tests.botapi.demo

test: $(STAMP)  ## Run the whole test suite
	@$(BIN)/python -m pytest -q -n 2

test-llm: $(STAMP)  ## Run the tests that need a real language model (TEST_LLM=/path/model.gguf names another)
	@$(BIN)/python -m pytest -q -n 0 -m llm tests/generation

faults: $(STAMP)  ## Run the fault tests with all 50 kills
	@FAULT_KILLS=50 FAULT_REPORT=/dev/stdout $(BIN)/python -m pytest -q -s tests/faults

check: $(STAMP)  ## Lint, check the format and the types
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

format: $(STAMP)  ## Mend lint and format
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

quality: $(STAMP)  ## Measure answers on the evaluation sets and rewrite docs/quality.md's table
	@$(BIN)/python -m benchmarks.quality

bench-engine: $(STAMP)  ## Compare engines for the embedding model, and what a cold start costs
	@$(BIN)/python -m benchmarks.engine
	@$(BIN)/python -m benchmarks.cold_start

clean:  ## Remove the environment and all caches of this folder
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis data/demo dist
