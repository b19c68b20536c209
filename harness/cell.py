"""A cell: one full composition of levels, checked and typed before anything trains."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from datasets.dataset import Dataset, Source
from harness import claims
from harness.errors import BadWord, alternatives
from harness.levels import ROOMS, level, typed
from harness.preparation import width
from harness.probabilities import NAMES as PROBABILISTIC
from harness.split import Split, Whole
from harness.subsample import subsample
from harness.tracking import Tracking
from harness.trials import Range, Tuning
from models.activations import Activation
from models.clipping import Clipping
from models.decay import Decay
from models.features import FeatureMap
from models.initializers import Initializer
from models.losses import Loss
from models.mlp import Architecture, parameter_count
from models.optimizers import Optimizer
from models.schedules import Schedule

# Their levels say too little in a name: none, norm, constant.
SAID_IN_FULL = ("features", "schedule", "decay", "clipping")
DTYPES = ("float32", "float64")
# What a claim may be about beside the score of its data, and the quality of its probabilities.
OF_ANY_DATA = ("epochs_to_target", "time_to_target", "divergence")


@dataclass(frozen=True)
class Training:
    """How long and how often to train.

    epochs       passes over the training part
    batch_size   examples per step; the last batch of an epoch may be smaller
    seeds        how many seeds, from `first_seed` on
    dtype        precision of the networks
    subsample    how many rows of the data set to take; None: all
    """

    epochs: int
    batch_size: int
    seeds: int
    first_seed: int
    dtype: str
    subsample: int | None

    def __post_init__(self) -> None:
        for name, least in (("epochs", 1), ("batch_size", 1), ("seeds", 1), ("first_seed", 0)):
            if getattr(self, name) < least:
                raise ValueError(f"{name} must be at least {least}, not {getattr(self, name)}")
        if self.subsample is not None and self.subsample < 3:  # one to train, one to validate, one to test
            raise ValueError(f"subsample must be at least 3, or null for all rows, not {self.subsample}")
        if self.dtype not in DTYPES:
            raise ValueError(f"dtype must be one of {', '.join(DTYPES)}, not {self.dtype!r}")


@dataclass(frozen=True)
class Cell:
    """One composition, ready to train.

    name       what people call it: its data set, its optimizer, and the words that it was asked for with
    levels     config group → name of its level
    settings   everything that matters for the result, as plain JSON types
    claim      the mapping of the claim that asked for it, or None
    design     the rest of that claim's file
    """

    name: str
    levels: dict[str, str]
    dataset: Source
    features: FeatureMap
    model: Architecture
    activation: Activation
    init: Initializer
    loss: Loss
    optimizer: Optimizer
    schedule: Schedule
    decay: Decay
    clipping: Clipping
    search: dict[str, Range]
    split: Split | Whole
    tuning: Tuning
    tracking: Tracking
    training: Training
    claim: dict[str, Any] | None
    design: dict[str, Any]

    @property
    def settings(self) -> dict[str, Any]:
        """The fields of all parts, with their classes: {"optimizer": {"class": …, "lr": …}, "epochs": …}."""
        parts = {group: _described(getattr(self, group)) for group in ROOMS if group != "tracking"}
        if self.tuning.trials > 1:
            parts["search"] = {name: asdict(space) for name, space in self.search.items()}
        return parts | asdict(self.training)

    def word(self, word: str) -> str:
        """What a word of the configuration, such as `loss` or `model.hidden`, says here; empty if there is none."""
        group, _, entry = word.partition(".")
        if not entry:
            return self.levels.get(word, str(self.settings.get(word, "")))
        part = self.settings.get(group)
        return str(part.get(entry, "")) if isinstance(part, dict) else ""

    def data(self) -> Dataset:
        """The rows to learn from; a DatasetError if they cannot be had."""
        data = self.dataset.load()
        return data if self.training.subsample is None else subsample(data, self.training.subsample)

    def check(self, data: Dataset) -> None:
        """A BadWord if something that was asked for does not fit `data`."""
        self.sizes(data)
        self.split.parts(data.strata, self.training.first_seed, data.groups)
        metric = (self.claim or {}).get("metric", data.score)
        if metric in PROBABILISTIC and not data.is_regression:
            if not self.loss.probabilities(self.model.outputs(len(data.classes))):
                raise BadWord(f"claim.metric={metric}: loss={self.levels['loss']} makes no probabilities to measure")
        elif metric not in (data.score, *OF_ANY_DATA):
            raise BadWord(
                f"claim.metric={metric}: {data.name} is judged by {data.score}; claim.metric={data.score} asks for that"
            )

    def sizes(self, data: Dataset) -> tuple[int, ...]:
        """The widths of the network's layers on `data`, inputs and outputs included; a BadWord if they do not fit."""
        if data.is_regression and not self.loss.regression:
            raise BadWord(
                f"loss={self.levels['loss']}: it is made for classes, and {data.name} is a regression; "
                f"losses for numbers: absolute_error, huber, least_squares"
            )
        outputs = self.model.outputs(len(data.classes))
        if outputs < self.loss.least_outputs:
            raise BadWord(
                f"loss={self.levels['loss']}: it needs two outputs or more; model.single_output=false has them"
            )
        try:
            features = self.features.count(width(data))
        except ValueError as error:
            raise BadWord(f"features={self.levels['features']} on {data.name}: {error}") from None
        try:
            self.model.check(self.activation)
        except ValueError as error:
            raise BadWord(f"model={self.levels['model']}: {error}") from None
        found = (features, *self.model.widths, outputs)
        most, count = self.optimizer.most_parameters, parameter_count(found)
        if most is not None and count > most:
            raise BadWord(
                f"optimizer={self.levels['optimizer']}: a matrix of {count:,} × {count:,} second derivatives is too "
                f"large; at most {most:,} parameters, as with a smaller model.hidden; optimizer=lbfgs needs no matrix"
            )
        return found

    @property
    def key(self) -> str:
        """A short hash of the settings: cells of equal key give equal numbers."""
        canonical = json.dumps(self.settings, sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def read(config: DictConfig, hydra: Any) -> Cell:
    """The cell that `config`, composed by Hydra, describes; a BadWord if it describes none.

    hydra    Hydra's own node, which knows the levels by name and the words that they were asked for with
    """
    known = {*ROOMS, *(field.name for field in fields(Training)), "claim"}
    for key in map(str, config):
        if key not in known and key != "hydra":
            raise BadWord(f"{key}: there is no such word; {alternatives(key, known)}")
    try:
        parts = {group: level(group, config[group]) for group in ROOMS}
        training = typed(Training, {f.name: config[f.name] for f in fields(Training)}, "")
        search = _search(config.optimizer, parts["optimizer"])
        mapping = claim(config, hydra)
    except OmegaConfBaseException as error:
        raise BadWord(str(error).splitlines()[0]) from None
    levels = {group: str(level) for group, level in hydra.runtime.choices.items() if group in ROOMS}
    levels["dataset"] = parts["dataset"].label or levels["dataset"]  # two tables are two data sets
    _check_claim(mapping, parts["loss"], levels["loss"], str(hydra.runtime.choices["hydra/launcher"]))
    name = _name(levels, list(hydra.overrides.task))
    asked = {"claim": mapping, "design": claims.design(hydra)}
    return Cell(name=name, levels=levels, **parts, search=search, training=training, **asked)  # type: ignore[arg-type]


def claim(config: DictConfig, hydra: Any) -> dict[str, Any] | None:
    """The entries of the claim in `config` as plain types; its name is that of its file if they do not say it.

    A ROPE that belongs to another metric than the one that was asked for is left out.

    hydra    as in `read`
    """
    node = config.get("claim")
    if node is None:
        return None
    entries = OmegaConf.to_container(node, resolve=True) if isinstance(node, DictConfig) else None
    if not isinstance(entries, dict):
        raise BadWord(f"claim: it must be a mapping, not {node!r}")
    name = str(hydra.runtime.choices["claim"])
    plain = {"name": name, **{str(entry): value for entry, value in entries.items()}}
    return claims.without_rope_of_another_metric(plain, hydra)


def _check_claim(claim: Any, loss: Loss, level: str, launcher: str) -> None:
    """A BadWord if the claim's metric can never be had of such a cell, whatever its data."""
    metric = claim.get("metric") if isinstance(claim, dict) else None
    if metric in PROBABILISTIC and not (loss.probabilities(1) or loss.probabilities(2)):
        raise BadWord(f"claim.metric={metric}: loss={level} makes no probabilities to measure")
    if metric == "time_to_target" and launcher != "basic":
        raise BadWord(
            f"claim.metric=time_to_target: with hydra/launcher={launcher} cells run side by side, and their seconds "
            f"cannot be compared; hydra/launcher=basic runs one at a time"
        )


def _search(node: DictConfig, optimizer: Any) -> dict[str, Range]:
    """The search space that an optimizer's yaml declares."""
    tunable = [field.name for field in fields(optimizer)]
    spaces = {}
    for name, entries in (node.get("search") or {}).items():
        if name not in tunable:
            raise BadWord(f"optimizer.search.{name}: there is no such hyperparameter; {alternatives(name, tunable)}")
        spaces[str(name)] = typed(Range, entries, f"optimizer.search.{name}.")
    return spaces


def _described(part: Any) -> dict[str, Any]:
    """The class of a part by its name, which no other class of its group has, and its fields.

    The file where the class lives is left out: a class that moves trains nobody's cells again. What a data set reads
    from elsewhere matters as much as its entries.
    """
    return {"class": type(part).__qualname__, **asdict(part), **getattr(part, "content", {})}


def _name(levels: dict[str, str], words: list[str]) -> str:
    """`digits, adam, sigmoid, epochs=5`: data set and optimizer, then whatever else was asked for."""
    names = [levels["dataset"], levels["optimizer"]]
    for word in words:
        key, _, value = word.lstrip("+~").partition("=")
        told = key in ("dataset", "dataset.path", "optimizer")
        if not told and key.partition(".")[0] not in ("claim", "suite", "tracking", "hydra"):
            names.append(value if key in levels and key not in SAID_IN_FULL else word)
    return ", ".join(names)
