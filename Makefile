# `make` sets everything up and runs the main job; `make help` lists the rest.
PYTHON ?= python3
BIN := .venv/bin
SETUP := .venv/installed

.PHONY: judge test slow fuzz kills calibrate overlap alike peers launchers lint format bench data measure ui clean help

judge: $(SETUP) ## the main job: sweep all claims, print their verdicts and where the report is (the default)
	$(BIN)/folklore judge all

# Made once, and again when what it depends on changes.
$(SETUP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12"; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

test: $(SETUP) ## the tests
	$(BIN)/python -m pytest

slow: $(SETUP) ## tests of a quarter of an hour or more: verdicts on thousands of tables, a million rows, every set's figures
	$(BIN)/python -m pytest -m slow

fuzz: $(SETUP) ## 2,000 tables made by chance, in many ways of writing: read as they were meant, or refused (a minute)
	$(BIN)/python -m pytest -m fuzz -n 0 -s

kills: $(SETUP) ## a hundred kills at any moment: nothing lost, nothing twice, nothing left running (an hour or two)
	$(BIN)/python -m pytest -m kills -n 0 -s

calibrate: $(SETUP) ## how often verdicts err and find, on simulated tables: writes docs/calibration.md (40 minutes)
	$(BIN)/python tests/calibration/calibrate.py

overlap: $(SETUP) ## what the seeds of a data set share of a paired difference: writes docs/overlap.md (15 minutes)
	$(BIN)/python tests/calibration/overlap.py

alike: $(SETUP) ## contestants that are alike, and one made worse, on real sweeps: writes docs/alike.md (25 minutes)
	$(BIN)/python tests/calibration/alike.py

peers: $(SETUP) ## our optimizers beside PyTorch's, posterior beside NumPyro's, tables beside skrub's (installed: 1 GB; 5 minutes)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0 'jax>=0.10,<0.11' 'numpyro>=0.22,<0.23' \
		'skrub>=0.11,<0.12'
	$(BIN)/python -m pytest -m peer -n 0

launchers: $(SETUP) ## Ray and submitit as launchers, on this machine (installed: 0.25 GB; 6 minutes)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[ray,slurm]'
	$(BIN)/python -m pytest -m launchers -n 0

lint: $(SETUP) ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(SETUP) ## let ruff format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(SETUP) ## how fast a training step is, beside scikit-learn, PyTorch, JAX (both installed: 1 GB) and its products
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0 'jax>=0.10,<0.11'
	$(BIN)/python tests/benchmarks/bench_step.py

data: $(SETUP) ## make the files in datasets/data/ again, from Debian's and PyPI's packages (needs apt-get and dpkg-deb)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[data]'
	$(BIN)/python datasets/data/build.py

measure: $(SETUP) ## how well three models do on every data set, and what it can tell apart: writes datasets/measured.json
	$(BIN)/python tests/benchmarks/measure_sets.py

ui: $(SETUP) ## MLflow's UI on what is recorded
	$(BIN)/folklore ui

clean: ## remove the environment and all caches; what is in outputs/ stays
	rm -rf .venv *.egg-info .pytest_cache .mypy_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
