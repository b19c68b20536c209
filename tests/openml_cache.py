"""scikit-learn's cache of OpenML, filled without a network from the answers that its package keeps for its tests."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from urllib.parse import urlparse

import sklearn.datasets

ANSWERS = Path(sklearn.datasets.__file__).parent / "tests" / "data" / "openml"


def put(home: Path, number: int, name: str = "") -> Path:
    """Make data set `number` known in the data home `home`, and findable by `name`; the path of its file."""
    answers = ANSWERS / f"id_{number}"
    about = answers / f"api-v1-jd-{number}.json.gz"
    address = urlparse(json.loads(gzip.decompress(about.read_bytes()))["data_set_description"]["url"]).path.lstrip("/")
    files = {
        f"api/v1/json/data/{number}": about,
        f"api/v1/json/data/features/{number}": answers / f"api-v1-jdf-{number}.json.gz",
        f"api/v1/json/data/qualities/{number}": answers / f"api-v1-jdq-{number}.json.gz",
        address: next(answers.glob("data-*")),
    }
    if name:
        found = f"api/v1/json/data/list/data_name/{name}/limit/2"
        files[f"{found}/status/active/"] = answers / f"api-v1-jdl-dn-{name}-l-2-s-act-.json.gz"
        files[f"{found}/data_version/1"] = answers / f"api-v1-jdl-dn-{name}-l-2-dv-1.json.gz"
    root = home / "openml" / "openml.org"
    for path, answer in files.items():
        if not answer.exists():
            continue  # a sparse set has no qualities
        (root / f"{path}.gz").parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(answer, root / f"{path}.gz")
    return root / f"{address}.gz"
