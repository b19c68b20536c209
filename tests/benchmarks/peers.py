"""The same training step in PyTorch and in JAX, for bench_step.py."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np


def pytorch(sizes: tuple[int, ...], batch: int, rows: int, steps: int) -> Callable[[], float]:
    """Seconds per step of one network in eager mode, with the fused Adam."""
    import torch
    from torch import nn

    torch.set_num_threads(1)
    torch.manual_seed(0)
    layers: list[nn.Module] = []
    for fan_in, fan_out in pairwise(sizes):
        layers += [nn.Linear(fan_in, fan_out), nn.ReLU()]
    model = nn.Sequential(*layers[:-1])
    optimizer = torch.optim.Adam(model.parameters(), fused=True)
    x, y = torch.randn(rows, sizes[0]), torch.randint(0, sizes[-1], (rows,))
    order = torch.randint(0, rows, (steps, batch))
    cost = nn.CrossEntropyLoss()

    def run() -> float:
        start = time.perf_counter()
        for chosen in order:
            loss = cost(model(x[chosen]), y[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        return (time.perf_counter() - start) / steps

    return run


def jax(sizes: tuple[int, ...], batch: int, replicas: int, rows: int, steps: int) -> tuple[Callable[[], float], float]:
    """Seconds per step and replica of jit(vmap(train)) over `steps` steps, and how long it compiled."""
    import jax as xla
    import jax.numpy as jnp

    rng = np.random.default_rng(0)
    weights = [
        (jnp.asarray(rng.normal(size=(replicas, i, o)) * np.sqrt(2 / i), jnp.float32), jnp.zeros((replicas, o)))
        for i, o in pairwise(sizes)
    ]
    x = jnp.asarray(rng.normal(size=(rows, sizes[0])), jnp.float32)
    y = jnp.asarray(rng.integers(0, sizes[-1], rows))
    order = jnp.asarray(rng.integers(0, rows, (replicas, steps, batch)))

    def loss(parameters: Any, inputs: Any, labels: Any) -> Any:
        a = inputs
        for depth, (w, b) in enumerate(parameters):
            a = a @ w + b
            a = xla.nn.relu(a) if depth < len(parameters) - 1 else a
        return -jnp.take_along_axis(xla.nn.log_softmax(a), labels[:, None], axis=1).mean()

    def step(carry: Any, chosen: Any) -> Any:
        parameters, first, second, t = carry
        value, grads = xla.value_and_grad(loss)(parameters, x[chosen], y[chosen])
        t = t + 1
        first = xla.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, grads)
        second = xla.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, second, grads)
        parameters = xla.tree.map(
            lambda p, m, v: p - 0.001 * (m / (1 - 0.9**t)) / (jnp.sqrt(v / (1 - 0.999**t)) + 1e-8),
            parameters, first, second,
        )  # fmt: skip
        return (parameters, first, second, t), value

    def train(parameters: Any, chosen: Any) -> Any:
        zeros = xla.tree.map(jnp.zeros_like, parameters)
        return xla.lax.scan(step, (parameters, zeros, zeros, 0), chosen)

    start = time.perf_counter()
    compiled = xla.jit(xla.vmap(train)).lower(weights, order).compile()
    seconds = time.perf_counter() - start
    xla.block_until_ready(compiled(weights, order))

    def run() -> float:
        begin = time.perf_counter()
        xla.block_until_ready(compiled(weights, order))
        return (time.perf_counter() - begin) / steps / replicas

    return run, seconds
