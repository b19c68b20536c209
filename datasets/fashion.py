"""Fashion-MNIST in full: from Debian's package where it is installed, else from OpenML."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from typing_extensions import override

from datasets.dataset import Dataset, DatasetError, Source
from datasets.openml import OpenML

OPENML = 40996  # its number on openml.org
SIDE = 28  # pixels
CLASSES = ("T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot")
PARTS = {"train": 60_000, "t10k": 10_000}  # the published training and test images, in this order


@dataclass(frozen=True)
class FashionMNIST(Source):
    """70,000 pieces of clothing of 28 × 28 pixels, 0 … 255, in 10 classes.

    folder    where Debian's dataset-fashion-mnist puts the four published files

    Source: Xiao, Rasul & Vollgraf (2017), Fashion-MNIST, https://arxiv.org/abs/1708.07747.
    """

    folder: str = "/usr/share/datasets/fashion-mnist"

    @override
    def load(self) -> Dataset:
        """The images in the folder, or else those of OpenML; a DatasetError if neither can be had."""
        if not Path(self.folder).is_dir():
            return self._from_openml()
        images = np.concatenate([self._read(f"{part}-images-idx3-ubyte", (n, SIDE, SIDE)) for part, n in PARTS.items()])
        labels = np.concatenate([self._read(f"{part}-labels-idx1-ubyte", (n,)) for part, n in PARTS.items()])
        return _dataset(images.reshape(len(images), -1), labels, "Debian: dataset-fashion-mnist")

    def _read(self, name: str, shape: tuple[int, ...]) -> np.ndarray:
        """The bytes of an IDX file: 0 0 8 and the number of axes, their lengths as big-endian integers, the values."""
        path = Path(self.folder) / f"{name}.gz"
        head = bytes([0, 0, 8, len(shape)]) + np.array(shape, ">u4").tobytes()
        try:
            content = gzip.decompress(path.read_bytes())
        except (OSError, EOFError, zlib.error) as error:
            raise DatasetError(f"{path} cannot be read ({getattr(error, 'strerror', None) or error})") from None
        if not content.startswith(head) or len(content) != len(head) + np.prod(shape):
            raise DatasetError(f"{path} does not hold what it should, {' × '.join(map(str, shape))} bytes")
        return np.frombuffer(content, np.uint8, offset=len(head)).reshape(shape)

    def _from_openml(self) -> Dataset:
        try:
            data = OpenML(id=OPENML).load()
        except DatasetError as error:
            raise DatasetError(
                f"{self.folder} is not there: install it with `apt install dataset-fashion-mnist`, or have it from "
                f"OpenML ({error})"
            ) from None
        return _dataset(data.x, data.y, data.source)


def _dataset(x: np.ndarray, y: np.ndarray, source: str) -> Dataset:
    names = tuple(f"pixel_{row}_{column}" for row in range(SIDE) for column in range(SIDE))
    return Dataset("fashion_mnist", np.asarray(x, np.float64), np.asarray(y, np.int64), CLASSES, names, source)
