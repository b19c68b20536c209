"""Fashion-MNIST, from small files of its format, and in full where it is installed."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from registry import named

from datasets import cards, fashion, openml
from datasets.dataset import Dataset, DatasetError
from datasets.fashion import FashionMNIST

INSTALLED = Path(FashionMNIST().folder)


def idx(values: np.ndarray) -> bytes:
    """The format that Yann LeCun's page of MNIST defines."""
    lengths = b"".join(length.to_bytes(4, "big") for length in values.shape)
    return gzip.compress(
        b"\x00\x00\x08" + bytes([values.ndim]) + lengths + values.tobytes(), mtime=0
    )  # a clock would change tests' names


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Twelve images to train on and ten to test on; each has its number in its first pixel."""
    monkeypatch.setattr(fashion, "PARTS", {"train": 12, "t10k": 10})
    for part, numbers in (("train", range(12)), ("t10k", range(12, 22))):
        images = np.zeros((len(numbers), 28, 28), np.uint8)
        images[:, 0, 0] = numbers
        images[:, 27, 26] = 255
        (tmp_path / f"{part}-images-idx3-ubyte.gz").write_bytes(idx(images))
        (tmp_path / f"{part}-labels-idx1-ubyte.gz").write_bytes(idx(np.array(numbers, np.uint8) % 10))
    return tmp_path


def test_both_parts_are_read_in_their_order(folder):
    data = FashionMNIST(str(folder)).load()
    assert data.x.shape == (22, 784)
    assert data.x[:, 0].tolist() == list(range(22))
    assert (data.x[:, data.features.index("pixel_27_26")] == 255).all()
    assert data.y.tolist() == [n % 10 for n in range(22)]
    assert data.classes[9] == "ankle boot"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, r"t10k-labels-idx1-ubyte.gz cannot be read \(No such file or directory\)"),
        (b"no gzip", r"t10k-labels-idx1-ubyte.gz cannot be read \(Not a gzipped file"),
        (idx(np.zeros(10, np.uint8))[:-9], "t10k-labels-idx1-ubyte.gz cannot be read"),
        (idx(np.zeros(9, np.uint8)), "t10k-labels-idx1-ubyte.gz does not hold what it should, 10 bytes"),
        (idx(np.zeros((10, 1), np.uint8)), "t10k-labels-idx1-ubyte.gz does not hold what it should, 10 bytes"),
    ],
)
def test_a_file_that_is_missing_or_damaged_is_said_in_one_line(folder, content, said):
    path = folder / "t10k-labels-idx1-ubyte.gz"
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(DatasetError, match=said) as caught:
        FashionMNIST(str(folder)).load()
    assert len(str(caught.value).splitlines()) == 1


def test_where_it_is_not_installed_it_comes_from_openml(tmp_path, monkeypatch):
    def there(source):
        assert source.id == 40996
        y = np.arange(20) % 10
        return Dataset("Fashion-MNIST", np.ones((20, 784)) * y[:, None], y, tuple("0123456789"), ("p",) * 784, "openml")

    monkeypatch.setattr(openml.OpenML, "load", there)
    data = FashionMNIST(str(tmp_path / "nowhere")).load()
    assert (data.name, data.source, data.classes[1]) == ("fashion_mnist", "openml", "trouser")
    assert data.features[-1] == "pixel_27_27"
    assert data.y.tolist() == data.x[:, 0].tolist()


def test_where_neither_has_it_one_line_says_both_ways(folklore, here, monkeypatch):
    def refuse(*_, **__):
        raise OSError("Network is unreachable")

    monkeypatch.setenv("SCIKIT_LEARN_DATA", str(here / "cache"))
    monkeypatch.setattr("urllib.request.urlopen", refuse)
    monkeypatch.setattr("sklearn.datasets._openml.urlopen", refuse)
    called = folklore("run", "dataset=fashion_mnist", f"dataset.folder={here}/nowhere")
    assert called.status == 2
    assert len(called.err.splitlines()) == 1
    assert "apt install dataset-fashion-mnist" in called.err
    assert "OpenML (OpenML's data set 40996 is not in" in called.err
    assert "Network is unreachable" in called.err
    assert not (here / "outputs").exists()


@pytest.mark.skipif(not INSTALLED.is_dir(), reason="Debian's dataset-fashion-mnist is not installed")
def test_in_full():
    data = named("dataset", "fashion_mnist").build().load()
    card = cards.read()["fashion_mnist"]
    assert (*data.x.shape, len(data.classes)) == (card.rows, card.features, card.classes)
    assert data.majority_rate == card.majority
    assert data.y[:5].tolist() == [9, 0, 0, 3, 0]  # the first five published labels
