import numpy as np

from harness.sampling import replicas as module
from harness.sampling.replicas import Replicas, stack_size
from models.optimizers import Adam


def some(seeds=range(3, 6), trials=4):
    return Replicas.of(seeds, {"lr": np.array([0.1, 0.2, 0.3, 0.4])[:trials]}, trials)


def test_all_seeds_with_all_trials_seed_by_seed():
    replicas = some()
    assert replicas.seeds.tolist() == [3] * 4 + [4] * 4 + [5] * 4
    assert replicas.trials.tolist() == [0, 1, 2, 3] * 3
    assert replicas.hyperparameters["lr"].tolist() == [0.1, 0.2, 0.3, 0.4] * 3


def test_stacks_are_all_replicas_in_order():
    stacks = list(some().stacks(5))
    assert [len(stack) for stack in stacks] == [4, 4, 4]
    assert np.concatenate([stack.seeds for stack in stacks]).tolist() == some().seeds.tolist()


def test_seed_by_seed():
    apart = list(some().by_seed())
    assert [set(one.seeds) for one in apart] == [{3}, {4}, {5}]
    assert np.concatenate([one.hyperparameters["lr"] for one in apart]).tolist() == [0.1, 0.2, 0.3, 0.4] * 3
    assert [len(one) for one in some(range(1)).by_seed()] == [4]


def test_a_stack_may_hold_them_all():
    assert [len(stack) for stack in some().stacks(100)] == [12]


def test_wide_networks_train_in_small_stacks():
    one, two, wide = (stack_size(sizes, 32, 4, Adam()) for sizes in ((64, 10), (64, 64, 10), (64, 512, 10)))
    assert one > two > wide
    assert stack_size((10_000, 10_000, 10), 32, 4, Adam()) == 1


def test_a_stack_fits_what_it_may_occupy():
    sizes, batch = (64, 64, 10), 32
    parameters = 64 * 64 + 64 + 64 * 10 + 10
    replica = 4 * (5 * parameters + 3 * batch * sum(sizes))
    assert stack_size(sizes, batch, 4, Adam()) * replica <= module.STACK_BYTES
