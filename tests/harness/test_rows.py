from dataclasses import replace

import numpy as np
import pytest

from datasets.dataset import Dataset
from harness.sampling.split import Split
from harness.training.preparation import standardized
from harness.training.rows import Rows
from models.features import Polynomial, Unchanged


@pytest.fixture
def data():
    rng = np.random.default_rng(0)
    x = np.column_stack([rng.normal(5, 3, 40), rng.normal(-2, 0.1, 40), np.full(40, 7.0)])
    return Dataset("some", x, np.arange(40) % 2, ("a", "b"), ("u", "v", "constant"), "made here")


def test_scaling_is_fitted_on_the_training_part_alone(data):
    split = Split()
    rows = Rows.of(data, split, Unchanged(), 2, np.array([0, 1]), "float64")
    for replica in range(2):
        trained = rows.x[rows.train[replica]]
        np.testing.assert_allclose(trained.mean(axis=0), 0, atol=1e-12)
        np.testing.assert_allclose(trained.std(axis=0), [1, 1, 0], atol=1e-12)
    changed = data.x.copy()
    changed[split.parts(data.y, 0).test] *= 1000
    assert (standardized(changed, split.parts(data.y, 0).train) == standardized(data.x, split.parts(data.y, 0).train))[
        split.parts(data.y, 0).train
    ].all()


def test_columns_whose_scale_is_the_point_are_left_as_they_are(data):
    rows = Rows.of(replace(data, as_is=True), Split(), Unchanged(), 2, np.array([0, 1]), "float64")
    np.testing.assert_array_equal(rows.x, np.concatenate([data.x, data.x]))


def test_replicas_of_a_seed_share_rows_and_orders_and_others_do_not(data):
    rows = Rows.of(data, Split(), Unchanged(), 2, np.array([4, 4, 5]), "float32")
    batches = rows.batches({seed: np.random.default_rng(seed) for seed in (4, 5)}, 7)
    assert [batch.shape for batch in batches] == [(3, 7), (3, 7), (3, 7), (3, 3)]
    order = np.concatenate(batches, axis=1)
    assert (rows.test[0] == rows.test[1]).all()
    assert (order[0] == order[1]).all()
    assert (order[0] % 40 != order[2] % 40).any()
    assert sorted(order[2]) == sorted(rows.train[2])


def test_a_batch_is_its_rows(data):
    rows = Rows.of(data, Split(), Unchanged(), 2, np.array([0, 1]), "float32")
    x, targets = rows.gather(rows.test[:, :5])
    assert x.shape == (2, 5, 3)
    assert x.dtype == targets.dtype == np.float32
    expected = standardized(data.x, Split().parts(data.y, 1).train)[Split().parts(data.y, 1).test[:5]]
    np.testing.assert_allclose(x[1], expected, rtol=1e-6)
    assert (targets[1] == np.eye(2)[data.y[Split().parts(data.y, 1).test[:5]]]).all()


def test_two_classes_may_share_one_output_and_numbers_are_standardized_on_the_training_part(data):
    rows = Rows.of(data, Split(), Unchanged(), 1, np.array([0]), "float32")
    assert (rows.targets[0] == data.y).all()
    numbers = Dataset("numbers", data.x, data.x[:, 0] * 3 - 7, (), data.features, "made here")
    rows = Rows.of(numbers, Split(), Unchanged(), 1, np.array([0, 1]), "float64")
    for replica in range(2):
        trained = rows.targets[0, rows.train[replica]]
        assert trained.mean() == pytest.approx(0, abs=1e-12)
        assert trained.std() == pytest.approx(1)


def test_features_are_made_of_scaled_inputs_and_scaled_again(data):
    rows = Rows.of(data, Split(), Polynomial(2), 2, np.array([0]), "float64")
    part = Split().parts(data.y, 0).train
    u, v, constant = standardized(data.x, part).T
    products = np.column_stack([u, v, constant, u * u, u * v, u * constant, v * v, v * constant, constant * constant])
    np.testing.assert_allclose(rows.x, standardized(products, part), atol=1e-12)
