"""A claim from the first word to the page: swept on two processes, read back from MLflow, judged."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mlflow import MlflowClient

from datasets import bundled

SMALL = ("dataset=iris,wine", "model.hidden=[8]", "epochs=3", "seeds=2", "tuning.trials=2", "hydra/launcher=basic")


@pytest.fixture
def judged(folklore, store):
    called = folklore("judge", "adam_vs_adagrad", *SMALL)
    assert called.status == 0, called.err
    return called


def test_a_verdict_in_the_terminal_and_a_page(judged, here):
    first, _, row, *_ = judged.out.splitlines()
    outcome = r"SUPPORTED|EQUIVALENT|REVERSED|CONDITIONAL|UNDECIDED"
    assert re.match(rf"adam_vs_adagrad: ({outcome})   “Adam beats AdaGrad”   \(2 data sets, 2 seeds\)", first)
    assert re.match(r"  adagrad +(< )?0\.\d{3}", row)
    assert judged.out.splitlines()[-1] == "report: outputs/reports/index.html"
    page = (here / "outputs" / "reports" / "index.html").read_text()
    assert page.count("<img ") == 4
    assert "0 of 8 replicas" in page
    assert "Other metrics" in page
    for said in ("log loss", "Brier score", "calibration error", "epochs to the target", "trials that diverged"):
        assert re.search(rf'<th scope="rowgroup"[^>]*>[^<]*{said} ↓</th>', page)


def test_judging_again_trains_nothing_and_says_the_same(judged, folklore, store):
    client = MlflowClient(store)
    experiment = client.get_experiment_by_name("folklore/adam_vs_adagrad").experiment_id
    before = {run.info.run_id for run in client.search_runs([experiment])}
    for verb in ("judge", "report"):
        again = folklore(verb, "adam_vs_adagrad", *SMALL)
        assert again.out == judged.out
    assert {run.info.run_id for run in client.search_runs([experiment])} == before


def test_only_the_cells_that_the_words_mean_are_judged(judged, folklore):
    words = [word if not word.startswith("dataset=") else "dataset=iris" for word in SMALL]
    assert "(1 data set, 2 seeds)" in folklore("report", "adam_vs_adagrad", *words).out


def test_a_report_of_nothing_is_one_line(folklore, store):
    called = folklore("report")
    assert called.status == 2
    assert "adam_vs_adagrad: not judged, because none of its 16 cells has a finished run" in called.err
    assert len(called.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "cells"),
    [([], 16), (["suite=quick"], 12), (["suite=quick", "dataset=iris"], 2), (["suite=standard"], 24)],
)
def test_a_suite_replaces_the_data_sets_of_a_claim_and_words_replace_both(folklore, store, words, cells):
    said = folklore("report", "adam_vs_adagrad", *words).err
    assert f"none of its {cells} cells has a finished run" in said


def test_cells_that_are_missing_are_said(judged, folklore):
    words = [word if not word.startswith("dataset=") else "dataset=iris,wine,moons" for word in SMALL]
    called = folklore("report", "adam_vs_adagrad", *words)
    assert called.status == 0
    assert "2 planned cells have no finished run" in called.out
    page = Path("outputs/reports/index.html").read_text()
    assert "Cells without a finished run" in page


def test_a_data_set_that_cannot_be_had_is_counted(folklore, store, here, monkeypatch):
    monkeypatch.setattr(bundled, "FOLDER", here)
    called = folklore("judge", "adam_vs_adagrad", "dataset=iris,wine,glass", *SMALL[1:])
    assert called.status == 1
    assert "1 of 3 data sets could not be had:\n  glass: /" in called.err
    assert "Mind: 1 data set could not be had: glass (/" in " ".join(called.out.split())
    assert "(2 data sets, 2 seeds)" in called.out
    page = Path("outputs/reports/index.html").read_text()
    assert "1 data set could not be had: glass" in page
    assert "Cells without a finished run" not in page


def test_a_claim_about_classes_is_not_judged_by_numbers_unless_it_is_asked_for(folklore, store, here):
    words = ("judge", "adam_vs_adagrad", "suite=regression", "dataset=diabetes,autompg", *SMALL[1:])
    called = folklore(*words)
    assert called.status == 2
    assert "claim.metric=accuracy: diabetes is judged by r2; claim.metric=r2 asks for that" in called.err
    called = folklore(*words, "claim.metric=r2")
    assert called.status == 0, called.err
    assert "effect on test r2" in called.out
    mixed = folklore("judge", "adam_vs_adagrad", "loss=least_squares", "dataset=iris,diabetes", *SMALL[1:])
    assert "(1 data set, 2 seeds)" in mixed.out  # those runs are there, but not what this claim is about
    assert "2 planned cells have no finished run: diabetes" in " ".join(mixed.out.split())
    mixed = folklore("judge", "adam_vs_adagrad", "loss=least_squares", "dataset=iris,friedman1", *SMALL[1:])
    assert mixed.status == 1
    assert "2 of 4 cells failed" in mixed.err


def test_a_claim_by_another_metric(judged, folklore):
    called = folklore("judge", "adam_vs_adagrad", *SMALL, "claim.metric=log_loss", "+claim.secondary=[time_to_target]")
    assert called.status == 0, called.err
    assert "effect on test log loss (less is better: +)" in called.out
    page = Path("outputs/reports/index.html").read_text()
    assert re.search(r'<th scope="rowgroup"[^>]*>log time to the target ↓</th>', page)  # the cells ran one at a time
    assert "Brier" not in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("claim.metric=log_loss", "loss=least_squares"), "loss=least_squares makes no probabilities to measure"),
        (("claim.metric=time_to_target", "hydra/launcher=joblib"), "hydra/launcher=basic runs one at a time"),
        (
            ("claim.metric=brier", "loss=least_squares", "loss.link=sigmoid"),
            "loss=least_squares makes no probabilities",
        ),
        (("claim.metric=speed",), "claim.metric=speed: iris is judged by accuracy"),
    ],
)
def test_a_metric_that_cannot_be_had_is_refused_before_anything_trains(folklore, store, words, said):
    called = folklore("judge", "adam_vs_adagrad", *SMALL[:-1], "hydra/launcher=basic", *words)
    assert called.status == 2
    assert said in called.err
    assert len(called.err.splitlines()) == 1
    client = MlflowClient(store)
    assert not client.search_runs([experiment.experiment_id for experiment in client.search_experiments()])


def test_a_claim_that_was_changed_since_says_so(judged, folklore):
    called = folklore("report", "adam_vs_adagrad", *SMALL, "claim.rope=0.02")
    assert "the claim was changed after runs were made: rope" in " ".join(called.out.split())
