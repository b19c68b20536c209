"""What the terminal shows."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from build import a_claim, by_depth, deep, judged, simulated

from reports import terminal
from reports.claims.outcome import Outcome
from reports.verdicts import controls


@pytest.fixture
def shown(capsys):
    def of(one) -> str:
        terminal.show(one)
        return capsys.readouterr().out

    return of


def test_a_verdict_and_its_numbers(usual, shown):
    said = shown(usual)
    first, head, row, other, *_ = said.splitlines()
    reached = usual.verdict
    assert first == f"adam_vs_adagrad: {reached.outcome}   “Adam beats AdaGrad”   (4 data sets, 5 seeds)"
    assert "P(better)  P(equivalent)  P(worse)" in head
    assert (row.split()[0], other.split()[0]) == ("adagrad", "sgd")
    assert head.index("P(worse)") + len("P(worse)") == row.index("  ", row.index("[") - 12)
    for line, rival in zip((row, other), reached.rivals, strict=True):
        assert line.endswith(f"{terminal.text.interval(rival.effect)}  {rival.outcome}")
    assert "as published: " in said
    assert "of 23 other reasonable analyses, " in said
    assert max(map(len, said.splitlines())) <= 120
    assert "\x1b" not in said


def test_controls(usual, shown):
    found = controls.run(usual.verdict, usual.observations)
    said = " ".join(shown(replace(usual, controls=found)).split())
    assert "Controls: against itself, adam is" in said
    assert f"a planted difference of 0.02 against {usual.verdict.closest.rival} is" in said
    assert "Controls" not in shown(usual)


def test_subgroups(shown):
    said = shown(judged(by_depth(a_claim(modifiers=["model.repeats"]), deep)))
    assert "  model.repeats=3, against adagrad: +0.06" in said
    assert "CONDITIONAL" in said.splitlines()[0]


def test_a_confirmation_says_what_it_was_before(usual, shown):
    other = replace(usual.verdict, outcome=Outcome.REVERSED, seeds=1)
    assert "Confirmation on 5 fresh seeds: " in shown(replace(usual, confirmation=usual.verdict))
    said = shown(replace(usual, confirmation=other))
    assert f"Confirmation on 1 fresh seed: REVERSED, and it was {usual.verdict.outcome} before (adagrad +" in said


def test_less_is_better_is_said(hurried, shown):
    one = judged(simulated(a_claim(metric="brier"), ("iris", "wine"), seeds=2, trials=1, epochs=1))
    assert "effect on test Brier score (less is better: +)" in shown(one)


def test_what_was_done_to_the_data(usual, shown):
    runs = usual.recorded.runs.assign(dataset_notes=json.dumps(["dropped as constant: country"]))
    said = shown(replace(usual, recorded=replace(usual.recorded, runs=runs)))
    assert "\n  moons: dropped as constant: country\n" in said


@pytest.mark.parametrize("kind", ["impossible", "identical", "scaling"])
def test_a_finding(findings, kind, shown):
    finding = findings[kind]
    said = shown(finding)
    assert said.startswith(f"mine: {finding.outcome}   “It is so”   (")
    for row in finding.rows:
        assert all(text in said for text in row)
    assert " ".join(finding.caveat.split()[:6]) in said
