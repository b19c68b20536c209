"""Which of Hydra's options may stand among the words of a sweep."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.errors import BadWord
from harness.sweeps import options


def test_options_may_stand_anywhere_and_the_other_words_keep_their_order():
    read = options.read(["a=1", "-m", "b=2", "--config-dir", "mine", "~c", "+d=-1"])
    assert read == options.Options(["a=1", "b=2", "~c", "+d=-1"], Path("mine"), "")
    assert options.read(["--multirun", "-cd=mine"]) == options.Options([], Path("mine"), "")


@pytest.mark.parametrize(
    ("words", "question"),
    [
        (["--cfg", "job", "optimizer=sgd"], "--cfg"), (["-c", "all", "-p", "optimizer", "--resolve"], "--cfg"),
        (["--help"], "--help"), (["-h", "--resolve"], "--help"), (["--hydra-help", "-m"], "--hydra-help"),
        (["--info"], "--info"), (["-i", "defaults"], "--info"), (["--version"], "--version"),
    ],
)  # fmt: skip
def test_questions_are_told_from_sweeps(words, question):
    assert options.read(words).question == question


@pytest.mark.parametrize(
    "option",
    ["--config-name=other", "--config-name", "-cn", "--config-path", "-cp", "--experimental-rerun", "--run", "-r",
     "-sc", "--confg-dir", "-x", "--multi", "-1"],
)  # fmt: skip
@pytest.mark.parametrize("before", [[], ["a=1", "--cfg", "job"]])
def test_others_are_refused_with_what_is_allowed(option, before):
    with pytest.raises(
        BadWord, match=r"there is no such option here; allowed: --cfg, --config-dir, .*--version"
    ) as error:
        options.read([*before, option, "nonsense"])
    assert str(error.value).startswith(option.partition("=")[0] + ": ")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--resolve"], "--resolve: it goes with --cfg"),
        (["-m", "--package", "optimizer"], "--package: it goes with --cfg"),
        (["--info", "--resolve"], "--resolve: it goes with --cfg"),
        (["--cfg", "job", "-m"], "--cfg: it shows one cell; leave --multirun"),
        (["--info", "-m"], "--info: it shows one cell; leave --multirun"),
        (["--info", "--cfg", "job"], "--cfg --info: one question at a time"),
        (["--info", "nonsense"], "invalid choice: 'nonsense'"),
        (["--cfg", "jobs"], "invalid choice: 'jobs'"),
        (["--config-dir"], "expected one argument"),
    ],
)
def test_what_makes_no_sense_is_one_line(words, message):
    with pytest.raises(BadWord, match=message) as error:
        options.read(words)
    assert len(str(error.value).splitlines()) == 1
