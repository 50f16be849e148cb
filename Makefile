# Everything a person does with Prebell, from a fresh clone: python3 (3.11 or newer, with venv), git and make.
# Runtime and development tools share one .venv; each set is installed once, until its lock changes.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.SUFFIXES:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
UV     ?= uv
ARGS   ?=

VENV := .venv
BIN  := $(VENV)/bin
BENCH := $(VENV)/bench
PIP  := $(BIN)/python -m pip --disable-pip-version-check --no-input

# A stamp's name is a checksum of what was installed, so a `touch` or a new checkout installs nothing.
project     = sed '/^\[tool\./,$$d' pyproject.toml
sum         = $(firstword $(shell { $(1); } 2>&1 | cksum))
VENV_STAMP := $(VENV)/.made-$(call sum,$(PYTHON) --version; pwd)
RUN_STAMP  := $(VENV)/.run-$(call sum,cat requirements/run.txt requirements/build.txt; $(project))
DEV_STAMP  := $(VENV)/.dev-$(call sum,cat requirements/dev.txt; $(project))
BENCH_STAMP := $(BENCH)/.made-$(call sum,$(PYTHON) --version; pwd; cat requirements/bench.txt)

# Quiet twice over, for pip warns of much that is no fault; what went wrong is still printed.
define install
	@$(PIP) install -qq --require-hashes $(addprefix -r requirements/,$(1)) \
		|| { echo "The installation failed; the lines above say why. Run the same command again to go on." >&2; exit 1; }
	@$(PIP) install -qq --no-deps --no-build-isolation --editable .
endef

##@ Use it
run: $(RUN_STAMP) ## run the bot; with nothing configured it plays a recorded day (ARGS="…" goes to prebell run)
	@$(BIN)/prebell run $(ARGS)

##@ Change it
test: check browser ## linters, types, then every test with its coverage (ARGS="…" goes to pytest)
	@echo "Running the tests."
	@$(BIN)/pytest --numprocesses=auto --cov --cov-report=term:skip-covered $(ARGS)

check: $(DEV_STAMP) ## linters and types alone
	@echo "Checking the style, the types, the layers, the dependencies, the spelling and the Dockerfile."
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/deptry .
	@$(BIN)/codespell
	@$(BIN)/hadolint Dockerfile

format: $(DEV_STAMP) ## format the code and mend what the linter can
	@$(BIN)/ruff check --fix-only --quiet
	@$(BIN)/ruff format

bench-rules: $(BENCH_STAMP) ## measure the speed of the rules beside other engines (ARGS=--quick for a look, "--only load" for a part)
	@$(BENCH)/bin/python -m benchmarks.rules $(ARGS)

bench-schedule: $(BENCH_STAMP) ## measure the courier's schedule beside other limiters (ARGS=--ours for the courier alone; eighteen minutes)
	@$(BENCH)/bin/python -m benchmarks.schedule $(ARGS)

bench-store: $(DEV_STAMP) ## measure the store beside sqlite3, asyncpg and the disk (ARGS=--quick for a look; a minute)
	@$(BIN)/python -m benchmarks.store $(ARGS)

bench-feeds: $(RUN_STAMP) ## measure what a poll of 10,000 symbols costs beside decoding it (ARGS=--quick for a look)
	@$(BIN)/python -m benchmarks.feeds $(ARGS)

bench-latency: $(DEV_STAMP) ## measure how long an alert takes from its quote to its room, alone and in a storm (half a minute)
	@$(BIN)/python -m benchmarks.latency $(ARGS)

bench-charts: $(DEV_STAMP) ## measure what pictures take, and whether the bot is late meanwhile (two minutes; ARGS="--count 100" for a look)
	@$(BIN)/python -m benchmarks.charts $(ARGS)

bench-rooms: $(DEV_STAMP) ## play the morning in Discord and Telegram at once, under 30 people's commands (ARGS=--quick for a look; eight minutes)
	@$(BIN)/python -m benchmarks.rooms $(ARGS)

bench-news: $(BENCH_STAMP) ## measure how fast news is read and placed, beside MinHash, rapidfuzz and re (ARGS=--quick for a look)
	@$(BENCH)/bin/python -m benchmarks.news $(ARGS)

eval-news: $(DEV_STAMP) ## score entities, stories and claims beside hand-made labels (ARGS=--faults lists each; or folders of your own)
	@$(BIN)/python -m benchmarks.quality $(ARGS)

fuzz-feeds: $(DEV_STAMP) ## feed broken documents to the reader of news (ARGS="--minutes 10")
	@$(BIN)/python -m tests.fuzz_feeds $(ARGS)

chaos: $(DEV_STAMP) ## kill the bot 2,000 times on both stores and lose nothing (ARGS="--kills 20 --store sqlite" for a look; ten minutes)
	@$(BIN)/python -m tests.chaos $(ARGS)

soak: $(RUN_STAMP) ## run the bot for half an hour under a market that never rests (ARGS="--minutes 3" for a look)
	@$(BIN)/python -m benchmarks.soak $(ARGS)

mutants: $(DEV_STAMP) ## plant small mistakes in the rules; a test has to notice each (ten minutes)
	@$(BIN)/python -m scripts.mutants $(ARGS)

reference: $(DEV_STAMP) ## hold the engine against the slow evaluator on random days (ARGS="--ticks 1000000")
	@$(BIN)/python -m tests.reference_run $(or $(ARGS),--ticks 100000)

proofs: $(DEV_STAMP) ## hold every proof on all the cases its figure says, which docs/proofs.md names (half an hour)
	@$(BIN)/pytest -m proof --hypothesis-profile=proofs --timeout=0 --durations=0 $(ARGS)

lock: ## remake the requirement locks with uv (ARGS=--upgrade for the newest versions)
	@command -v $(UV) >/dev/null || { echo "Locks are made with uv: install it, or say where it is: make lock UV=…" >&2; exit 1; }
	@$(lock) --group build --group dev --extra apprise --extra charts --output-file requirements/dev.txt $(ARGS) pyproject.toml
	@$(lock) --constraint requirements/dev.txt --extra charts --output-file requirements/run.txt $(ARGS) pyproject.toml
	@$(lock) --constraint requirements/dev.txt --output-file requirements/build.txt $(ARGS) --group pyproject.toml:build
	@$(lock) --constraint requirements/run.txt --extra charts --group bench --output-file requirements/bench.txt $(ARGS) pyproject.toml
	@echo "The locks in requirements/ are made; make test installs and tries them."

# Pins and hashes alone, from the public index alone: no setting of this machine may reach a lock.
lock = env -u UV_DEFAULT_INDEX -u UV_INDEX -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS \
	$(UV) --no-config --quiet pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

docker-dry: $(DEV_STAMP) ## try the Dockerfile's steps in a scratch folder, without an engine
	@$(BIN)/python -m scripts.docker_dry

clean: ## remove .venv and everything the tools left behind
	@rm -rf $(VENV) dist out .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find bot handlers config scripts tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

help:
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile
	@echo

# The browser tests drive Chromium, which only the system's packages bring. Where they cannot, those tests say they are skipped.
browser:
	@for name in chromium chromium-browser google-chrome google-chrome-stable; do \
		command -v $$name >/dev/null && exit 0; \
	done; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		echo "Installing Chromium for the browser tests, which takes about half a minute."; \
		export DEBIAN_FRONTEND=noninteractive; \
		{ apt-get -qq update && apt-get -qq install --no-install-recommends chromium fonts-dejavu-core; } </dev/null >/dev/null 2>&1 && exit 0; \
	fi; \
	echo "There is no Chromium here, so the browser tests will be skipped. As root, 'apt-get install chromium' brings it." >&2

$(VENV_STAMP):
	@command -v $(PYTHON) >/dev/null || \
		{ echo "Prebell needs Python 3.11 or newer, and there is no $(PYTHON). Install it, or name one: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Prebell needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "$(PYTHON) comes without venv. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(RUN_STAMP): $(VENV_STAMP)
	@echo "Installing Prebell into $(VENV), once; it takes about half a minute."
	$(call install,build.txt run.txt)
	@rm -f $(VENV)/.run-* && touch $@

$(DEV_STAMP): $(VENV_STAMP)
	@echo "Installing Prebell and its development tools into $(VENV), once; it takes about a minute."
	$(call install,dev.txt)
	@rm -f $(VENV)/.run-* $(VENV)/.dev-* && touch $(RUN_STAMP) $@

# Its own environment within .venv: some of the peers need other versions than the development tools do.
$(BENCH_STAMP): $(VENV_STAMP)
	@echo "Installing the engines to measure against into $(BENCH), once; it takes about half a minute."
	@$(PYTHON) -m venv --clear $(BENCH)
	@$(BENCH)/bin/python -m pip --disable-pip-version-check --no-input install -qq --require-hashes -r requirements/bench.txt \
		&& touch $@ || echo "Not all of them could be installed; those that are missing are left out." >&2

.PHONY: run test check format eval-news fuzz-feeds bench-news bench-rules bench-schedule bench-store bench-feeds bench-latency bench-charts bench-rooms chaos soak mutants reference proofs lock docker-dry clean help browser
