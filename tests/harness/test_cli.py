"""The command line, called as a user calls it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from datasets import cards
from harness import signals
from harness.paths import CONF, ROOT
from harness.signals import GO_ON


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["run", "optimizer=adm"],
            "optimizer=adm: there is no such optimizer; allowed: adadelta, adagrad, adam, ",
        ),
        (["run", "dataset=diigts"], "did you mean digits?"),
        (["run", "epochs=-1"], "epochs must be at least 1, not -1"),
        (["run", "optimizer.lr=fast"], "optimizer.lr=fast: it must be a number"),
        (["run", "-m", "optimizer=adam,adm"], "optimizer=adm: there is no such optimizer"),
        (["run", "-m", "seeds=1,0"], "seeds must be at least 1, not 0"),
        (["run", "epoks=3"], "epoks: there is no such word; allowed: activation, batch_size"),
        (["run", "optimizer.lrr=3"], "optimizer.lrr: there is no such word; allowed: beta1, beta2, eps, lr, search"),
        (["run", "optimizer=[a"], "optimizer=[a: Hydra cannot read this word"),
        (["run", "optimizer=null"], "optimizer=null: a cell needs it; allowed: adadelta"),
        (["run", "claim=adm_vs_adagrad"], "did you mean adam_vs_adagrad?"),
        (["run", "suite=quik"], "suite=quik: there is no such suite; allowed: default, full, imbalanced, "),
        (["run", "suite=quick,full"], "suite=quick,full: one suite at a time; more data sets go in dataset=a,b,c"),
        (["run", "hydra/launcher=jblib"], "did you mean joblib?"),
        (["run", "--config-dir", "nowhere"], "--config-dir nowhere: there is no such folder"),
        (
            ["run", "--config-name=nonsense"],
            "--config-name: there is no such option here; allowed: --cfg, --config-dir, ",
        ),
        (["run", "dataset=iris", "-cn", "nonsense"], "-cn: there is no such option here; allowed: --cfg, "),
        (["run", "--config-path", "nowhere", "dataset=iris"], "--config-path: there is no such option here"),
        (["run", "--experimental-rerun", "x.pickle"], "--experimental-rerun: there is no such option here"),
        (["run", "--confg-dir", "mine"], "did you mean --config-dir?"),
        (["run", "--resolve"], "--resolve: it goes with --cfg"),
        (["judge", "adam_vs_adagrad", "--config-name", "nonsense"], "--config-name: there is no such option here"),
        (["judge", "adam_vs_adagrad", "--cfg", "job"], "--cfg: folklore run answers it, without a claim"),
        (["judge", "adam_vs_adagrad", "~claim"], "claim=null: there is no claim to judge"),
        (["run", "claim=adam_vs_adagrad", "claim.rope=-1"], "claim adam_vs_adagrad: rope is -1; it must be a finite"),
        (["run", "optimizer._target_=os.system"], "only classes of the package models are allowed"),
        (["judge", "adam_vs_adagrad", "claim.arm=tuned"], "; +claim.arm=… adds an entry that the claim's file"),
        (["judge"], "name a claim to judge, or all; allowed: adam_vs_adagrad"),
        (["judge", "adam_vs_adagard"], "did you mean adam_vs_adagrad?"),
        (["judge", "adam_vs_adagrad", "optimizer.lr=fast"], "it must be a number"),
        (["judge", "adam_vs_adagrad", "+model=linear,mlp"], "model"),
        (["judge", "adam_vs_adagrad", "model=linear,mlp"], "a claim takes one cell per data set and contestant"),
        (
            ["judge", "adam_vs_adagrad", "--plan", "--between", "x"],
            "--between: x: it must be a number, 0 or more",
        ),
        (["judge", "adam_vs_adagrad", "--until-decided", "--at-most", "5"], "the first round has 10 seeds already"),
        (["report", "--config-dir"], "argument --config-dir: expected one argument; see folklore report --help"),
        (["list", "claims", "--config-dir", "nowhere"], "--config-dir nowhere: there is no such folder"),
        (["-sc", "query=bash"], "see folklore --help"),
        (["ui", "--uri", "file:///tmp"], "--uri file:///tmp: it must begin with one of sqlite, "),
        (["ui", "--uri", "sqlite:////dev/null"], "nothing is recorded"),
        (["list", "optimisers"], "did you mean optimizers?"),
        (["ui"], "nothing is recorded"),
        (["ui", "--port", "99999"], "nothing is recorded"),
    ],
)
def test_a_bad_word_is_one_line_with_status_2_and_nothing_is_recorded(folklore, here, words, said):
    called = folklore(*words)
    assert called.status == 2
    assert said in called.err
    assert len(called.err.splitlines()) == 1
    assert called.out == ""
    assert not (here / "outputs").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["list"],
        ["list", "datasets"],
        ["list", "activations"],
        ["run", "optimizer=adm"],
        ["run", "epochs=-1"],
        ["judge", "--help"],
        ["run", "--help"],
    ],
)
def test_help_lists_and_bad_words_answer_at_once(tmp_path, words):
    """As a process of its own; what takes seconds to import is not imported."""
    code = (
        "import sys, time; start = time.perf_counter()\n"
        "from harness.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "slow = {'mlflow', 'sklearn', 'seaborn', 'pandas', 'matplotlib', 'scipy'} & set(sys.modules)\n"
        "print('slow imports:', *sorted(slow), file=sys.stderr)"
    )
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr.splitlines()[-1] == "slow imports:", done.stderr
    assert "Traceback" not in done.stderr
    assert time.perf_counter() - start < 5  # a second on an idle machine
    assert list(tmp_path.iterdir()) == []


def test_list_names_every_level_with_its_description(folklore):
    called = folklore("list")
    assert called.status == 0
    for path in CONF.glob("*/*.yaml"):
        line = next(line for line in called.out.splitlines() if line.split()[:1] == [path.stem])
        assert len(line.split()) > 1, f"{path} has no description"


@pytest.mark.parametrize("word", ["optimizers", "optimizer"])
def test_list_one_group(folklore, word):
    called = folklore("list", word)
    assert called.out.splitlines()[0] == "optimizers"
    assert "adagrad" in called.out
    assert "digits" not in called.out


def test_list_activations_says_which_are_one_to_one(folklore):
    head, *rows = folklore("list", "activations").out.splitlines()
    assert head.split()[:6] == ["name", "one-to-one", "monotone", "bounded", "smooth", "slopes"]
    facts = {row.split()[0]: row.split()[1:8] for row in rows}
    assert facts["relu"] == ["no", "yes", "no", "no", "0", "…", "1"]
    assert facts["leaky_relu"] == ["yes", "yes", "no", "no", "0.01", "…", "1"]
    assert facts["sigmoid"] == ["yes", "yes", "yes", "yes", "0", "…", "0.25"]


def test_list_datasets_is_a_table_of_facts(folklore):
    head, *rows = folklore("list", "datasets").out.splitlines()
    facts = ["name", "task", "rows", "features", "classes", "majority"]
    measured = ["linear", "network", "trees", "discrimination"]
    assert head.split() == [*facts, *measured, "source", "licence"]
    assert [row.split()[0] for row in rows] == sorted(path.stem for path in (CONF / "dataset").glob("*.yaml"))
    cells = {row.split()[0]: re.split(r"\s{2,}", row) for row in rows}
    assert cells["letter"][:6] == ["letter", "classification", "20,000", "16", "26", "0.04"]
    assert cells["letter"][-2:] == ["Debian: r-cran-mlbench 2.1-3-1", "CC BY 4.0 (UCI)"]
    found = cards.read()["letter"].measured
    assert [float(entry) for entry in cells["letter"][6:-2]] == [
        round(found.linear, 2), round(found.network, 2), round(found.trees, 2), round(found.discrimination, 1),
    ]  # fmt: skip
    assert cells["diabetes"][:6] == ["diabetes", "regression", "442", "10", "–", "–"]
    assert {row.index("classification") for row in rows if "classification" in row} == {head.index("task")}


def test_a_data_set_without_a_card_has_its_description(folklore, monkeypatch):
    monkeypatch.setattr(cards, "read", dict)
    row = next(line for line in folklore("list", "datasets").out.splitlines() if line.startswith("moons"))
    assert re.split(r"\s{2,}", row) == ["moons", *"––––––––––", "two interleaved half circles with noise"]


def test_help_has_examples(folklore):
    for verb in ([], ["run"], ["judge"], ["report"]):
        called = folklore(*verb, "--help")
        assert called.status == 0
        assert "examples:" in called.out


def test_hydra_answers_questions_about_the_configuration(here):
    done = subprocess.run(
        [sys.executable, "-m", "harness", "run", "--cfg", "job", "optimizer=adagrad"],
        cwd=here, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "_target_: models.optimizers.AdaGrad" in done.stdout
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["hydra.job.chdir=true"], "hydra.job.chdir=true: cells are trained in the folder where the command is called"),
        (
            ["hydra/launcher=joblib", "hydra.launcher.n_jobs=0"],
            "hydra.launcher.n_jobs must be at least 1, or -1 for one per processor, not 0",
        ),
        (["optimizer={lr:0.1}"], "optimizer={lr:0.1}: it would replace the level; optimizer.lr=0.1 changes it"),
        (["dataset.path=größe.csv"], """in quotes it can: 'dataset.path="größe.csv"'"""),
        (["dataset.path=data (1).csv"], """in quotes it can: 'dataset.path="data (1).csv"'"""),
        (["optimizer=[sgd,adam]"], "optimizer=[sgd,adam]: one level a cell; optimizer=sgd,adam sweeps over them"),
        (["+optimizer=sgd"], "+optimizer=sgd: a level is chosen there already; the word without + chooses another"),
        (["dataset=iris.yaml"], "dataset=iris.yaml: there is no such dataset; allowed: abalone, "),
        (["dataset=../dataset/iris"], "dataset=../dataset/iris: there is no such dataset"),
        (["dataset=2024"], """a level is called by its name; in quotes it can be: 'dataset="2024"'"""),
        (["suite=null"], "suite=null: leave the word out"),
        (["optimizer=glob(zzz*)"], "optimizer=glob(zzz*): it lists no value"),
        (["seeds=range(1,3,0)"], "seeds=range(1,3,0): its step must not be 0"),
        (
            ["seeds=shuffle(range(1,100000000000))"],
            "99,999,999,999 cells are more than one sweep takes (100,000); sweep fewer",
        ),
        (["seeds=99999999999999999999"], "seeds must be at most 100,000, not 99,999,999,999,999,999,999"),
        (["seeds=null"], "seeds=null: it must be a whole number"),
        (["seeds=${nothing}"], "seeds: Interpolation key 'nothing' not found"),
        (["seeds=foo(1)"], "Hydra cannot read this word (Unknown function 'foo')"),
        (["iris"], "iris: a word is written name=value, without spaces around the sign, as dataset=iris"),
        (["dataset:iris"], "dataset:iris: a word is written name=value"),
        (["dataset", "=iris"], "dataset: a word is written name=value"),
        ([""], ": a word is written name=value"),
        (["größe=1"], "größe=1: größe is no name in a configuration"),
        (["dataset.drop=[a,größe]"], """in quotes it can: 'dataset.drop=[a,"größe"]'"""),
        (["model.hidden=[2"], "model.hidden=[2: Hydra cannot read this word; a list is written [a,b]"),
        (["dataset=table", "dataset.target=y", "dataset.path=true"], "dataset.path=true: it must be a word; in quotes"),
        (["hydra.launcher.n_jobs=x", "hydra/launcher=joblib"], "hydra.launcher.n_jobs=x: it must be a whole number"),
        (["hydra.searchpath=[/nowhere]"], "hydra.searchpath: there is no folder /nowhere"),
        (["+hydra.sweeper.params.seeds=5"], "what is swept are words of their own, as seeds=5,10"),
        (["--cfg", "job", "dataset=nix"], "dataset=nix: there is no such dataset"),
        (["--cfg", "job", "seeds=1,2"], "--cfg: Ambiguous value for argument 'seeds=1,2'"),
        (["--cfg", "job", "-p", "nix"], "--cfg: package 'nix' not found in config"),
        (["--info", "-m"], "--info: it shows one cell; leave --multirun (-m) out"),
        (["--hydra-help", "dataset=nix"], "dataset=nix: there is no such dataset"),
        (["-sc", "query=bash"], "-sc: there is no such option here"),
        (
            ["seeds=range(1,1001)", "epochs=range(1,1001)"],
            "1,000,000 cells are more than one sweep takes (100,000); sweep fewer",
        ),
        (
            ["seeds=1,2,3", "--most-cells=2"],
            "3 cells are more than one sweep takes (2); sweep fewer values at a time, or say --most-cells=3",
        ),
    ],
)
def test_words_that_went_wrong_in_silence_or_with_a_traceback(folklore, here, words, said):
    called = folklore("run", *words)
    assert called.status == 2
    assert said in called.err
    assert len(called.err.splitlines()) == 1
    assert not (here / "outputs").exists()


def real(here: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "harness", *words],
        cwd=here, env={**os.environ, "PYTHONPATH": str(ROOT), **environment}, capture_output=True, timeout=120,
        text=True, encoding=environment.get("PYTHONIOENCODING", "utf-8"),
    )  # fmt: skip


def test_a_terminal_that_is_not_utf_8_survives(here):
    """− and “ are not in ASCII."""
    called = real(here, "list", "claims", PYTHONIOENCODING="ascii")
    assert called.returncode == 0
    assert "Adam beats AdaGrad" in called.stdout
    assert "holding out 20 % for validation" in called.stdout
    assert real(here, "judge", "nonsénse", PYTHONIOENCODING="ascii").stderr.startswith(
        "folklore: nons?nse: there is no"
    )


@pytest.mark.parametrize("make", [lambda path: path.write_text("x"), lambda path: path.symlink_to("nowhere/at/all")])
def test_an_odd_outputs_is_one_line(folklore, here, make):
    make(here / "outputs")
    called = folklore("run", "dataset=iris", "epochs=1", "seeds=1", "model.hidden=[2]")
    assert called.status == 2
    assert called.err == f"folklore: {here}/outputs: it must be a folder, and is a file, or a link that leads nowhere\n"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_things_are_imported_is_one_line(here, how):
    """At once after the interpreter has started; it would be a traceback of whatever is being imported."""
    code = (
        "from harness import __main__ as start, signals; import os, signal\n"
        f"signal.signal(signal.SIGINT, signal.default_int_handler); leave = signals.leave_at_signals\n"
        f"signals.leave_at_signals = lambda: (leave(), os.kill(os.getpid(), {int(how)}))\n"
        "start.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=here, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 128 + how
    by = "" if how == signal.SIGINT else " by SIGTERM"
    assert done.stderr == f"folklore: stopped{by}. {GO_ON}\n"


def test_signals_that_nohup_keeps_away_are_ignored(monkeypatch):
    kept = {number: signal.getsignal(number) for number in signals.SIGNALS}
    try:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signals.leave_at_signals()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        assert signal.getsignal(signal.SIGTERM) is signals._leave
        signals.as_usual()
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
