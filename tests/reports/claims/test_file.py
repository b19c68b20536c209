"""A claim's file: read, and every fault named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.claims import file as claim_file
from reports.errors import ClaimError

CONF = Path(__file__).parents[3] / "conf"
CLAIMS = sorted((CONF / "claim").glob("*.yaml"))
GOOD = """\
# @package _global_
# mine
claim:
  statement: A beats B
  source: nobody
  kind: superiority
  factor: optimizer
  favourite: adam
  rivals: [sgd]
seeds: 3
hydra:
  sweeper:
    params:
      dataset: iris,wine
      optimizer: adam,sgd
"""
SCALING = """\
# @package _global_
claim:
  statement: It grows
  source: nobody
  kind: scaling
  factor: optimizer
  contestants: [newton]
  size: model.hidden
  exponent: 1.5
hydra:
  sweeper:
    params:
      dataset: iris
      optimizer: newton
      model.hidden: "[8],[16,16],[32]"
"""


@pytest.fixture
def read(tmp_path):
    def of(text: str):
        (tmp_path / "mine.yaml").write_text(text)
        return claim_file.read(tmp_path / "mine.yaml")

    return of


@pytest.mark.parametrize("path", CLAIMS, ids=lambda path: path.stem)
def test_a_claim_of_this_project_compares_levels_that_exist(path):
    claim = claim_file.read(path)
    assert claim.name == path.stem
    for level in claim.levels:
        assert (CONF / claim.factor / f"{level}.yaml").exists()


def test_the_claims_of_the_lecture_are_there():
    assert {path.stem for path in CLAIMS} >= {
        "adam_vs_adagrad", "relu_vs_the_rest", "cross_entropy_vs_least_squares", "hold_out_20_percent",
        "perceptron_never_solves_xor", "layers_without_activation", "second_order_does_not_scale",
    }  # fmt: skip


def test_a_good_one(read):
    claim = read(GOOD)
    assert (claim.name, claim.favourite, claim.rivals) == ("mine", "adam", ("sgd",))
    assert read(SCALING).size == "model.hidden"


def test_the_data_sets_of_a_suite_will_do(read):
    suite = GOOD.replace("      dataset: iris,wine\n", "").replace(
        "claim:", "defaults:\n  - override /suite: quick\nclaim:"
    )
    assert read(suite).name == "mine"


@pytest.mark.parametrize(
    ("good", "old", "new", "message"),
    [
        (GOOD, "superiority", "better", "mine.yaml, line 6: kind is 'better'; allowed: superiority"),
        (GOOD, "rivals: [sgd]", "rivals: [adam]", "mine.yaml, line 9: the favourite 'adam' is also one of rivals"),
        (GOOD, "rivals: [sgd]", "rival: [sgd]", "mine.yaml, line 9: unknown entry 'rival'; allowed: arm, factor"),
        (GOOD, "  rivals: [sgd]\n", "", "mine.yaml: the entry 'rivals' is missing"),
        (GOOD, "  rivals: [sgd]\n", "  rivals: [sgd]\n  rope: x\n", "mine.yaml, line 10: rope is 'x'"),
        (GOOD, "  source: nobody\n", "  source: nobody\n  name: yours\n",
         "mine.yaml, line 6: name is 'yours'; it must be that of the file, mine"),
        (GOOD, "# @package _global_\n", "", "mine.yaml, line 1: the line `# @package _global_` is missing"),
        (GOOD, "# @package _global_\n", "# mine\n\n# @package _global_\n",
         "mine.yaml, line 3: `# @package _global_` must be the first line, above all comments and entries"),
        (GOOD, "# @package _global_\n", "\ufeff# @package _global_\n", "mine.yaml, line 1: a byte order mark hides"),
        (GOOD, "# @package _global_\n", "# @package\t_global_\n", "line 1: Hydra reads `# @package\t_global_` as"),
        (GOOD, "# @package _global_\n", "# @package claim\n", "without it Hydra reads nothing of it"),
        (GOOD, "source: nobody", "source: " + "9" * 5000, "mine.yaml: not valid YAML (a number too long"),
        (GOOD, "seeds: 3\n", "seeds: 3\nseeds: 4\n", "mine.yaml, line 11: seeds stands twice, first in line 10"),
        (GOOD, "  kind:", "  source: me\n  kind:", "mine.yaml, line 6: source stands twice, first in line 5"),
        (GOOD, "adam,sgd", "adam", "mine.yaml, line 15: hydra.sweeper.params.optimizer lacks sgd"),
        (GOOD, "adam,sgd", "adam,sgd,lion", "mine.yaml, line 15: lion is swept, but the claim does not name it"),
        (GOOD, "      dataset: iris,wine\n", "", "mine.yaml, line 13: hydra.sweeper.params does not sweep dataset"),
        (GOOD, "      optimizer: adam,sgd\n", "", "line 13: hydra.sweeper.params does not sweep optimizer"),
        (GOOD, "factor: optimizer", "factor: loss", "line 13: hydra.sweeper.params does not sweep loss"),
        (GOOD, "    params:", "    param:", "mine.yaml: it has no mapping `hydra: sweeper: params:`"),
        (GOOD, "  rivals: [sgd]\n", "  rivals: [sgd]\n  modifiers: [rows, model.repeats]\n",
         "line 14: hydra.sweeper.params does not sweep model.repeats"),
        (GOOD, "  rivals: [sgd]", "  rivals: [sgd", "mine.yaml, line 10: not valid YAML"),
        (GOOD, "\nclaim:", "\nclaims:", "mine.yaml: it has no mapping `claim:`"),
        (SCALING, ',[32]"', '"', "mine.yaml, line 15: model.hidden needs 3 sizes or more"),
        (SCALING, "[newton]", "[newton, adam]", "mine.yaml, line 14: hydra.sweeper.params.optimizer lacks adam"),
        ("claim: [", "", "", "mine.yaml, line 1: not valid YAML"),
        ("", "", "", "no mapping"),
        ("claim: 3", "", "", "no mapping"),
        ("- 1", "", "", "no mapping"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line(read, good, old, new, message):
    assert old in good
    with pytest.raises(ClaimError) as error:
        read(good.replace(old, new, 1))
    assert message in str(error.value)
    assert str(error.value).startswith("mine.yaml")
    assert len(str(error.value).splitlines()) == 1


def test_a_file_that_cannot_be_read(tmp_path):
    (tmp_path / "mine.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ClaimError, match=r"mine\.yaml: cannot be read: it is not UTF-8 text"):
        claim_file.read(tmp_path / "mine.yaml")
    with pytest.raises(ClaimError, match=r"none\.yaml: cannot be read: No such file"):
        claim_file.read(tmp_path / "none.yaml")


def test_what_a_sweep_lists():
    assert claim_file.values("adam, sgd") == ["adam", "sgd"]
    assert claim_file.values("[8],[16,16]") == ["[8]", "[16,16]"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# @package _global_\n", "\n\n#@package   _global_  \n# a comment\n"),
        ("\n", "\r\n"),
        ("source: nobody", "source: 2024-99-99"),  # it looks like a date, and is none
    ],
)
def test_what_hydra_reads_is_read(tmp_path, old, new):
    path = tmp_path / "mine.yaml"
    path.write_bytes(GOOD.replace(old, new).encode())
    assert claim_file.read(path).name == "mine"
