"""How long one training step takes, per replica: ours, beside other libraries', and beside its matrix products alone.

    make bench                                   installs PyTorch and JAX, then runs this
    python tests/benchmarks/bench_step.py        with those of the libraries that are installed

On one processor, with one BLAS thread. All contestants take turns in every round, and the median over rounds is shown,
so that a noisy machine slows all of them alike. Gathering the batch, the loss and its value, and Adam's update are
included everywhere but in the products, which are what no implementation can do without. JAX is warm: its compilation
is told apart.
"""

from __future__ import annotations

import argparse
import os
import time
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from itertools import pairwise

import numpy as np
import peers
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from harness.sampling.replicas import stack_size
from models.activations import ReLU
from models.initializers import He
from models.losses import CrossEntropy
from models.mlp import MLP
from models.objective import Objective
from models.optimizers import Adam

ROWS = 1280
NETWORKS = {
    "64-32-10, B32": ((64, 32, 10), 32),
    "64-64-10, B32": ((64, 64, 10), 32),
    "64-64-64-10, B32": ((64, 64, 64, 10), 32),
    "64-256-256-10, B128": ((64, 256, 256, 10), 128),
    "784-100-10, B64": ((784, 100, 10), 64),
}
STACKS = (1, 4, 16, 64)
COMPARED = 16  # replicas at which ours is held against the others

Run = Callable[[], float]  # seconds per step and replica


def ours(sizes: tuple[int, ...], batch: int, replicas: int, steps: int) -> Run:
    """The engine, in as many stacks as the harness would make."""
    most = stack_size(sizes, batch, 4, Adam())
    count = -(-replicas // most)
    stacks = [_stack(sizes, batch, len(part), steps) for part in np.array_split(np.arange(replicas), count)]
    return lambda: sum(stack() for stack in stacks) / replicas


def _stack(sizes: tuple[int, ...], batch: int, replicas: int, steps: int) -> Run:
    """Seconds per step of one stack."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((ROWS, sizes[0])).astype(np.float32)
    y = np.eye(sizes[-1], dtype=np.float32)[:, rng.integers(0, sizes[-1], ROWS)]
    net, adam = MLP(sizes, ReLU(), replicas, np.dtype("float32")), Adam()
    net.initialize(He(), [np.random.default_rng(r) for r in range(replicas)])
    objective, state = Objective(net, CrossEntropy()), adam.init(net.params)
    rows = rng.integers(0, ROWS, (steps, replicas, batch))
    inputs = np.empty((replicas, batch, sizes[0]), np.float32)
    targets = np.empty((sizes[-1], replicas, batch), np.float32)

    def run() -> float:
        start = time.perf_counter()
        for step in range(steps):
            np.take(x, rows[step], axis=0, out=inputs, mode="clip")
            np.take(y, rows[step], axis=1, out=targets, mode="clip")
            objective.on(inputs, targets.transpose(1, 2, 0)).gradient()
            adam.update(net.params, net.grads, state)
        return (time.perf_counter() - start) / steps

    return run


def products(sizes: tuple[int, ...], batch: int, replicas: int, steps: int) -> Run:
    """The matrix products of a step: forward, weight gradients, and errors but those of the inputs."""
    shapes = list(pairwise(sizes))
    a = [np.zeros((replicas, batch, i), np.float32) for i, _ in shapes]
    d = [np.zeros((replicas, batch, o), np.float32) for _, o in shapes]
    w = [np.zeros((replicas, i, o), np.float32) for i, o in shapes]
    g = [np.empty_like(weight) for weight in w]

    def run() -> float:
        start = time.perf_counter()
        for _ in range(steps):
            for layer in range(len(shapes)):
                np.matmul(a[layer], w[layer], out=d[layer])
            for layer in reversed(range(len(shapes))):
                np.matmul(a[layer].swapaxes(1, 2), d[layer], out=g[layer])
                if layer:
                    np.matmul(d[layer], w[layer].swapaxes(1, 2), out=a[layer])
        return (time.perf_counter() - start) / steps / replicas

    return run


def scikit_learn(sizes: tuple[int, ...], batch: int, steps: int) -> Run:
    """MLPClassifier with its Adam, one network."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((steps * batch, sizes[0])).astype(np.float32)
    y = np.arange(len(x)) % sizes[-1]
    model = MLPClassifier(sizes[1:-1], batch_size=batch, max_iter=1, alpha=0.0, random_state=0)

    def run() -> float:
        start = time.perf_counter()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(x, y)
        return (time.perf_counter() - start) / steps

    return run


def contestants(sizes: tuple[int, ...], batch: int, steps: int) -> tuple[dict[str, Run], str]:
    """Everybody who is installed, and what was learned on the way."""
    runs: dict[str, Run] = {}
    for r in STACKS:
        runs[f"ours, R = {r}"] = ours(sizes, batch, r, steps)
        runs[f"products, R = {r}"] = products(sizes, batch, r, steps)
    runs["scikit-learn"] = scikit_learn(sizes, batch, steps)
    note = ""
    if find_spec("torch"):
        runs["PyTorch eager"] = peers.pytorch(sizes, batch, ROWS, steps)
    if find_spec("jax"):
        runs["JAX vmap"], seconds = peers.jax(sizes, batch, COMPARED, ROWS, steps)
        note = f"JAX compiled for {seconds:.1f} s"
    return runs, note


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9, help="turns of everybody (default: %(default)s)")
    parser.add_argument("--network", choices=list(NETWORKS), help="one network only")
    arguments = parser.parse_args()
    print("microseconds per step and replica (Adam, cross-entropy, ReLU, float32); others: R = 1, JAX R = 16\n")
    others = ("scikit-learn", "PyTorch eager", "JAX vmap")
    print(f"{'network':<20}" + "".join(f"{f'R = {r}':>8}" for r in STACKS) + f"{'products':>10}"
          + "".join(f"{name:>15}" for name in others))  # fmt: skip
    faster = []
    for name, (sizes, batch) in NETWORKS.items():
        if arguments.network not in (None, name):
            continue
        steps = 40 if sizes[1] * batch < 10_000 else 10
        runs, note = contestants(sizes, batch, steps)
        rounds = [{key: run() for key, run in runs.items()} for _ in range(arguments.rounds)]
        median = {key: 1e6 * float(np.median([one[key] for one in rounds])) for key in runs}
        best, floor = median[f"ours, R = {COMPARED}"], median[f"products, R = {COMPARED}"]
        print(f"{name:<20}" + "".join(f"{median[f'ours, R = {r}']:>8.1f}" for r in STACKS) + f"{floor:>10.1f}"
              + "".join(f"{median[other]:>15.1f}" if other in median else f"{'–':>15}" for other in others)
              + f"   {note}", flush=True)  # fmt: skip
        times = ", ".join(f"{median[other] / best:.2f} × {other}'s speed" for other in others if other in median)
        faster.append(f"{name:<20} {times}, {best / floor:.2f} × the products' time")
    print(f"\nat R = {COMPARED}, ours is", *faster, sep="\n  ")


if __name__ == "__main__":
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # JAX would use all processors whatever it is told
    with threadpool_limits(1):
        main()
