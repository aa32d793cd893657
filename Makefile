# Two commands: `make run` and `make test`. Both set up what they need in .venv, once.
# PYTHON=python3.13 chooses another Python, VENV=… another place.

.DEFAULT_GOAL := run
.DELETE_ON_ERROR:
VENV ?= .venv
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null && echo $$python && break; done)
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes

# A Python that was upgraded or removed leaves an environment that no longer starts: it is made again.
ifneq ($(wildcard $(VENV)/made),)
ifneq ($(shell $(BIN)/python -c 'import pip; print("starts")' 2>/dev/null),starts)
$(shell rm -f "$(VENV)/made")
endif
endif

# `make run OIDC=demo`: signing in by a provider of invented people, beside the server.
run: export OIDC_OP_URL := $(if $(OIDC),$(OIDC),$(OIDC_OP_URL))

.PHONY: run test bench lint lock vendor etat
run: $(VENV)/ready-to-run
	$(BIN)/python -m projets serve

ARGS ?= -n 2
test: $(VENV)/ready-to-test
	$(BIN)/python -m tests $(ARGS)

bench: $(VENV)/ready-to-test
	$(BIN)/python -m bench

# What the State theme needs (PROJETS_THEME=etat), for instances that may use it: docs/operate.md.
etat: $(VENV)/ready-to-run
	@$(PIP) -r requirements-etat.lock

lint: $(VENV)/ready-to-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# A marker is older than its lock only when something new is to be installed.
$(VENV)/ready-to-run: requirements.lock $(VENV)/made
	@echo "Installing what Projets needs in $(VENV), once."
	@$(PIP) -r requirements.lock
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet --no-build-isolation --no-deps --no-index -e .
	@touch $@

$(VENV)/ready-to-test: requirements-dev.lock $(VENV)/ready-to-run
	@echo "Installing what its tests need."
	@$(PIP) -r requirements-dev.lock
	@touch $@

$(VENV)/made:
	@test -n "$(PYTHON)" || { echo "Projets needs Python 3.11, 3.12, 3.13 or 3.14: install one (on Debian: apt install python3 python3-venv python3-pip) or name it: make PYTHON=/path/to/python3"; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' || { echo "Projets needs Python 3.11 to 3.14, and $(PYTHON) is none of these: name another with make PYTHON=/path/to/python3"; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "Python lacks venv or pip: install them (on Debian: apt install python3-venv python3-pip)"; exit 1; }
	@"$(PYTHON)" -m venv --clear "$(VENV)" || { echo "Could not make $(VENV): see the line above"; exit 1; }
	@touch $@

# Renews the locks from pyproject.toml; one file serves Python 3.11 to 3.14 on every system; it says nothing of
# where packages come from, which is uv's way unless asked otherwise (tests/operations/test_lock.py).
LOCKING := --universal --python-version 3.11 --generate-hashes --no-header --quiet
lock: .locking/bin/uv
	.locking/bin/uv pip compile pyproject.toml --group build $(LOCKING) $(UPGRADE) -o requirements.lock
	.locking/bin/uv pip compile pyproject.toml --group build --extra etat -c requirements.lock $(LOCKING) $(UPGRADE) -o requirements-etat.lock
	.locking/bin/uv pip compile pyproject.toml --group build --group test --extra etat -c requirements.lock $(LOCKING) $(UPGRADE) -o requirements-dev.lock

.locking/bin/uv:
	"$(PYTHON)" -m venv .locking
	.locking/bin/python -m pip --disable-pip-version-check install --quiet uv==0.13.9

# Renews the browser code of others that is kept here; what it is stands in the VENDORED.md beside it.
AXE := 4.10.3
SAILS_IO := 1.2.1
SOCKET_IO := 4.8.4
vendor:
	@command -v npm >/dev/null || { echo "make vendor needs npm, to fetch what browsers run: install Node.js"; exit 1; }
	cd tests/browser/vendor && npm pack --silent axe-core@$(AXE) sails.io.js@$(SAILS_IO) socket.io-client@$(SOCKET_IO)
	cd tests/browser/vendor && tar -xzf axe-core-$(AXE).tgz --strip-components=1 package/axe.min.js
	cd tests/browser/vendor && tar -xzf sails.io.js-$(SAILS_IO).tgz --strip-components=1 package/sails.io.js
	cd tests/browser/vendor && tar -xzf socket.io-client-$(SOCKET_IO).tgz --strip-components=2 package/dist/socket.io.min.js
	cd tests/browser/vendor && rm *.tgz && sha256sum *.js
