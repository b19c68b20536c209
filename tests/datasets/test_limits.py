"""Too much of everything is refused at once, and a word allows it."""

from __future__ import annotations

import subprocess
import sys
import zlib

import pyarrow as pa
import pytest
from own_table import csv, read
from pyarrow import parquet

from datasets.dataset import DatasetError
from datasets.table import limits
from datasets.table.limits import COLUMNS, INPUTS, LINE, SIZE, VALUES, Limits
from datasets.table.table import Table
from harness.paths import ROOT

SMALL = csv(lambda row: f"{row}.5")


@pytest.fixture
def file(tmp_path):
    return tmp_path / "some.csv"


WIDE = ",".join(f"c{n}" for n in range(50)) + ",y\n" + (",".join("12" * 25) + ",u\n" + ",".join("21" * 25) + ",v\n") * 3


@pytest.mark.parametrize(
    ("content", "limit", "said"),
    [
        (
            SMALL,
            1e-7,
            "it holds 360 bytes unpacked, more than the limit of 100; leave some of it out, or say dataset.limit=1",
        ),
        (
            "a,b,y\n" + "7" * 2000,
            1e-5,
            "one of its lines goes on for 2,001 bytes and more, more than the limit of 1,000",
        ),
        (WIDE, 2e-4, "it has 51 columns, more than the limit of 40; leave some of it out, or say dataset.limit=1"),
    ],
)
def test_a_table_beyond_a_limit_is_refused(file, content, limit, said):
    with pytest.raises(DatasetError) as refused:
        read(file, content, limit=limit)
    assert said in str(refused.value)


def test_so_are_many_values_and_many_categories(file, monkeypatch):
    monkeypatch.setattr(limits, "VALUES", 120)
    with pytest.raises(DatasetError, match="it has 42 rows of 3 columns, 126 values, more than the limit of 120"):
        read(file, SMALL)
    assert read(file, SMALL, limit=2).features == ("a", "b")
    monkeypatch.setattr(limits, "INPUTS", 500)
    with pytest.raises(
        DatasetError, match=r"its categories make 14 columns of 40 rows, 560 values, .* dataset\.limit=3"
    ):
        read(file, csv(lambda row: f"word {row % 13}"), limit=1.1)
    assert read(file, csv(lambda row: f"word {row % 13}"), limit=4).features == ("a", "b")


def test_the_word_in_the_message_is_enough(file):
    for check, most in [("size", SIZE), ("line", LINE), ("columns", COLUMNS), ("footer", LINE)]:
        getattr(Limits(), check)(most)
        with pytest.raises(DatasetError, match=r"dataset\.limit=4, which allows 4 times the usual size"):
            getattr(Limits(), check)(int(3.5 * most))
        getattr(Limits(4), check)(int(3.5 * most))
    for check, most in [("values", VALUES), ("inputs", INPUTS)]:
        with pytest.raises(DatasetError, match=r"dataset\.limit=2"):
            getattr(Limits(), check)(most, 2)
        getattr(Limits(2), check)(most, 2)


def test_a_limit_is_no_other_table(file):
    """It is not trained again because somebody raises it."""
    read(file, SMALL)
    usual, raised = Table(str(file), "y"), Table(str(file), "y", limit=3)
    assert usual.content == raised.content
    assert "limit" in usual.content
    with pytest.raises(ValueError, match="limit must be above 0, not 0"):
        Table(str(file), "y", limit=0)


def test_parquet_is_refused_by_what_it_says_of_itself(tmp_path):
    path = tmp_path / "t.parquet"
    nothing = pa.nulls(10**6, pa.int32())
    with parquet.ParquetWriter(path, pa.schema({"a": pa.int32(), "y": pa.int32()})) as writer:
        for _ in range(5):
            writer.write_table(pa.table({"a": nothing, "y": nothing}))
    with pytest.raises(
        DatasetError, match="it has 5,000,000 rows of 2 columns, 10,000,000 values, more than the limit"
    ):
        Table(str(path), "y", limit=0.01).load()
    parquet.write_table(pa.table({f"c{n}": [1, 2] for n in range(300)}), path)
    with pytest.raises(DatasetError, match="it has 300 columns, more than the limit of 200"):
        Table(str(path), "y", limit=0.001).load()
    with pytest.raises(DatasetError, match=r"the description of its columns alone takes \d\d,\d+ bytes"):
        Table(str(path), "y", limit=1e-4).load()


def test_six_gigabytes_in_a_small_file_take_neither_time_nor_memory(tmp_path):
    """In a process that may have 1 GiB."""
    packer, path = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16), tmp_path / "bomb.csv.gz"
    million = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    unit = million.compress(b"0,0,0\n" * 10**6) + million.flush(zlib.Z_FULL_FLUSH)  # the same packed bytes, 1,000 times
    start = packer.compress(b"a,b,y\n") + packer.flush(zlib.Z_FULL_FLUSH)
    with path.open("wb") as file:
        file.write(start)
        for _ in range(1000):
            file.write(unit)
        file.write(b"\x03\x00" + bytes(4) + ((6 * 10**9 + 6) % 2**32).to_bytes(4, "little"))
    code = (
        "import resource, sys\n"
        "from datasets.table.table import Table\n"
        "resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))\n"
        "try: Table(sys.argv[1], 'y').load()\n"
        "except ValueError as error: print(error)\n"
        "used = resource.getrusage(resource.RUSAGE_SELF); print('seconds', used.ru_utime + used.ru_stime)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert (
        "bomb.csv.gz: it holds at least 1,705,032,710 bytes unpacked, more than the limit of 1,000,000,000"
        in done.stdout
    )
    assert float(done.stdout.split("seconds ")[1]) < 2
