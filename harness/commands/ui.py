"""`folklore ui`: MLflow's UI on the store that runs are recorded in."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from urllib.error import URLError
from urllib.request import urlopen

from harness import environment, signals
from harness.commands.words import no_more
from harness.errors import BadWord
from harness.store.settings import what_is_wrong
from reports import wire
from reports.text import public

HOST = "127.0.0.1"
PATIENCE = 120  # seconds that the server may take to start


def add_to(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verb with its arguments."""
    verb = verbs.add_parser(
        "ui", help="MLflow's UI on the recorded runs", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verb.add_argument("--port", type=int, default=5000, help="port on this machine (default: 5000)")
    verb.add_argument(
        "--uri",
        default=os.environ.get("MLFLOW_TRACKING_URI", "sqlite:///outputs/mlflow.db"),
        help="tracking store (default: MLFLOW_TRACKING_URI, or %(default)s)",
    )
    verb.set_defaults(work=work)


def work(arguments: argparse.Namespace, others: Sequence[str]) -> int:
    """Serve it until Ctrl-C; the exit status."""
    no_more(others)
    return serve(arguments.uri, arguments.port)


def serve(uri: str, port: int) -> int:
    """Serve the UI on this machine's `port` until Ctrl-C; its exit status. A server's own `uri` is only named."""
    if uri.startswith("http"):
        print(f"the runs are on a server that has a UI of its own: {public(uri)}")
        return 0
    if wrong := what_is_wrong(uri):
        raise BadWord(f"--uri {uri}: {wrong}")
    as_recorded = uri
    if uri.startswith("sqlite:///"):
        uri = _store(Path(uri.removeprefix("sqlite:///")))
    from harness.store import spool, tracking

    _refuse_taken(port)
    spool.send_waiting(as_recorded)  # what a sweep that was stopped has left on disk
    experiments = tracking.experiments(uri)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # Ctrl-C is how it is ended
    # Its words go to a file: a pipe that nobody reads would stop it when it is full. And it works in an empty folder:
    # it would import a random.py or mlflow.py of the folder where the command is called.
    with TemporaryFile() as said, TemporaryDirectory() as empty:
        server = subprocess.Popen(
            [sys.executable, "-m", "mlflow", "server", "--host", HOST,
             "--port", str(port), "--workers", "1"],
            # Not among the words that `ps` shows: the address may hold a password.
            env={**os.environ, **tracking.SETTINGS, "MLFLOW_BACKEND_STORE_URI": uri,
                 "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"},
            stdout=subprocess.DEVNULL,
            stderr=said,
            cwd=empty,
            preexec_fn=environment.end_with_parent,
        )  # fmt: skip
        signals.started.append(server.pid)
        try:
            if not _answers(server, port):
                said.seek(0)
                reason = " ".join(said.read().decode(errors="replace").split())
                raise BadWord(f"MLflow's server did not start: {public(reason)[-300:] or 'no message'}")
            print("MLflow's UI is ready; Ctrl-C ends it.", flush=True)
            for name, identifier in experiments.items():
                print(f"  {name}: {_address(port, identifier)}", flush=True)
            return server.wait()
        except KeyboardInterrupt:
            return 0
        finally:
            server.terminate()
            server.wait()


def _store(file: Path) -> str:
    """The address of the SQLite store in `file`, wherever it was moved to; a BadWord if there is none."""
    uri = f"sqlite:///{file}"
    if not file.is_file():
        raise BadWord(f"nothing is recorded in {uri} yet; `folklore run` or `folklore judge` first")
    try:
        with closing(sqlite3.connect(file)) as store:
            store.execute("SELECT 1 FROM experiments").fetchone()
    except sqlite3.Error as error:
        raise BadWord(f"--uri {uri}: this is no store of MLflow ({error})") from None
    from harness.store import tracking

    tracking.follow(file)
    return f"sqlite:///{file.resolve()}"


def _address(port: int, experiment_id: str) -> str:
    """The experiment's table of runs with their scores; without `workflowType`, an empty page of another kind opens."""
    view = f"workflowType=machine_learning&viewStateShareKey={wire.VIEW}"
    return f"http://{HOST}:{port}/#/experiments/{experiment_id}/runs?{view}"


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError):
            raise BadWord(f"--port {port}: it cannot be used here (taken, or not between 1 and 65535)") from None


def _answers(server: subprocess.Popen[bytes], port: int) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(f"http://{HOST}:{port}/health", timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            time.sleep(0.3)
    return False
