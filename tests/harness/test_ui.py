"""MLflow's own UI, served by `folklore ui`, in a real browser."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from harness.commands import ui
from harness.paths import ROOT

CHROMIUM = Path("/usr/bin/chromium")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.browser
def test_the_runs_table_a_chart_and_an_artifact(folklore, store, here):
    if not CHROMIUM.exists() and not os.environ.get("FOLKLORE_REQUIRE_BROWSER"):
        pytest.skip("there is no Chromium")
    from playwright.sync_api import sync_playwright

    folklore("run", "-m", "optimizer=adam,sgd", "dataset=iris", "epochs=5", "seeds=3", "model.hidden=[8]")
    port = free_port()
    for name in ("random", "mlflow", "uvicorn"):  # what lies beside one's data is not imported
        (here / f"{name}.py").write_text("raise SystemExit('this is mine')\n")
    server = subprocess.Popen(
        [sys.executable, "-m", "harness", "ui", "--port", str(port)],
        cwd=here, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1"}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        lines = [server.stdout.readline() for _ in range(2)]
        assert "MLflow's UI is ready" in lines[0]
        address = lines[1].split(": ", 1)[1].strip()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            page.set_default_timeout(30_000)
            page.goto(address)
            page.get_by_text("iris, adam, epochs=5").first.wait_for()
            page.get_by_text("iris, sgd, epochs=5").first.wait_for()
            page.get_by_text("final/test_accuracy").first.wait_for()  # the score has a column
            page.goto(f"{address}&compareRunsMode=CHART")
            page.get_by_text("final/test_accuracy").first.wait_for()
            page.goto(address)
            page.get_by_role("link", name="iris, adam, epochs=5").first.click()
            page.get_by_text("optimizer.lr").first.wait_for()
            page.get_by_role("tab", name="Model metrics").click()
            # Charts are drawn when they come into view, and ten final scores stand above those per epoch.
            page.get_by_placeholder("Search metric charts").fill("validation_accuracy")
            page.get_by_text("validation_accuracy", exact=True).first.wait_for()
            page.locator(".js-plotly-plot").first.wait_for()  # a chart per epoch
            page.get_by_role("tab", name="Artifacts").click()
            page.get_by_text("config.yaml").first.click()
            page.get_by_text("models.optimizers.Adam").first.wait_for()
            browser.close()
    finally:
        server.send_signal(signal.SIGINT)
        assert server.wait(30) == 0
        server.stdout.close()


def test_a_port_that_is_taken_is_said(folklore, store):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        called = folklore("ui", "--port", str(taken.getsockname()[1]))
    assert called.status == 2
    assert "it cannot be used here" in called.err


def test_a_server_of_its_own_is_only_named(folklore):
    called = folklore("ui", "--uri", "http://tracking.example:5000")
    assert called.status == 0
    assert "http://tracking.example:5000" in called.out


def test_a_store_that_was_moved_is_followed(folklore, store, here):
    folklore("run", "dataset=iris", "epochs=1", "seeds=1", "model.hidden=[2]")
    (here / "outputs").rename(here / "moved")
    uri = ui._store(Path("moved/mlflow.db"))
    assert uri == f"sqlite:///{here}/moved/mlflow.db"
    with closing(sqlite3.connect(here / "moved" / "mlflow.db")) as moved:
        places = moved.execute("SELECT artifact_uri FROM runs").fetchall()
    assert places
    assert all(place.startswith(f"{here}/moved/artifacts/folklore/sweeps/") for (place,) in places)


def test_what_is_no_store_is_one_line(folklore, here):
    (here / "mine.csv").write_text("a,b\n1,2\n" * 100)
    called = folklore("ui", "--uri", "sqlite:///mine.csv")
    assert called.status == 2
    assert called.err == "folklore: --uri sqlite:///mine.csv: this is no store of MLflow (file is not a database)\n"
