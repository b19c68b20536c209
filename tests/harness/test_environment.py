"""Another package called `datasets` in the same environment is noticed before it does harm."""

from __future__ import annotations

import os
import subprocess
import sys

from harness.paths import ROOT


def call(cwd, path: str):
    return subprocess.run(
        [sys.executable, "-P", "-c", "from harness.cli import main; main(['list', 'losses'])"],
        cwd=cwd, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_package_that_hides_ours_is_named(tmp_path):
    other = tmp_path / "datasets"
    other.mkdir()
    (other / "__init__.py").write_text("")
    done = call(tmp_path, f"{tmp_path}{os.pathsep}{ROOT}")
    assert done.returncode == 2
    assert f"another package called `datasets` ({other / '__init__.py'}) hides the one of this project" in done.stderr
    assert "`make`" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_one_that_ours_hides_is_worth_a_warning(tmp_path):
    metadata = tmp_path / "datasets-3.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: datasets\nVersion: 3.0\n")
    done = call(tmp_path, f"{ROOT}{os.pathsep}{tmp_path}")
    assert done.returncode == 0
    assert "Hugging Face's package `datasets` is installed here too" in done.stderr


def test_alone_it_says_nothing(tmp_path):
    done = call(tmp_path, str(ROOT))
    assert (done.returncode, done.stderr) == (0, "")
