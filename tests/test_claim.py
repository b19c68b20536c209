from __future__ import annotations

import pytest
import yaml

from harness.paths import CONF
from reports import claim as claims
from reports.errors import ClaimError

CLAIMS = sorted((CONF / "claim").glob("*.yaml"))
GOOD = {
    "statement": "A beats B", "source": "nobody", "kind": "superiority", "factor": "optimizer",
    "favourite": "a", "rivals": ["b"],
}  # fmt: skip


@pytest.mark.parametrize("path", CLAIMS, ids=lambda path: path.stem)
def test_a_claim_of_this_project_compares_levels_that_exist_and_sweeps_exactly_those(path):
    claim = claims.read(path)
    assert claim.name == path.stem
    for contestant in claim.contestants:
        assert (CONF / claim.factor / f"{contestant}.yaml").exists()
    params = yaml.safe_load(path.read_text())["hydra"]["sweeper"]["params"]
    assert set(params) == {"dataset", claim.factor}
    assert sorted(params[claim.factor].split(",")) == sorted(claim.contestants)
    for name in params["dataset"].split(","):
        assert (CONF / "dataset" / f"{name}.yaml").exists()


def test_the_headline_claims_are_there():
    assert {path.stem for path in CLAIMS} >= {
        "adam_vs_adagrad", "relu_vs_the_rest", "cross_entropy_vs_least_squares", "hold_out_20_percent",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ({"kind": "better"}, "kind is 'better'; allowed: superiority, near_optimal"),
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
        ({1: 2, "margin": 1}, "unknown entry 1; allowed: factor"),
        ({"rope": -0.1}, "rope is -0.1"),
        ({"rope": "small"}, "rope is 'small'"),
        ({"rope": True}, "rope is True"),
        ({"probability": 1.0}, "probability is 1.0"),
        ({"probability": 0.5}, "probability is 0.5"),
        ({"margin": 1}, "unknown entry 'margin'; allowed: factor"),
        ({"factor": None}, "'factor' is missing"),
    ],
)
def test_a_faulty_entry_is_named(tmp_path, entries, message):
    path = tmp_path / "mine.yaml"
    merged = {key: value for key, value in {**GOOD, **entries}.items() if value is not None}
    path.write_text(yaml.safe_dump({"claim": merged}))
    with pytest.raises(ClaimError, match=message) as error:
        claims.read(path)
    assert str(error.value).startswith("mine.yaml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("claim: [", "mine.yaml, line 1: not valid YAML"),
        ("", "no mapping"),
        ("claim: 3", "no mapping"),
        ("- 1", "no mapping"),
    ],
)
def test_a_file_that_is_no_claim(tmp_path, text, message):
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(ClaimError, match=message):
        claims.read(path)


def test_a_file_that_cannot_be_read(tmp_path):
    (tmp_path / "mine.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ClaimError, match=r"mine\.yaml: cannot be read: it is not UTF-8 text"):
        claims.read(tmp_path / "mine.yaml")
    with pytest.raises(ClaimError, match=r"none\.yaml: cannot be read: No such file"):
        claims.read(tmp_path / "none.yaml")


def test_a_claim_as_a_mapping_and_back():
    claim = claims.Claim.from_mapping({"name": "mine", **GOOD}, "here")
    assert claims.Claim.from_mapping(claim.as_mapping(), "there") == claim
    assert claim.contestants == ("a", "b")
