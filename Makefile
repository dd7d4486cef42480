# Two commands matter: `make report` and `make test`. Each makes .venv first where it is missing or out of date.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: report test lab bench lock audit lint clean
.DEFAULT_GOAL := report

report: $(READY)
	$(BIN)/review demo .

test: $(READY)
	$(BIN)/python -m pytest --numprocesses 2 --no-loadscope-reorder

lab: $(READY)
	$(BIN)/jupyter lab notebooks

bench: $(READY)
	for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

lint: $(READY)
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks

# Names, versions and hashes of everything, for every Python and system the project supports.
lock:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --generate-hashes --upgrade --quiet \
	    --no-header --no-annotate --no-emit-index-url --no-emit-find-links --output-file requirements.lock
	@$(MAKE) --no-print-directory audit

# Known vulnerabilities of the locked versions, as PyPI tells them. What is written says when it was asked and of
# which lock file; with --strict a package that nothing is known of is no silent "none found".
audit:
	@$(BIN)/python -m pip install --quiet pip-audit
	@{ echo "Asked on $$(date -u +%F) of requirements.lock, SHA-256 $$(sha256sum requirements.lock | cut -c 1-64)"; \
	   $(BIN)/pip-audit --requirement requirements.lock --require-hashes --disable-pip --strict \
	       --progress-spinner off && echo "Answered: none known." \
	   || echo "NOT answered, or some are known: read the lines above."; } > docs/vulnerabilities.txt 2>&1
	@cat docs/vulnerabilities.txt

# The environment holds what the lock file says, checked against its hashes.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "review needs Python 3.11 or newer, this is " + sys.version.split()[0] + "; name another with: make PYTHON=python3.12 report")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

clean:
	rm -rf $(VENV) outputs/report.html data/review.db data/review.db-wal data/review.db-shm
