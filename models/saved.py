"""Trained networks in a file, without pickle: an .npz of plain arrays, and a description in JSON."""

from __future__ import annotations

import importlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from models.activations import Activation
from models.losses import Loss
from models.mlp import MLP
from models.objective import Objective

FORMAT = 1


class SavedError(ValueError):
    """A file that holds no networks of ours."""


def save(
    path: Path, params: np.ndarray, sizes: tuple[int, ...], activation: Activation, loss: Loss, **more: Any
) -> None:
    """Write R networks with `params` (R, P) and layers of `sizes` to `path`.

    more    further arrays to lie beside them, such as the seed and the trial of every network, (R,)
    """
    described = {"format": FORMAT, "sizes": list(sizes), "activation": _described(activation), "loss": _described(loss)}
    with path.open("wb") as file:  # np.savez would append .npz to a name without it
        np.savez_compressed(
            file, allow_pickle=False, params=params, description=np.array(json.dumps(described)), **more
        )


def load(path: Path) -> tuple[Objective, dict[str, np.ndarray]]:
    """The networks in `path` with their loss, ready to predict, and the further arrays; a SavedError if there are none.

    Predictions for inputs x (R, B, D), prepared as they were for training: `load(path)[0].predict(x)`.
    """
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        described = json.loads(str(arrays.pop("description")))
        params = arrays.pop("params")
        if described["format"] != FORMAT:
            raise SavedError(f"{path}: it has format {described['format']}; this version reads format {FORMAT}")
        network = MLP(described["sizes"], _built(described["activation"]), len(params), params.dtype)
        network.params[...] = params
        return Objective(network, _built(described["loss"])), arrays
    except (KeyError, TypeError, AttributeError, ImportError, BadZipFile, EOFError, ValueError) as error:
        if isinstance(error, SavedError):
            raise
        raise SavedError(f"{path}: it holds no networks that can be read ({error})") from None


def _described(part: Any) -> dict[str, Any]:
    return {"class": f"{type(part).__module__}.{type(part).__qualname__}", **asdict(part)}


def _built(described: dict[str, Any]) -> Any:
    """The record that `described` names; only classes of this package, as the file may come from a stranger."""
    module, _, name = str(described.pop("class")).rpartition(".")
    if not module.startswith("models."):
        raise SavedError(f"{module}.{name}: only classes of the package models are allowed")
    return getattr(importlib.import_module(module), name)(**described)
