"""A claim from the first word to the page: swept on two processes, read back from MLflow, judged."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

import pytest
from build import a_claim
from command import SMALL, Called, at_work, call, leave_blank
from mlflow import MlflowClient
from once import once

from datasets import bundled
from harness.paths import CONF
from reports.pictures import gallery
from reports.records import load
from reports.records.case import Case
from reports.records.space import Space


def test_a_verdict_in_the_terminal_and_a_page(judged, here):
    first, _, row, *_ = judged.out.splitlines()
    outcome = r"SUPPORTED|EQUIVALENT|REVERSED|CONDITIONAL|UNDECIDED"
    assert re.match(rf"adam_vs_adagrad: ({outcome})   “Adam beats AdaGrad”   \(2 data sets, 2 seeds\)", first)
    assert re.match(r"  adagrad +(< )?0\.\d{3}", row)
    assert judged.out.splitlines()[-1] == "report: outputs/reports/index.html"
    page = (here / "outputs" / "reports" / "index.html").read_text()
    # All pictures but those of modifiers, which the claim has none of, and of ranks, which take three contestants.
    shown = [name for name in (*gallery.VERDICT, *gallery.FOLDED) if name not in ("modifiers", "ranks")]
    assert all(f"<h3>{gallery.picture(name).title}</h3>" in page for name in shown)
    assert page.count('<img src="data:image/webp;base64,U') == len(shown)  # and none is empty
    assert "0 of 8 replicas" in page
    assert "Other metrics" in page
    for said in ("log loss", "Brier score", "calibration error", "epochs to the target", "trials that diverged"):
        assert re.search(rf'<th scope="rowgroup"[^>]*>[^<]*{said} ↓</th>', page)


def test_judging_again_trains_nothing_and_says_the_same(judged, folklore, here):
    client = MlflowClient(f"sqlite:///{here}/outputs/mlflow.db")
    experiment = client.get_experiment_by_name("folklore/adam_vs_adagrad").experiment_id
    before = {run.info.run_id for run in client.search_runs([experiment])}
    for verb in ("judge", "report"):
        again = folklore(verb, "adam_vs_adagrad", *SMALL)
        assert again.out == judged.out
    assert {run.info.run_id for run in client.search_runs([experiment])} == before


def test_the_search_spaces_that_were_declared_come_back(judged, here):
    store = f"sqlite:///{here}/outputs/mlflow.db"
    client = MlflowClient(store)
    experiment = client.get_experiment_by_name("folklore/adam_vs_adagrad").experiment_id
    cells = {run.data.tags["cell"]: "" for run in client.search_runs([experiment])}
    recorded = load.read(Case(a_claim(), store, experiment, cells))
    assert recorded.spaces == {
        "adam": {"optimizer.lr": Space(1e-4, 0.1, "log")},
        "adagrad": {"optimizer.lr": Space(1e-3, 1.0, "log")},
    }


def test_only_the_cells_that_the_words_mean_are_judged(judged, folklore):
    words = [word if not word.startswith("dataset=") else "dataset=iris" for word in SMALL]
    assert "(1 data set, 2 seeds)" in folklore("report", "adam_vs_adagrad", *words).out


def test_a_report_of_nothing_is_one_line(folklore, store):
    called = folklore("report")
    assert called.status == 2
    assert "adam_vs_adagrad: not judged, because none of its 20 cells has a finished run" in called.err
    assert "second_order_does_not_scale: not judged, because none of its 60 cells" in called.err  # all claims, unnamed
    assert len(called.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "cells"),
    [([], 20), (["suite=quick"], 12), (["suite=quick", "dataset=iris"], 2), (["suite=standard"], 40)],
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


def test_a_data_set_that_cannot_be_had_is_counted(folklore, store, here, monkeypatch, two_lost):
    monkeypatch.setattr(bundled, "FOLDER", two_lost)
    called = folklore("judge", "adam_vs_adagrad", "dataset=iris,wine,glass", *SMALL[1:])
    assert called.status == 1
    assert "1 of 3 data sets could not be had:\n  glass: /" in called.err
    assert "Mind: 1 data set could not be had: glass (/" in " ".join(called.out.split())
    assert "(2 data sets, 2 seeds)" in called.out
    page = Path("outputs/reports/index.html").read_text()
    assert "1 data set could not be had: glass" in page
    assert "Cells without a finished run" not in page
    # A report loads no data, so it knows what is missing and not why.
    again = folklore("report", "adam_vs_adagrad", "dataset=iris,wine,glass", *SMALL[1:])
    assert (
        "Mind: 1 of 3 data sets without a finished run to judge: glass; folklore judge tries again, and says why"
        in " ".join(again.out.split())
    )


def test_a_claim_without_a_metric_is_judged_by_the_score_of_its_data(folklore, store, own):
    """On regressions it trained everything, and then found no finished run."""
    (own / "claim" / "bare.yaml").write_text(BARE)
    small = ("epochs=2", "seeds=2", "tuning.trials=2", "model.hidden=[8]", "hydra/launcher=basic")
    called = folklore("judge", "bare", *small, "--config-dir", "my_conf")
    assert called.status == 0, called.err
    assert "effect on test r2" in called.out
    assert "A difference in test r2 of up to 0.01" in Path("outputs/reports/index.html").read_text()
    classes = folklore("judge", "bare", "loss=cross_entropy", "dataset=iris,wine", *small, "--config-dir", "my_conf")
    assert "effect on test accuracy" in classes.out
    mixed = folklore("judge", "bare", "dataset=iris,diabetes", *small, "--config-dir", "my_conf")
    assert mixed.status == 2
    assert "judged by accuracy and r2, which cannot be compared" in mixed.err
    assert len(mixed.err.splitlines()) == 1


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"PAR1 half a table")])
def test_a_missing_or_broken_artifact_is_named_and_its_cell_trained_again_on_request(
    folklore, own_judged, here, damage
):
    client = MlflowClient(f"sqlite:///{here}/outputs/mlflow.db")
    experiment = client.get_experiment_by_name("folklore/no_leak").experiment_id
    runs = client.search_runs([experiment])
    tables = list((here / "outputs" / "artifacts" / "folklore" / "no_leak").rglob("replicas.parquet"))
    assert len(tables) == len(runs) == 2
    for table in tables:
        damage(table)
    called = folklore("report", "no_leak", "depths", "--config-dir", "my_conf")
    assert called.status == 0, called.err
    assert called.out.startswith("depths: ")
    (line,) = [line for line in called.out.splitlines() if line.startswith("no_leak: ")]
    assert line.startswith("no_leak: not judged, because the tables are gone or broken of ")
    assert line.endswith("; tracking.mend=true trains them again")
    alone = folklore("report", "no_leak", "--config-dir", "my_conf")
    assert alone.status == 2
    assert len(alone.err.splitlines()) == 1
    assert "tracking.mend=true" in alone.err
    mended = folklore("judge", "no_leak", "--config-dir", "my_conf", "tracking.mend=true")
    assert mended.status == 0, mended.err
    assert len(client.search_runs([experiment])) == 2 * len(runs)
    assert folklore("report", "no_leak", "--config-dir", "my_conf").status == 0


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


def test_another_metric_has_its_own_usual_rope_unless_one_is_named(folklore, store):
    """0.01, that of accuracy in the claim's file, says nothing about nats."""
    usual = "the ROPE is 0.02, the usual one of test log loss, because the command line chose the metric"
    for verb in ("judge", "report"):
        called = folklore(verb, "adam_vs_adagrad", *SMALL, "claim.metric=log_loss")
        said = " ".join(called.out.split())
        assert usual in said
        assert "changed" not in said  # the runs carry the claim that was judged
    page = Path("outputs/reports/index.html").read_text()
    assert usual in page
    assert "A difference in test log loss of up to 0.02 either way does not matter" in page
    folklore("report", "adam_vs_adagrad", *SMALL, "claim.metric=log_loss", "claim.rope=0.01")
    page = Path("outputs/reports/index.html").read_text()
    assert "A difference in test log loss of up to 0.01 either way does not matter" in page
    assert "the claim was changed after runs were made: rope from 0.02 to 0.01" in page
    assert "because the command line chose the metric" not in page


@pytest.mark.parametrize("words", [(), ("claim.metric=accuracy",)])
def test_the_files_own_metric_keeps_the_files_rope(folklore, store, own, words):
    text = (CONF / "claim" / "adam_vs_adagrad.yaml").read_text().replace("rope: 0.01", "rope: 0.03")
    (own / "claim" / "mine.yaml").write_text(text.replace("name: adam_vs_adagrad", "name: mine"))
    called = folklore("judge", "mine", *SMALL, *words, "--config-dir", "my_conf")
    assert "the usual one" not in called.out
    assert "of up to 0.03 either way" in Path("outputs/reports/index.html").read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("claim.metric=log_loss", "loss=least_squares"), "loss=least_squares makes no probabilities to measure"),
        (("claim.metric=time_to_target", "hydra/launcher=joblib"), "hydra/launcher=basic runs one at a time"),
        (
            ("claim.metric=brier", "loss=least_squares", "loss.link=sigmoid"),
            "loss=least_squares makes no probabilities",
        ),
        (("claim.metric=speed",), "claim adam_vs_adagrad: metric is 'speed'; allowed: accuracy, r2, log_loss"),
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
    said = " ".join(called.out.split())
    assert "the claim was changed after runs were made: rope from 0.01 to 0.02" in said
    assert "words that depart from the claim's file: dataset=iris,wine model.hidden=[8] epochs=3 seeds=2" in said


def test_a_word_may_add_an_entry_that_claims_of_its_kind_have(judged, folklore):
    """With Hydra's + for what the file does not have; in every cell, not in the first only."""
    added = folklore("report", "adam_vs_adagrad", *SMALL, "+claim.arm=published")
    assert added.status == 0, added.err
    assert "tuned with an equal budget: " in added.out  # the other arm, beside the verdict
    assert "the claim was changed after runs were made: arm from tuned to published" in " ".join(added.out.split())
    called = folklore("report", "perceptron_never_solves_xor", "+claim.tolerance=0.5")
    assert "perceptron_never_solves_xor: not judged, because none of its 8 cells has a finished run" in called.err


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("+claim.tolerance=0.5", "claim adam_vs_adagrad: no entry of a claim of kind superiority 'tolerance'; allowed"),
        ("+claim.armm=published", "claim adam_vs_adagrad: unknown entry 'armm'; allowed: arm, factor, "),
        ("+claim.arm=publishd", "claim adam_vs_adagrad: arm is 'publishd'; allowed: tuned, published"),
        ("claim.rope=-1", "claim adam_vs_adagrad: rope is -1; it must be a finite number, 0 or more"),
        ("+claim.rope=0.02", "+claim.rope: it has a value already; the word without + changes it"),
        ("+model.single_output=true", "+model.single_output: it has a value already; the word without + changes it"),
        ("+model.hiden=[8]", "model.hiden: there is no such entry; allowed: hidden, "),
    ],
)
def test_a_word_that_makes_no_claim_is_refused_before_anything_trains(folklore, here, word, said):
    called = folklore("judge", "adam_vs_adagrad", *SMALL, word)
    assert called.status == 2
    assert said in called.err
    assert len(called.err.splitlines()) == 1
    assert not (here / "outputs").exists()


OWN = """\
# @package _global_
# leaky ReLU without a leak is ReLU
claim:
  statement: Leaky ReLU without a leak is ReLU
  source: its definition
  kind: identical
  factor: activation
  contestants: [relu, not_leaky]
  tolerance: 0
model:
  hidden: [8]
epochs: 2
seeds: 2
hydra:
  sweeper:
    params:
      dataset: iris
      activation: relu,not_leaky
"""
BARE = """\
# @package _global_
# Adam beats AdaGrad, by whatever its data are judged by
defaults:
  - override /loss: least_squares
claim:
  statement: Adam beats AdaGrad
  source: nobody
  kind: superiority
  factor: optimizer
  favourite: adam
  rivals: [adagrad]
hydra:
  sweeper:
    params:
      dataset: diabetes,autompg
      optimizer: adam,adagrad
"""
DEPTHS = """\
# @package _global_
# Adam is there before AdaGrad, however many layers there are
defaults:
  - override /tuning: small
claim:
  statement: Adam is there before AdaGrad
  source: nobody
  kind: superiority
  factor: optimizer
  favourite: adam
  rivals: [adagrad]
  metric: epochs_to_target
  modifiers: [model.repeats]
model:
  hidden: [4]
tuning:
  trials: 2
epochs: 3
seeds: 2
hydra:
  sweeper:
    params:
      dataset: iris,wine
      optimizer: adam,adagrad
      model.repeats: 1,3
"""
LEVEL = """\
# leaky ReLU with a slope of 0
_target_: models.activations.LeakyReLU
slope: 0.0
"""


def write_own(folder: Path, **more: str) -> Path:
    """A claim of one's own, about a level of one's own; and `more` claims."""
    claims = {f"claim/{name}": text for name, text in more.items()}
    for name, text in {"claim/no_leak": OWN, "activation/not_leaky": LEVEL, **claims}.items():
        (folder / "my_conf" / name).with_suffix(".yaml").parent.mkdir(parents=True, exist_ok=True)
        (folder / "my_conf" / name).with_suffix(".yaml").write_text(text)
    return folder / "my_conf"


@pytest.fixture
def own(here: Path) -> Path:
    return write_own(here)


@pytest.fixture(scope="session")
def own_before(common: Path, empty_store: Path) -> tuple[Path, dict[str, Called]]:
    """A folder in which two claims of one's own were judged; and how each call ended, by the claim."""

    def make(folder: Path) -> dict[str, Called]:
        write_own(folder, depths=DEPTHS)
        with at_work(folder, empty_store) as patch:
            leave_blank(patch)
            return {name: call("judge", name, "--config-dir", "my_conf") for name in ("depths", "no_leak")}

    called = once(common / "own", make)
    assert [one.status for one in called.values()] == [0, 0], called
    return common / "own", called


@pytest.fixture
def own_judged(here: Path, own_before: tuple[Path, dict[str, Called]]) -> dict[str, Called]:
    """The same in the folder `here`, which holds a copy of all that was recorded; the page is that of no_leak."""
    folder, called = own_before
    shutil.copytree(folder / "outputs", here / "outputs")
    write_own(here, depths=DEPTHS)
    return called


def test_one_thing_under_two_names_is_no_comparison(folklore, here, own):
    (own / "activation" / "not_leaky.yaml").write_text("_target_: models.activations.ReLU\n")
    called = folklore("judge", "no_leak", "--config-dir", "my_conf")
    assert called.status == 2
    assert "activation=relu and activation=not_leaky are one thing under two names" in called.err
    assert not (here / "outputs").exists()


def test_a_name_that_the_project_has_is_refused_in_a_folder_of_ones_own(folklore, own):
    """Hydra would silently take the project's."""
    (own / "claim" / "relu_vs_the_rest.yaml").write_text(OWN)
    for words in (("judge", "no_leak"), ("run",), ("list", "claims")):
        called = folklore(*words, "--config-dir", "my_conf")
        assert called.status == 2
        assert "my_conf: claim/relu_vs_the_rest.yaml has a name that this project has already; call it" in called.err


def test_a_claim_of_ones_own_in_a_folder_of_ones_own(folklore, own_judged):
    called = own_judged["no_leak"]
    assert "no_leak: SUPPORTED   “Leaky ReLU without a leak is ReLU”   (1 data set, 2 seeds)" in called.out
    assert "equal to the last bit" in called.out
    page = Path("outputs/reports/index.html").read_text()
    assert "largest difference 0, tolerance 0" in page
    assert page.count("<img ") == 1
    assert "no_leak  " in folklore("list", "claims", "--config-dir", "my_conf").out
    # The design counts too, and what was changed is said, from what to what.
    Path("my_conf/claim/no_leak.yaml").write_text(OWN.replace("seeds: 2", "seeds: 3"))
    again = folklore("judge", "no_leak", "--config-dir", "my_conf")
    said = " ".join(again.out.split())
    assert (
        "other runs of this claim, which are not judged here, were made when it was another: seeds from 2 to 3" in said
    )


def test_what_a_claim_sweeps_is_kept_apart_from_the_first_word_to_the_verdict(folklore, own_judged, here):
    assert "  model.repeats=3, against adagrad: " in own_judged["depths"].out
    store = f"sqlite:///{here}/outputs/mlflow.db"
    client = MlflowClient(store)
    experiment = client.get_experiment_by_name("folklore/depths").experiment_id
    cells = {run.data.tags["cell"]: "" for run in client.search_runs([experiment])}
    claim = a_claim(metric="epochs_to_target", modifiers=["model.repeats"])
    targets = load.read(Case(claim, store, experiment, cells)).replicas.groupby(["dataset", "swept"])["target"]
    assert {(data_set, swept) for (data_set, swept), _ in targets} == {
        (data_set, f"model.repeats={depth}") for data_set in ("iris", "wine") for depth in (1, 3)
    }
    assert (targets.nunique() == 1).all()
    assert targets.first().nunique() == 4
    published = folklore("report", "depths", "--config-dir", "my_conf", "+claim.arm=published")
    assert published.status == 0, published.err
    assert "  model.repeats=3, against adagrad: " in published.out
    assert "tuned with an equal budget: " in published.out
    assert "The verdict at every tuning budget" in Path("outputs/reports/index.html").read_text()


def test_a_faulty_claim_of_ones_own_is_one_line_and_records_nothing(folklore, store, own):
    (own / "claim" / "no_leak.yaml").write_text(OWN.replace("identical", "identic"))
    called = folklore("judge", "no_leak", "--config-dir", "my_conf")
    assert called.status == 2
    assert called.err.startswith("folklore: no_leak.yaml, line 6: kind is 'identic'; allowed: superiority")
    assert len(called.err.splitlines()) == 1
    assert not Path("outputs/sweeps").exists()


def test_a_folder_that_is_not_there(folklore, here):
    called = folklore("judge", "adam_vs_adagrad", "--config-dir", "none")
    assert (called.status, called.err) == (2, "folklore: --config-dir none: there is no such folder\n")


def test_times_are_measured_one_by_one_or_not_at_all(folklore, store):
    called = folklore("judge", "second_order_does_not_scale", "hydra/launcher=joblib")
    assert called.status == 2
    assert "it compares times, so its cells must run one by one; hydra/launcher=basic" in called.err


def test_exponents_from_the_first_word_to_the_page(folklore, store):
    words = ("dataset=iris", "model.hidden=[2],[4],[8]", "optimizer=newton,gauss_newton,levenberg_marquardt,lbfgs,adam")
    called = folklore("judge", "second_order_does_not_scale", *words, "epochs=1")
    assert called.status == 0, called.err
    assert re.search(r"newton +−?\d+\.\d\d \[.*\] +.*with 19 parameters, .* with 67", called.out)


def test_a_bound_from_the_first_word_to_the_page(folklore, store):
    words = ("loss=perceptron,hinge", "seeds=2", "tuning.trials=2", "epochs=5", "hydra/launcher=basic")
    called = folklore("judge", "perceptron_never_solves_xor", *words)
    assert called.status == 0, called.err
    assert re.search(r"linear +8 +5 +0 +0\.75 +xor, loss=", called.out)


def test_two_cells_where_a_claim_declares_none_are_refused(folklore, store):
    called = folklore("judge", "perceptron_never_solves_xor", "batch_size=1,2", "hydra/launcher=basic")
    assert called.status == 2
    assert "two cells for xor and linear and perceptron" in called.err


def numbers(path: Path, rows: int, target) -> str:
    draw = random.Random(0)
    lines = [f"{draw.gauss(0, 1):.4f},{draw.gauss(0, 1):.4f},{target(row)}" for row in range(rows)]
    path.write_text("a,b,y\n" + "\n".join(lines) + "\n")
    return f"dataset.path={path.name}"


def test_seeds_without_a_score_are_counted_and_named(folklore, store):
    """R² is not defined where all targets of a test part are the same."""
    first = numbers(Path("zeros.csv"), 40, lambda row: 5 if row == 2 else 0)
    numbers(Path("big.csv"), 40, lambda row: row / 7)
    words = ["dataset=table", "dataset.target=y", "dataset.task=regression", "loss=least_squares", "claim.metric=r2",
             *SMALL[1:], "seeds=4"]  # fmt: skip
    alone = folklore("judge", "adam_vs_adagrad", *words, first)
    assert alone.status == 2
    assert "needs two seeds or more that have a score" in alone.err
    both = folklore("judge", "adam_vs_adagrad", *words, f"{first},big.csv")
    said = " ".join(both.out.split())
    assert "3 of 4 seeds of zeros have no r2, because the test part holds one value only, and are left out" in said
    assert "3 of 4 seeds of zeros have no r2" in Path("outputs/reports/index.html").read_text()


def test_cells_of_another_version_of_the_code_are_not_skipped_in_silence(judged, folklore, monkeypatch):
    from harness.sweeps import sweep

    monkeypatch.setattr(sweep, "code_version", lambda: "another")
    called = folklore("judge", "adam_vs_adagrad", *SMALL)
    assert called.status == 0
    assert "trained by another version of the code: 4 of 4 cells; tracking.rerun=true trains them again" in called.err
    said = " ".join(called.out.split())
    assert "Mind: the runs were made by another version of the code than the present one" in said
    again = folklore("run", "optimizer=adam", *SMALL[1:], "dataset=iris")
    assert "another version" not in again.err


def test_a_rope_beyond_the_metrics_range_is_refused(folklore, store):
    called = folklore("judge", "adam_vs_adagrad", "claim.rope=5", *SMALL)
    assert called.status == 2
    assert "rope is 5, and values of accuracy differ by 1 at most: all would be EQUIVALENT" in called.err


def test_a_folder_that_was_moved_finds_its_artifacts(judged, judged_before, folklore, here):
    """MLflow keeps absolute places: those of the folder in which the store was made, which is not this one."""
    before, _ = judged_before
    old = set(before.rglob("*.parquet"))
    assert old
    called = folklore("report", "adam_vs_adagrad", *SMALL)
    assert called.status == 0, called.err
    found = MlflowClient(f"sqlite:///{here}/outputs/mlflow.db").search_experiments()
    places = {experiment.artifact_location for experiment in found if experiment.name.startswith("folklore/")}
    assert places == {str(here / "outputs" / "artifacts" / "folklore" / "adam_vs_adagrad")}
    more = folklore("judge", "adam_vs_adagrad", *SMALL, "seeds=3")
    assert more.status == 0, more.err
    assert set(before.rglob("*.parquet")) == old
