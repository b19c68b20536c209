"""How long one training step takes, per replica: ours beside scikit-learn's, and beside its matrix products alone.

    python tests/benchmarks/bench_step.py

One BLAS thread. All contestants take turns in every round, and the median over rounds is shown, so that a noisy
machine slows all of them alike. Gathering the batch, the loss and Adam's update are included everywhere but in the
products, which are what no implementation can do without.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from models.activations import ReLU
from models.adam import Adam
from models.initializers import He
from models.losses import CrossEntropy
from models.mlp import MLP

ROUNDS, STEPS, ROWS = 9, 40, 1280
NETWORKS = {
    "64-64-10, B32": ((64, 64, 10), 32),
    "64-64-64-10, B32": ((64, 64, 64, 10), 32),
    "64-256-256-10, B128": ((64, 256, 256, 10), 128),
}
STACKS = (1, 4, 16, 64)


def ours(sizes: tuple[int, ...], batch: int, replicas: int) -> Callable[[], float]:
    """Seconds per step and replica of the stacked engine."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((ROWS, sizes[0])).astype(np.float32)
    y = np.eye(sizes[-1], dtype=np.float32)[rng.integers(0, sizes[-1], ROWS)]
    net, loss, adam = MLP(sizes, ReLU(), replicas, np.dtype("float32")), CrossEntropy(), Adam()
    net.initialize(He(), [np.random.default_rng(r) for r in range(replicas)])
    state = adam.init(net.params)
    rows = rng.integers(0, ROWS, (STEPS, replicas, batch))
    inputs = np.empty((replicas, batch, sizes[0]), np.float32)
    targets = np.empty((replicas, batch, sizes[-1]), np.float32)

    def run() -> float:
        start = time.perf_counter()
        for step in range(STEPS):
            np.take(x, rows[step], axis=0, out=inputs, mode="clip")
            np.take(y, rows[step], axis=0, out=targets, mode="clip")
            logits = net.forward(inputs)
            predictions = loss.predict(logits, out=logits)
            loss.value(predictions, targets)
            loss.gradient(predictions, targets)
            net.backward(inputs, predictions)
            adam.update(net.params, net.grads, state)
        return (time.perf_counter() - start) / STEPS / replicas

    return run


def products(sizes: tuple[int, ...], batch: int, replicas: int) -> Callable[[], float]:
    """The same for the matrix products of a step: forward, weight gradients, and errors but those of the inputs."""
    shapes = list(pairwise(sizes))
    a = [np.zeros((replicas, batch, i), np.float32) for i, _ in shapes]
    d = [np.zeros((replicas, batch, o), np.float32) for _, o in shapes]
    w = [np.zeros((replicas, i, o), np.float32) for i, o in shapes]
    g = [np.empty_like(weight) for weight in w]

    def run() -> float:
        start = time.perf_counter()
        for _ in range(STEPS):
            for layer in range(len(shapes)):
                np.matmul(a[layer], w[layer], out=d[layer])
            for layer in reversed(range(len(shapes))):
                np.matmul(a[layer].swapaxes(1, 2), d[layer], out=g[layer])
                if layer:
                    np.matmul(d[layer], w[layer].swapaxes(1, 2), out=a[layer])
        return (time.perf_counter() - start) / STEPS / replicas

    return run


def scikit_learn(sizes: tuple[int, ...], batch: int) -> Callable[[], float]:
    """The same for MLPClassifier with its Adam, one network."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((STEPS * batch, sizes[0])).astype(np.float32)
    y = rng.integers(0, sizes[-1], len(x))
    model = MLPClassifier(sizes[1:-1], batch_size=batch, max_iter=1, alpha=0.0, random_state=0)

    def run() -> float:
        start = time.perf_counter()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(x, y)
        return (time.perf_counter() - start) / STEPS

    return run


def main() -> None:
    """Print the table."""
    print("microseconds per step and replica (Adam, cross-entropy, ReLU, float32, one thread)\n")
    names = [f"R = {r}" for r in STACKS]
    print(f"{'network':<20}{'scikit-learn':>13}" + "".join(f"{name:>9}{'floor':>8}" for name in names) + "   R = 16 is")
    for name, (sizes, batch) in NETWORKS.items():
        contestants = {"scikit-learn": scikit_learn(sizes, batch)}
        for r in STACKS:
            contestants |= {f"ours {r}": ours(sizes, batch, r), f"floor {r}": products(sizes, batch, r)}
        rounds = [{key: run() for key, run in contestants.items()} for _ in range(ROUNDS)]
        median = {key: 1e6 * float(np.median([one[key] for one in rounds])) for key in contestants}
        cells = "".join(f"{median[f'ours {r}']:>9.1f}{median[f'floor {r}']:>8.1f}" for r in STACKS)
        faster = median["scikit-learn"] / median["ours 16"]
        print(f"{name:<20}{median['scikit-learn']:>13.1f}{cells}   {faster:.1f} × faster than scikit-learn")


if __name__ == "__main__":
    with threadpool_limits(1):
        main()
