"""The bytes of a text file: unpacked, within the limits, in UTF-8 with usual line ends."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from datasets.dataset import DatasetError
from datasets.table.limits import Limits

HEAD = 1 << 16  # packed bytes of the beginning
BLOCK = 1 << 18  # bytes that are looked at together
MARKS = {
    b"\xff\xfe\0\0": "utf-32", b"\0\0\xfe\xff": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"
}  # fmt: skip
IN_UTF_8 = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
NOT_LATIN = re.compile(rb"[\xc0-\xff]{4}")  # no language written in Latin letters has four of these in a row
ESCAPED = re.compile(rb'\\"[^,;\t|"\r\n]')  # a backslash before a quote that ends nothing
WAY_OUT = "save it as CSV in UTF-8"


@dataclass(frozen=True)
class Text:
    """A file of text.

    content     the text in UTF-8 with usual line ends, if the file holds it otherwise; else None
    lines       how many it has, about
    longest     bytes of the longest of them, about
    escaped     does a backslash stand before quotes in quotes?
    notes       sentences on what is unusual
    """

    path: Path
    content: bytes | None
    lines: int
    longest: int
    escaped: bool
    notes: tuple[str, ...]

    @property
    def packed(self) -> bool:
        """Must what `path` holds be unpacked?"""
        return self.content is None and _packed(self.path)

    def open(self) -> IO[bytes]:
        """The text's bytes, in UTF-8."""
        return _opened(self.path) if self.content is None else io.BytesIO(self.content)


def read_text(path: Path, limits: Limits) -> Text:
    """The text in the file at `path`, which is read once, block by block; a DatasetError if it is none or too large."""
    limits.size(path.stat().st_size)
    if _packed(path):
        limits.size(_promised(path), at_least=True)
    with _opened(path) as file:
        head = file.read(BLOCK)
    encoding = next((name for mark, name in MARKS.items() if head.startswith(mark)), "") or _without_mark(head)
    if encoding:
        return _converted(path, encoding, limits, f"read as {encoding.upper().removesuffix('-LE').removesuffix('-BE')}")
    usual_ends = b"\n" in head or b"\r" not in head
    lines, longest, escaped, is_utf_8 = _looked_through(path, limits)
    if not is_utf_8:
        _check_latin(path)
        said = "read as Windows-1252 (Latin-1), because it is no UTF-8"
        return _converted(path, "cp1252", limits, said)
    if not usual_ends:
        return _converted(path, "utf-8-sig", limits, "")
    return Text(path, None, lines, longest, escaped, ())


def _packed(path: Path) -> bool:
    return path.suffix.lower() == ".gz"


def _opened(path: Path) -> IO[bytes]:
    return gzip.open(path) if _packed(path) else path.open("rb")  # type: ignore[return-value]


def _promised(path: Path) -> int:
    """To how many bytes a file unpacks, as gzip wrote at its end (modulo 4 GiB), if its beginning makes that likely."""
    with path.open("rb") as file:
        start = file.read(HEAD)
        file.seek(-min(4, len(start)), io.SEEK_END)
        promised = int.from_bytes(file.read(), "little")
    try:
        unpacked = len(zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(start))
    except zlib.error:
        return 0
    return promised if path.stat().st_size * unpacked / len(start) > promised / 2 else 0


def _without_mark(head: bytes) -> str:
    """UTF-16, if every other byte of ASCII is 0; "" if none is."""
    start = head[:200]
    if len(start) >= 4 and start[:2] != b"\0\0":
        if not any(start[1::2]) and all(start[::2]):
            return "utf-16-le"
        if not any(start[::2]) and all(start[1::2]):
            return "utf-16-be"
    return ""


def _looked_through(path: Path, limits: Limits) -> tuple[int, int, bool, bool]:
    """How many lines the text has, how long they are, whether its quotes are escaped, and whether it is UTF-8."""
    decoder, is_utf_8, escaped = codecs.getincrementaldecoder("utf-8")(), True, False
    lines = longest = 0
    for block, ended, length in _blocks(path, limits):
        lines, longest = ended, length
        if b"\0" in block:
            line = ended - block[block.index(b"\0") :].count(b"\n") + 1
            raise DatasetError(f"it is no table in text, but binary data (a byte 0 in line {line:,}); {WAY_OUT}")
        escaped = escaped or _is_escaped(block)
        try:
            if is_utf_8:
                decoder.decode(block)
        except UnicodeDecodeError:
            is_utf_8 = False
    is_utf_8 = is_utf_8 and not decoder.getstate()[0]  # nothing is left of a letter that was cut
    return lines + 1, longest, escaped, is_utf_8


def _blocks(path: Path, limits: Limits) -> Iterator[tuple[bytes, int, int]]:
    """The file's bytes, unpacked, block by block; a DatasetError if they are too many.

    Beside each block, how many lines ended up to its end, and how long the longest line is up to its end, to a block.
    """
    size = lines = line = longest = 0
    with _opened(path) as file:
        while block := file.read(BLOCK):
            size += len(block)
            limits.size(size, at_least=True)
            end = max(block.rfind(b"\n"), block.rfind(b"\r"))
            line = line + len(block) if end < 0 else len(block) - end
            longest = max(longest, line)
            limits.line(line)
            lines += block.count(b"\n") or block.count(b"\r")
            yield block, lines, longest + len(block)


def _check_latin(path: Path) -> None:
    """A DatasetError if what is no UTF-8 is no Windows-1252 either, or both."""
    with _opened(path) as file:
        while block := file.read(BLOCK):
            if re.search(rb"[\x01-\x08\x0e-\x1f\x81\x8d\x8f\x90\x9d]", block):
                raise DatasetError(f"it is no text in UTF-8, UTF-16 or Windows-1252; {WAY_OUT}")
            if IN_UTF_8.search(block):
                raise DatasetError(f"some of its letters are in UTF-8 and others are not; {WAY_OUT}")
            if NOT_LATIN.search(block):
                raise DatasetError(
                    f"its letters are neither UTF-8 nor Latin, and it does not say what they are; {WAY_OUT}"
                )


def _converted(path: Path, encoding: str, limits: Limits, said: str) -> Text:
    """The text in another encoding, in UTF-8 and with usual line ends."""
    content = bytearray()
    try:
        for text in codecs.iterdecode((block for block, *_ in _blocks(path, limits)), encoding):
            content += text.encode()
    except UnicodeError:
        raise DatasetError(f"it begins like {encoding.upper()}, and is none; {WAY_OUT}") from None
    if b"\0" in content[:BLOCK]:
        raise DatasetError(f"it is no table in text, but binary data; {WAY_OUT}")
    if b"\n" not in content[:BLOCK]:
        content = content.replace(b"\r", b"\n")
    lines = content.count(b"\n") + 1
    longest = max(map(len, content.split(b"\n")))
    return Text(path, bytes(content), lines, longest, _is_escaped(content), (said,) if said else ())


def _is_escaped(block: bytes | bytearray) -> bool:
    return b"\\" in block and bool(ESCAPED.search(block))
