"""Every kind of claim: its entries, each checked, and the files that belong to it."""

from __future__ import annotations

from dataclasses import fields
from importlib import import_module
from importlib.util import find_spec

import pytest
from build import a_claim

from reports.claims import kinds
from reports.claims.comparison import Comparison
from reports.claims.entries import how
from reports.claims.kinds import KINDS
from reports.claims.metric import METRICS, SCORE
from reports.errors import ClaimError

COMMON = {"name": "mine", "statement": "A beats B", "source": "nobody", "factor": "optimizer"}
GOOD = COMMON | {"kind": "superiority", "favourite": "a", "rivals": ["b"]}
IMPOSSIBLE = COMMON | {"kind": "impossible", "contestants": ["a"], "bound": 0.75}
IDENTICAL = COMMON | {"kind": "identical", "contestants": ["a", "b"], "tolerance": 0}
SCALING = COMMON | {"kind": "scaling", "contestants": ["a"], "size": "model.hidden", "exponent": 1.5}


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ({"kind": "better"}, "kind is 'better'; allowed: superiority, near_optimal, impossible, identical, scaling"),
        ({"metric": "speed"}, "metric is 'speed'; allowed: accuracy"),
        ({"rivals": []}, "rivals must be a list"),
        ({"rivals": "b"}, "rivals must be a list"),
        ({"rivals": ["a"]}, "the favourite 'a' is also one of rivals"),
        ({"rivals": ["b", "b"]}, "rivals may name every contestant once only"),
        ({"rivals": ["b", None]}, "rivals has the value None"),
        ({"rivals": [["b"]]}, "rivals has the value"),
        ({"rivals": [True]}, "rivals has the value True"),
        ({"favourite": False}, "favourite has the value False"),
        ({"favourite": 20}, "favourite has the value 20"),
        ({"statement": " "}, "statement has the value"),
        ({"statement": ["A"]}, "statement has the value"),
        ({"source": 1989}, "source has the value 1989"),
        ({"factor": ""}, "factor has the value ''"),
        ({"kind": []}, "kind has the value"),
        ({"metric": 1}, "metric has the value 1"),
        ({"rope": float("nan")}, "rope is nan"),
        ({"rope": float("inf")}, "rope is inf"),
        ({"probability": float("nan")}, "probability is nan"),
        ({"probability": "high"}, "probability is 'high'"),
        ({1: 2, "margin": 1}, "unknown entry 1; allowed: arm, factor"),
        ({"rope": -0.1}, "rope is -0.1"),
        ({"rope": "small"}, "rope is 'small'"),
        ({"rope": True}, "rope is True"),
        ({"probability": 1.0}, "probability is 1.0"),
        ({"arm": "best"}, "arm is 'best'; allowed: tuned, published"),
        ({"arm": 1}, "arm has the value 1; it must be text"),
        ({"probability": 0.5}, "probability is 0.5"),
        ({"margin": 1}, "unknown entry 'margin'; allowed: arm, factor"),
        ({"factor": None}, "'factor' is missing; a claim of kind superiority has it"),
        ({"kind": None}, "'kind' is missing"),
        ({"bound": 1}, "no entry of a claim of kind superiority 'bound'; allowed: arm, factor"),
        ({"modifiers": "rows"}, r"modifiers must be a list with at least one word, such as \[a, b\], not 'rows'"),
        ({"modifiers": ["rows", "rows"]}, "modifiers may name every name once only"),
        ({"modifiers": ["optimizer"]}, "modifiers names 'optimizer', which is swept anyway"),
    ],
)
def test_a_faulty_entry_is_named(entries, message):
    merged = {key: value for key, value in {**GOOD, **entries}.items() if value is not None}
    with pytest.raises(ClaimError, match=message) as error:
        kinds.claim(merged, "mine.yaml")
    assert str(error.value).startswith("mine.yaml: ")


@pytest.mark.parametrize(
    ("good", "entries", "message"),
    [
        (IMPOSSIBLE, {"bound": None}, "'bound' is missing; a claim of kind impossible has it"),
        (IMPOSSIBLE, {"bound": "high"}, "bound is 'high'; it must be a finite number"),
        (IMPOSSIBLE, {"bound": float("inf")}, "bound is inf"),
        (IMPOSSIBLE, {"tolerance": -1}, "tolerance is -1; it must be a finite number, 0 or more"),
        (IMPOSSIBLE, {"control": ["a"]}, "'a' is one of contestants and of control"),
        (IMPOSSIBLE, {"control": "mlp"}, "control must be a list with at least one level of the factor"),
        (IMPOSSIBLE, {"across": ["dataset"]}, "across names 'dataset', which is swept anyway"),
        (IMPOSSIBLE, {"favourite": "a"}, "no entry of a claim of kind impossible 'favourite'; allowed: across, bound"),
        (IDENTICAL, {"contestants": ["a"]}, "contestants must be two or more"),
        (IDENTICAL, {"contestants": ["a", "a"]}, "contestants may name every contestant once only"),
        (IDENTICAL, {"tolerance": "1e-9"}, "tolerance is '1e-9'.*; YAML reads 1e-9 as text, and 1.0e-9 as a number"),
        (IDENTICAL, {"tolerance": None}, "'tolerance' is missing"),
        (SCALING, {"exponent": 0}, "exponent is 0; it must be a finite number above 0"),
        (SCALING, {"size": ["model.hidden"]}, "size has the value"),
        (SCALING, {"rope": 0.1}, "no entry of a claim of kind scaling 'rope'"),
    ],
)
def test_a_faulty_entry_of_the_other_kinds(good, entries, message):
    merged = {key: value for key, value in {**good, **entries}.items() if value is not None}
    with pytest.raises(ClaimError, match=message):
        kinds.claim(merged, "mine.yaml")


@pytest.mark.parametrize("good", [GOOD, IMPOSSIBLE, IDENTICAL, SCALING], ids=lambda good: good["kind"])
def test_a_claim_as_a_mapping_and_back(good):
    claim = kinds.claim(good, "here")
    assert kinds.claim(claim.as_mapping(), "there") == claim
    assert set(good) <= set(claim.as_mapping()) <= {"kind", *KINDS[good["kind"]].entries()}


def test_who_takes_part_and_what_is_swept():
    assert kinds.claim(GOOD, "here").contestants == ("a", "b")
    impossible = kinds.claim(IMPOSSIBLE | {"control": ["c"], "across": ["loss"]}, "here")
    assert (impossible.levels, impossible.swept) == (("a", "c"), ("loss",))
    assert kinds.claim(SCALING, "here").swept == ("model.hidden",)
    modified = kinds.claim(GOOD | {"modifiers": ["rows", "model.repeats"]}, "here")
    assert modified.swept == ("model.repeats",)


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ({"secondary": "brier"}, "secondary must be a list with at least one metric"),
        ({"secondary": ["speed"]}, "secondary names 'speed'; allowed: accuracy, r2, log_loss"),
        ({"secondary": [["brier"]]}, "secondary has the value"),
        ({"secondary": ["accuracy"]}, "secondary names 'accuracy', which is the claim's own metric"),
        ({"secondary": ["brier", "brier"]}, "secondary may name every metric once only"),
        ({"secondary": ["r2"], "metric": None}, "secondary names 'r2', which is the claim's own metric"),
    ],
)
def test_secondary_metrics_that_are_none(entries, message):
    with pytest.raises(ClaimError, match=message.replace("[", r"\[")):
        a_claim(**entries)


def test_the_usual_rope_is_that_of_the_metric_and_a_claims_own_goes_before_it():
    assert a_claim(metric="epochs_to_target").rope == 1.0
    assert a_claim(metric="epochs_to_target", rope=3).rope == 3
    assert a_claim().rope == 0.01
    assert a_claim(secondary=["brier"]).as_mapping()["secondary"] == ["brier"]


@pytest.mark.parametrize("kind", ["superiority", "near_optimal", "impossible"])
@pytest.mark.parametrize("score", ["accuracy", "r2"])
def test_a_metric_that_is_not_named_is_the_score_that_the_data_are_judged_by(kind, score):
    claim = a_claim(kind, metric=None)
    assert claim.metric is claim.measure is SCORE
    assert "metric" not in claim.as_mapping()
    assert claim.on_data_judged_by([score]) == a_claim(kind, metric=score)
    named = a_claim(kind, metric="accuracy")
    assert named.on_data_judged_by([score]) is named
    assert named.on_data_judged_by(["accuracy", "r2"]) is named


def test_times_are_compared_where_the_metric_or_the_kind_says_so():
    timed = {kind for kind in KINDS if a_claim(kind).timed}
    assert timed == {"scaling"}
    assert {name for name in METRICS if a_claim(metric=name).timed} == {"time_to_target"}


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_is_a_file_in_every_room_that_it_needs(name):
    """So that judgement finds its judge and the gallery its picture, and none has to be told."""
    kind = KINDS[name]
    assert kind.kind == name
    assert kind.__module__ == f"reports.claims.{name}"
    compares = issubclass(kind, Comparison)
    for room in ("findings", "pictures"):
        assert (find_spec(f"reports.{room}.{name}") is None) is compares
    if not compares:
        assert callable(import_module(f"reports.findings.{name}").judge)
        assert import_module(f"reports.pictures.{name}").PICTURE.title


@pytest.mark.parametrize("name", KINDS)
def test_the_fields_of_a_kind_are_its_entries_and_each_says_what_it_may_be(name):
    kind = KINDS[name]
    assert list(kind.entries()) == [field.name for field in fields(kind)]
    assert all(how(field) for field in fields(kind))
