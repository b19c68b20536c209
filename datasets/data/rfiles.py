"""Reads the tables in R's packages: .rda files, and the databases that R loads lazily.

A lazy-load database is two files: Rdata.rdx, an RDS whose `variables` hold offset and length of every object in
Rdata.rdb; there, each object is four bytes of length (big-endian, of what comes out) and a compressed serialization
(R Internals, section 1.6, and R's src/main/serialize.c).
"""

from __future__ import annotations

import bz2
import lzma
import warnings
import zlib
from pathlib import Path
from typing import Any

import rdata

LIBRARIES = ("usr/lib/R/site-library", "usr/lib/R/library")  # packages that Debian adds, and those that come with R


def read(root: Path, package: str, name: str) -> Any:
    """The object `name` of an R package that was unpacked into `root`: a DataFrame, an array, a mapping of them."""
    folder = next(root / library / package / "data" for library in LIBRARIES if (root / library / package).is_dir())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of an encoding that the file does not name, and of classes that rdata leaves
        if (folder / "Rdata.rdx").exists():
            return _lazy(folder, name)
        for path in sorted(folder.iterdir(), key=lambda path: (path.stem != name, path.stem)):  # it mostly has the name
            if path.suffix.lower() in (".rda", ".rdata") and name in (objects := rdata.read_rda(path)):
                return objects[name]
    raise KeyError(f"{package} has no object {name}")


def _lazy(folder: Path, name: str) -> Any:
    offset, length = rdata.read_rds(folder / "Rdata.rdx")["variables"][name]
    with (folder / "Rdata.rdb").open("rb") as file:
        file.seek(offset)
        content = _unpacked(file.read(length)[4:])
    return rdata.conversion.convert(rdata.parser.parse_data(content, extension=".rds"), default_encoding="utf8")


def _unpacked(content: bytes) -> bytes:
    """What was compressed: its first byte says how, and a zlib stream begins with none of these."""
    if content[:1] == b"2":
        return bz2.decompress(content[1:])
    if content[:1] == b"Z":
        filters = [{"id": lzma.FILTER_LZMA2, "preset": 6}]
        return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters).decompress(content[1:])
    return content[1:] if content[:1] == b"0" else zlib.decompress(content)
