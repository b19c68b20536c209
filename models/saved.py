"""Trained networks in a file, without pickle: an .npz of plain arrays, and a description in JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from inspect import isabstract
from pathlib import Path
from types import ModuleType
from typing import Any
from zipfile import BadZipFile

import numpy as np

from models import activations, losses
from models.activations import Activation
from models.losses import Loss
from models.mlp import MLP
from models.objective import Objective

# Format 1 named a class by its path, such as models.gated.GELU; from 2 on its name alone: a class may move.
FORMAT = 2
READ = (1, 2)


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
        if described["format"] not in READ:
            formats = " and ".join(map(str, READ))
            raise SavedError(f"it has format {described['format']}; this version reads formats {formats}")
        activation = _built(described["activation"], _exported(activations, Activation))
        loss = _built(described["loss"], _exported(losses, Loss))
        network = MLP(described["sizes"], activation, len(params), params.dtype)
        network.params[...] = params
        return Objective(network, loss), arrays
    except SavedError as error:
        raise SavedError(f"{path}: {error}") from None
    except (KeyError, TypeError, AttributeError, BadZipFile, EOFError, ValueError) as error:
        raise SavedError(f"{path}: it holds no networks that can be read ({error})") from None


def _described(part: Any) -> dict[str, Any]:
    return {"class": type(part).__qualname__, **asdict(part)}


def _built(described: Mapping[str, Any], allowed: Mapping[str, type]) -> Any:
    """The record that `described` names, of the classes `allowed` only: the file may come from a stranger."""
    fields = dict(described)
    said = str(fields.pop("class"))
    name = said.rpartition(".")[2] if said.startswith("models.") else said
    if name not in allowed:
        raise SavedError(f"{said} is none of the classes that a saved network may name: {', '.join(sorted(allowed))}")
    return allowed[name](**fields)


def _exported(package: ModuleType, base: type) -> dict[str, type]:
    """The classes of a package that are a finished `base`, by name."""
    every = [getattr(package, name) for name in package.__all__]
    return {cls.__qualname__: cls for cls in every if issubclass(cls, base) and not isabstract(cls)}
