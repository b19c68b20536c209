from __future__ import annotations

import pytest

from reports.claims import kinds
from reports.claims.kinds import KINDS
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
