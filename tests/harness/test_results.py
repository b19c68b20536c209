import numpy as np
import pandas as pd
import pytest
from cells import cell

from datasets.dataset import Dataset
from harness.training.results import Result
from harness.training.run import run

TIMES = ["seconds", "processor_seconds"]


@pytest.fixture(scope="module")
def trained() -> Result:
    one = cell("dataset=iris", "epochs=4", "tuning=small", "seeds=3", "first_seed=2", "model.hidden=[8]")
    return run(one, one.dataset.load(), lambda _: None)


def test_a_row_per_replica_and_per_replica_and_epoch(trained):
    assert len(trained.replicas) == 3 * 8
    assert len(trained.curves) == 3 * 8 * 4
    assert sorted(trained.replicas["seed"].unique()) == [2, 3, 4]
    assert (trained.replicas.loc[trained.replicas["trial"] == 0, "optimizer.lr"] == 0.001).all()
    assert trained.replicas[["n_train", "n_validation", "n_test"]].drop_duplicates().to_numpy().tolist() == [
        [90, 22, 38]
    ]


def test_the_last_epoch_of_the_curves_is_what_the_replicas_end_with(trained):
    last = trained.curves[trained.curves["epoch"] == 4]
    for name in trained.names:
        np.testing.assert_array_equal(last[name], trained.replicas[name])


def test_stacks_do_not_matter(trained, monkeypatch):
    monkeypatch.setattr("harness.sampling.replicas.STACK_BYTES", 1)
    one = cell("dataset=iris", "epochs=4", "tuning=small", "seeds=3", "first_seed=2", "model.hidden=[8]")
    alone = run(one, one.dataset.load(), lambda _: None)
    one, other = (table.drop(columns=TIMES) for table in (alone.replicas, trained.replicas))
    pd.testing.assert_frame_equal(one, other)


def a_result(rows: list[tuple[int, int, float, float]]) -> Result:
    """seed, trial, validation accuracy, test accuracy; one epoch."""
    replicas = pd.DataFrame(rows, columns=["seed", "trial", "validation_accuracy", "test_accuracy"])
    replicas = replicas.assign(train_loss=1.0, validation_loss=1.0, test_loss=1.0, seconds=0.5)
    replicas["diverged_at"] = np.where(replicas["validation_accuracy"].isna(), 1.0, np.nan)
    return Result(replicas, replicas.assign(epoch=1))


def test_the_trial_is_chosen_on_validation_never_on_test():
    result = a_result([(0, 0, 0.8, 0.1), (0, 1, 0.7, 0.9), (1, 0, 0.5, 0.9), (1, 1, 0.6, 0.3)])
    assert result.chosen["trial"].tolist() == [0, 1]
    assert result.final()["final/test_accuracy"] == pytest.approx(0.2)


def test_of_equal_trials_the_published_default_wins_and_a_diverged_one_never_does():
    assert a_result([(0, 1, 0.8, 0.1), (0, 0, 0.8, 0.9)]).chosen["trial"].tolist() == [0]
    assert a_result([(0, 0, np.nan, np.nan), (0, 1, 0.0, 0.9)]).chosen["trial"].tolist() == [1]
    assert a_result([(0, 0, np.nan, np.nan), (0, 1, 0.0, 0.9)]).final()["final/diverged"] == 1


def test_metrics_are_quantiles_over_the_chosen_replicas():
    values = [0.1, 0.2, 0.3, 0.4, 0.9]
    result = a_result([(seed, 0, value, value) for seed, value in enumerate(values)])
    metrics = {name: value for name, value, _ in result.metrics()}
    assert metrics["test_accuracy"] == pytest.approx(0.3)
    assert metrics["test_accuracy.p10"] == pytest.approx(0.14)
    assert metrics["test_accuracy.p90"] == pytest.approx(0.7)
    assert metrics["final/train_seconds"] == pytest.approx(2.5)


@pytest.fixture
def patients() -> Dataset:
    """Twelve patients of 3 to 14 rows, numbers with gaps, and a category."""
    rng = np.random.default_rng(2)
    patient = np.repeat(np.arange(12), np.arange(3, 15))
    x = np.column_stack([rng.normal(size=len(patient)), patient % 3])
    x[::7, 0] = np.nan
    y, categories = np.arange(len(patient)) % 2, (None, tuple("pqr"))
    return Dataset("ward", x, y, ("a", "b"), ("u", "v"), "here", categories=categories, groups=patient)


def test_seeds_whose_grouped_parts_differ_in_size_train_apart(patients):
    one = cell("epochs=2", "tuning=small", "tuning.trials=2", "seeds=4", "model.hidden=[4]")
    together = run(one, patients, lambda _: None).replicas.drop(columns=TIMES)
    assert together["n_test"].nunique() > 1
    assert (together[["n_train", "n_validation", "n_test"]].sum(axis=1) == len(patients.y)).all()
    for seed in range(4):
        words = ("epochs=2", "tuning=small", "tuning.trials=2", "seeds=1", f"first_seed={seed}", "model.hidden=[4]")
        alone = run(cell(*words), patients, lambda _: None).replicas.drop(columns=TIMES)
        ours = together[together["seed"] == seed].reset_index(drop=True)
        pd.testing.assert_frame_equal(ours, alone)
