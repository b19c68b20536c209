"""Second derivatives of L(θ) on a batch, as matrices (R, P, P) in float64: for small networks, and to show why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.losses.base import Work
from models.mlp import affine_maps, parameter_count
from models.objective import Batch

BLOCK_BYTES = 32 * 1024 * 1024  # what the directions, or the examples, of one block may occupy


@dataclass(frozen=True)
class Pass:
    """One replica's forward and backward pass on B examples, everything kept, in float64.

    sizes             widths of all layers, inputs and outputs included
    weights           per layer (D, H)
    inputs            per layer (B, D): what it sees
    slopes, bends     per hidden layer (B, H): φ′(z) and φ″(z)
    deltas            per layer (B, H): ∂L/∂z
    outward           per hidden layer (B, H): ∂L/∂a
    outer             (B, C, C): ∂²L/∂logits² of every example, over B
    """

    sizes: tuple[int, ...]
    weights: list[np.ndarray]
    inputs: list[np.ndarray]
    slopes: list[np.ndarray]
    bends: list[np.ndarray]
    deltas: list[np.ndarray]
    outward: list[np.ndarray]
    outer: np.ndarray


def hessian(batch: Batch) -> np.ndarray:
    """∂²L/∂θ² (R, P, P), exact: its product with every unit vector, by Pearlmutter's R operator.

    R{f} is the derivative of f(θ + r v) by r. Forward: R{z} = R{a} W + a V, R{a′} = φ′(z) R{z}. Backward, with
    δ = ∂L/∂z: R{∂L/∂a} = R{δ} Wᵀ + δ Vᵀ and R{δ} = φ′ R{∂L/∂a} + φ″ R{z} ∂L/∂a. Then R{∂L/∂W} = R{a}ᵀ δ + aᵀ R{δ}.
    Source: Pearlmutter (1994), Fast exact multiplication by the Hessian, Neural Computation 6.
    """
    replicas, count = batch.params.shape
    whole = np.empty((replicas, count, count))
    for replica in range(replicas):
        one = _pass(batch, replica, convex=False)
        size = 8 * (count + 6 * sum(z.size for z in one.deltas))
        for start in range(0, count, step := max(1, BLOCK_BYTES // size)):
            directions = np.eye(count)[start : start + step]
            whole[replica, start : start + step] = _times(one, directions)
    return 0.5 * (whole + whole.swapaxes(1, 2))


def gauss_newton(batch: Batch) -> np.ndarray:
    """Σ_b J_bᵀ Λ_b J_b (R, P, P), J_b = ∂logits/∂θ of example b, Λ_b the loss's curvature there; never negative.

    For least squares on identity outputs it is 2/B times Gauss's JᵀJ; for cross-entropy it is Fisher's information.
    Source: Schraudolph (2002), Fast curvature matrix-vector products for second-order gradient descent.
    """
    replicas, count = batch.params.shape
    whole = np.zeros((replicas, count, count))
    for replica in range(replicas):
        one = _pass(batch, replica, convex=True)
        examples, outputs = one.deltas[-1].shape
        for start in range(0, examples, step := max(1, BLOCK_BYTES // (16 * count * outputs))):
            rows = slice(start, start + step)
            jacobian = _jacobian(one, rows)  # (b, C, P)
            weighted = one.outer[rows] @ jacobian
            whole[replica] += jacobian.reshape(-1, count).T @ weighted.reshape(-1, count)
    return whole


def _pass(batch: Batch, replica: int, convex: bool) -> Pass:
    network, loss = batch.objective.network, batch.objective.loss
    maps = affine_maps(network.sizes, network.params[replica : replica + 1].astype(np.float64))
    weights, biases = [weight[0] for weight, _ in maps], [bias[0] for _, bias in maps]
    x, targets = batch.x[replica].astype(np.float64), batch.targets[replica].astype(np.float64)
    inputs, slopes, bends = [x], [], []
    for weight, bias in zip(weights[:-1], biases[:-1], strict=True):
        z = inputs[-1] @ weight + bias
        kept, a, slope = z.copy(), np.empty_like(z), np.ones_like(z)
        network.activation.forward(kept, a)
        inputs.append(a.copy())
        network.activation.backward(kept, a, slope)
        slopes.append(slope)
        bends.append(network.activation.curvature(z))
    predictions = (inputs[-1] @ weights[-1] + biases[-1])[None]
    work = Work.beside(predictions)
    loss.predict(predictions, work)
    outer = loss.curvature(predictions, targets[None], convex)[0] / len(x)
    loss.gradient(predictions, targets[None], work)
    deltas = [predictions[0]]
    outward: list[np.ndarray] = []
    for weight, slope in zip(reversed(weights[1:]), reversed(slopes), strict=True):
        outward.insert(0, deltas[0] @ weight.T)
        deltas.insert(0, outward[0] * slope)
    return Pass(network.sizes, weights, inputs, slopes, bends, deltas, outward, outer)


def _times(one: Pass, directions: np.ndarray) -> np.ndarray:
    """∂²L/∂θ² times each of K `directions` (K, P)."""
    v = affine_maps(one.sizes, directions)
    moved, tangents = np.zeros((len(directions), *one.inputs[0].shape)), []
    seen = [moved]
    for depth, (weight, (vw, vb)) in enumerate(zip(one.weights, v, strict=True)):
        tangents.append(seen[depth] @ weight + one.inputs[depth] @ vw + vb)
        if depth < len(v) - 1:
            seen.append(one.slopes[depth] * tangents[depth])
    product = np.empty_like(directions)
    into = affine_maps(one.sizes, product)
    delta = np.einsum("bcd,kbd->kbc", one.outer, tangents[-1])
    for depth in range(len(v) - 1, -1, -1):
        weight_part, bias_part = into[depth]
        weight_part[...] = seen[depth].swapaxes(1, 2) @ one.deltas[depth] + one.inputs[depth].T @ delta
        bias_part[...] = delta.sum(axis=1, keepdims=True)
        if depth:
            back = delta @ one.weights[depth].T + one.deltas[depth] @ v[depth][0].swapaxes(1, 2)
            delta = back * one.slopes[depth - 1] + one.outward[depth - 1] * one.bends[depth - 1] * tangents[depth - 1]
    return product


def _jacobian(one: Pass, rows: slice) -> np.ndarray:
    """∂logits/∂θ of the examples `rows`, (b, C, P): a backward pass from every output."""
    examples, outputs = one.deltas[-1][rows].shape
    jacobian = np.empty((examples * outputs, parameter_count(one.sizes)))
    delta = np.broadcast_to(np.eye(outputs), (examples, outputs, outputs))  # (b, C, H): ∂logit_c/∂z
    for depth, (weight_part, bias_part) in reversed(list(enumerate(affine_maps(one.sizes, jacobian)))):
        below = one.inputs[depth][rows]
        weight_part[...] = (below[:, None, :, None] * delta[:, :, None, :]).reshape(weight_part.shape)
        bias_part[...] = delta.reshape(bias_part.shape)
        if depth:
            delta = (delta @ one.weights[depth].T) * one.slopes[depth - 1][rows][:, None, :]
    return jacobian.reshape(examples, outputs, -1)
