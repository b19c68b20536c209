"""The user's own table: what becomes of its columns, and what is refused in one line."""

from __future__ import annotations

import gzip
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from mlflow import MlflowClient

from datasets.dataset import DatasetError
from datasets.table.table import Table
from harness.paths import ROOT

CUSTOMERS = ROOT / "tests" / "customers.csv"
SMALL = ("model.hidden=[4]", "epochs=1", "seeds=2")


def write(path: Path, header: str, *rows: str) -> Path:
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def columns(path: Path, rows: int = 40, **named: object) -> Path:
    """A CSV with numbers `a`, two classes `y`, and further columns: lists, or functions of the row's number."""
    draw = random.Random(0)
    table = {"a": [draw.random() for _ in range(rows)]}
    table |= {name: [make(row) for row in range(rows)] if callable(make) else make for name, make in named.items()}
    table.setdefault("y", [row % 2 for row in range(rows)])
    pd.DataFrame(table).to_csv(path, index=False)
    return path


def load(path: Path, **entries: object):
    return Table(str(path), **{"target": "y", **entries}).load()


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "some.csv"


def test_a_table_of_all_kinds_of_columns():
    data = load(CUSTOMERS, target="churned")
    frame = pd.read_csv(CUSTOMERS)
    assert data.name == "customers"
    assert data.features == ("age", "plan", "city", "income")
    assert data.categories == (None, ("basic", "plus", "pro"), ("Graz", "Linz", "Wien"), None)
    assert data.classes == ("no", "yes")
    np.testing.assert_array_equal(data.y, frame["churned"] == "yes")
    np.testing.assert_array_equal(data.x[:, 0], frame["age"])
    np.testing.assert_array_equal(data.x[:, 3], frame["income"])
    cities = np.array(["Graz", "Linz", "Wien"])[data.x[:, 2][frame["city"].notna()].astype(int)]
    np.testing.assert_array_equal(cities, frame["city"].dropna())
    assert np.isnan(data.x[:, 2]).sum() == frame["city"].isna().sum()
    assert data.notes == (
        "the target churned has 2 classes",
        "dropped as constant: country",
        "dropped as identifiers, which differ in every row: customer_id",
        "missing numbers, imputed: age (in 9 rows); the training part’s mean stands there, and a column of 0 and 1 "
        "says so",
        f"missing categories, imputed: city (in {frame['city'].isna().sum()} rows); missing is a category of its own",
        "categories, each a column of 0 and 1: plan (3), city (3)",
    )


def test_numbers_alone_are_a_plain_data_set(file):
    data = load(columns(file, b=lambda row: row / 7))
    assert data.categories is None
    assert data.groups is None
    assert data.notes == ("the target y has 2 classes",)


@pytest.mark.parametrize("ending", [".tsv", ".csv.gz", ".tsv.gz", ".parquet", ".CSV"])
def test_every_kind_of_file_is_the_same_table(tmp_path, ending):
    frame, path = pd.read_csv(CUSTOMERS, dtype={"age": "float"}), tmp_path / f"my.customers{ending}"
    if ending == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_csv(path, index=False, sep="\t" if ".tsv" in ending else ",")
    data, expected = load(path, target="churned"), load(CUSTOMERS, target="churned")
    np.testing.assert_array_equal(data.x, expected.x)
    assert (data.y == expected.y).all()
    assert data.name == "my.customers"
    assert (data.categories, data.notes) == (expected.categories, expected.notes)


def test_parquet_types_and_category_columns(tmp_path):
    frame = pd.DataFrame({"n": np.arange(20) % 5, "flag": [True, False, None, True] * 5, "y": ["u", "v"] * 10})
    frame["kind"] = pd.Categorical(["big", "small", None, "big"] * 5, ["small", "big", "never"])
    frame.to_parquet(tmp_path / "t.parquet")
    data = load(tmp_path / "t.parquet")
    assert data.categories == (None, None, ("big", "small"))
    np.testing.assert_array_equal(data.x[:4], [[0, 1, 0], [1, 0, 1], [2, np.nan, np.nan], [3, 1, 0]])


def test_text_is_read_as_people_write_it(file):
    """Spaces around values, quotes, a byte order mark, Windows' line ends, signs for missing, and semicolons."""
    file.write_bytes(
        b'\xef\xbb\xbf n ;"kind" ;y\r\n 1;a;u\r\n"2" ;"a";v\r\n?; b ;u\r\n\r\nNA;"b";v\r\n3.5e0;"semi;colon";u\r\n'
    )
    data = load(file)
    assert data.features == ("n", "kind")
    np.testing.assert_array_equal(data.x[:, 0], [1, 2, np.nan, np.nan, 3.5])
    assert data.categories == (None, ("a", "b", "semi;colon"))


@pytest.mark.parametrize(
    ("y", "task", "classes"),
    [
        (["no", "yes"] * 20, "auto", ("no", "yes")),
        ([0, 1] * 20, "auto", ("0", "1")),
        ([-1.5, 2.25] * 20, "auto", ("-1.5", "2.25")),
        ([3, 1, 4, 1, 3, 4, 1, 4] * 5, "auto", ("1", "3", "4")),
        ([3, 1, 4, 1, 3, 4, 1, 4] * 5, "regression", ()),
        ([0.5, 1.5, 2.5, 3.25] * 10, "auto", ()),
        ([0.5, 1.5, 2.5, 3.25] * 10, "classification", ("0.5", "1.5", "2.5", "3.25")),
        (list(range(40)), "auto", ()),
        ([True, False] * 20, "auto", ("False", "True")),
    ],
)
def test_the_task_is_guessed_and_can_be_said(file, y, task, classes):
    data = load(columns(file, y=y), task=task)
    assert data.classes == classes
    np.testing.assert_array_equal(np.array(classes)[data.y] if classes else data.y, np.array(y, str) if classes else y)
    assert data.is_regression == (not classes)


def test_a_guess_says_how_to_say_otherwise(file):
    assert "dataset.task=regression says otherwise" in load(columns(file, y=[1, 2, 3, 4] * 10)).notes[0]
    assert "dataset.task=classification says otherwise" in load(columns(file, y=lambda row: row / 3)).notes[0]


@pytest.mark.parametrize(
    ("name", "values", "dropped"),
    [
        ("id", lambda row: 17 * row + row % 3, True),
        ("customerID", lambda row: f"{row}-x", True),
        ("Unnamed: 0", lambda row: row, True),
        ("row", lambda row: 100 - row, True),
        ("code", lambda row: f"K{row:04d}", True),
        ("email", lambda row: f"p{row}@example.org", True),
        ("paid", lambda row: 17 * row + row % 3, False),  # all differ, but these are numbers
        ("id", lambda row: row % 10, False),
        ("id", lambda row: row / 7, False),
        ("lidkey", lambda row: "abc"[row % 3], False),
    ],
)
def test_identifiers_are_dropped_unless_they_are_to_be_kept(file, name, values, dropped):
    data = load(columns(file, **{name: values}))
    assert (name not in data.features) == dropped
    assert any(f"identifiers, which differ in every row: {name}" in note for note in data.notes) == dropped
    assert name in load(file, keep=[name]).features


def test_columns_that_say_nothing_are_dropped_and_those_asked_for(file):
    data = load(columns(file, b=lambda _: "", c=lambda _: 3, d=lambda _: "x", e=lambda row: row % 7), drop=["e"])
    assert data.features == ("a",)
    assert data.notes[1:] == (
        "left out as asked: e",
        "dropped, because no row has a value there: b",
        "dropped as constant: c, d",
    )


def test_a_constant_with_gaps_is_kept_for_its_gaps(file):
    assert load(columns(file, b=lambda row: "" if row % 3 else 1)).features == ("a", "b")


def test_rows_without_a_target_or_a_group_are_dropped_and_levels_with_them(file):
    path = write(file, "a,kind,who,y", "1,u,p,0", "2,v,q,1", "4,only here,p,", "3,u,q,0", "5,v,,1", "7,u,p,1")
    data = load(path, group="who")
    np.testing.assert_array_equal(data.x[:, 0], [1, 2, 3, 7])
    assert data.categories == (None, ("u", "v"))
    assert data.groups.tolist() == [0, 1, 1, 0]
    assert data.features == ("a", "kind")
    assert data.notes[1:4] == (
        "dropped 1 of 6 rows, where the target y is missing",
        "dropped 1 of 6 rows, where the group who is missing",
        "rows of the same who never stand on both sides of a split",
    )


def test_a_note_names_some_of_very_many_columns(file):
    data = load(columns(file, **{f"column{n}" + "x" * 50: lambda _: 1 for n in range(30)}))
    assert re.search(r"column0x{32}…, .* and 18 more$", data.notes[1])


DATES = ["2024-01-31", "31.12.2023", "12/31/99", "2024-01-31 12:30:01", "12:30", "3 March 2024", "Mar 3, 2024"]


@pytest.mark.parametrize("date", DATES)
def test_dates_are_refused_with_a_hint(file, date):
    columns(file, since=lambda row: date if row % 2 else "1.2.2003")
    with pytest.raises(DatasetError, match=r"^some.csv: column since holds dates or times .*dataset.drop=\[since\]"):
        load(file)
    assert load(file, drop=["since"]).features == ("a",)


@pytest.mark.parametrize("level", ["may", "1.2", "3-4", "Marching 3", "10-20 years"])
def test_what_only_looks_like_a_date_is_a_category(file, level):
    assert load(columns(file, b=lambda row: level if row % 2 else "x")).categories[1] == (*sorted([level, "x"]),)


def test_a_date_of_parquet_is_refused_too_and_may_be_a_group(tmp_path):
    frame = pd.DataFrame({"a": np.arange(20) % 7, "day": pd.date_range("2024-01-01", periods=20), "y": ["u", "v"] * 10})
    frame.to_parquet(tmp_path / "t.parquet")
    with pytest.raises(DatasetError, match="column day holds dates or times"):
        load(tmp_path / "t.parquet")
    assert load(tmp_path / "t.parquet", group="day").groups.tolist() == list(range(20))


BAD = {
    "no such file": (None, "dataset.path=some.csv: there is no such file"),
    "an empty file": (b"", "some.csv: the file is empty"),
    "a header only": (b"a,b,y\n", "some.csv: it has a header and no rows"),
    "a header without an end": (b"a,b,y", "some.csv: it has a header and no rows"),
    "no header": (b"\n1,2,3\n", "its first line is empty"),
    "no such target": (b"a,yy\n1,0\n", "some.csv: dataset.target=y: it has no such column; did you mean yy?"),
    "one class only": (b"a,y\n1,u\n2,u\n", "the target y has one class only (u): nothing to learn"),
    "one number only": (b"a,y\n1,3\n2,3\n", "the target y has one class only (3): nothing to learn"),
    "a class of one row": (b"a,y\n1,u\n2,v\n3,u\n", "the target y has a single row of class v, which cannot both"),
    "no target at all": (b"a,y\n1,\n2,NA\n", "the target y has no value in any row"),
    "infinity": (b"a,y\n1,u\n-inf,v\n3,u\n4,v\n", "column a holds infinity in 1 of 4 rows"),
    "infinity in the target": (b"a,y\n1,1\n2,inf\n3,1\n", "column y holds infinity in 1 of 3 rows"),
    "nothing but missing values": (b"a,y\n,u\n,v\n,u\n,v\n", "no column is left to learn from (dropped, because"),
    "nothing but the target": (b"y\nu\nv\nu\nv\n", "it has a single column, 'y'; columns are parted by commas"),
    "nothing but an identifier": (b"n,y\n1,u\n2,v\n3,u\n4,v\n", "no column is left to learn from; keep one with"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "some.csv: it is no table in text, but binary data"),
    "no encoding": (b"a,y\n\xe4\x81,u\n", "it is no text in UTF-8, UTF-16 or Windows-1252; save it as CSV in UTF-8"),
    "a short row": (b"a,b,y\n1,2,u\n1,2\n", "it cannot be read: Row #3: Expected 3 columns, got 2"),
    "a long row": (b"a,b,y\n1,2,u\n1,2,v,4\n", "it cannot be read: Row #3: Expected 3 columns, got 4"),
    "a name twice": (b"a,a,y\n1,2,u\n", "two columns are called 'a'"),
}  # fmt: skip


def refused(called, here, said: str) -> None:
    assert called.status == 2
    assert said in called.err
    assert len(called.err.splitlines()) == 1
    assert called.out == ""
    assert not (here / "outputs").exists()


@pytest.mark.parametrize("verb", [["run"], ["judge", "adam_vs_adagrad"]], ids=["run", "judge"])
@pytest.mark.parametrize(("content", "said"), BAD.values(), ids=BAD)
def test_bad_input_is_one_line_with_status_2_and_nothing_is_recorded(folklore, here, verb, content, said):
    if content is not None:
        Path("some.csv").write_bytes(content)
    refused(folklore(*verb, "dataset=table", "dataset.path=some.csv", "dataset.target=y"), here, said)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["dataset.target=y"], "dataset.path: this word must be given, as dataset.path=…"),
        (["dataset.path=some.csv"], "dataset.target: this word must be given, as dataset.target=…"),
        (["dataset.path=folder.csv", "dataset.target=y"], "dataset.path=folder.csv: it is a folder, not a file"),
        (["dataset.path=a.xlsx", "dataset.target=y"], "its name must end in one of .csv, .tsv, .csv.gz"),
        (["dataset.path=no.csv.gz", "dataset.target=y"], "no.csv.gz: it cannot be read: Not a gzipped file"),
        (["dataset.path=cut.csv.gz", "dataset.target=y"], "cut.csv.gz: it cannot be read: "),
        (["dataset.path=no.parquet", "dataset.target=y"], "no.parquet: it cannot be read: "),
        (["dataset.path=some.csv", "dataset.target=y", "dataset.drop=[b,q]"], "dataset.drop=q: it has no such column"),
        (["dataset.path=some.csv", "dataset.target=y", "dataset.keep=[q]"], "dataset.keep=q: it has no such column"),
        (["dataset.path=some.csv", "dataset.target=y", "dataset.group=bb"], "no such column; did you mean b?"),
        (["dataset.path=some.csv", "dataset.target=y", "dataset.drop=b"], "it must be a list of names, like [a,b]"),
        (["dataset.path=some.csv", "dataset.target=y", "dataset.drop=[y]"], "drop holds y, which is the target"),
        (["dataset.path=some.csv", "dataset.target=y", "dataset.group=y"], "dataset.group and target are both y"),
        (["dataset.path=some.csv", "dataset.target=y", "dataset.task=x"], "dataset.task must be one of auto, class"),
        (["dataset.path=some.csv", "dataset.target=b", "dataset.task=regression"], "is text (u, v), which only"),
        (["dataset.path=some.csv", "dataset.target=y", "split.validation=0.001"], "40 rows leave 30 to train, 0 "),
        (["dataset.path=some.csv", "dataset.target=y", "split.test=0.999"], "each part needs one row or more"),
        (["dataset.path=some.csv", "dataset.target=y", "dataset.group=b"], "split: 40 rows of 2 groups leave"),
    ],
)  # fmt: skip
def test_so_is_a_word_that_does_not_fit_the_table(folklore, here, words, said):
    columns(Path("some.csv"), b=lambda row: "uv"[row % 3 == 0])
    Path("folder.csv").mkdir()
    for name in ("a.xlsx", "no.csv.gz", "no.parquet"):
        Path(name).write_text("hello, hello\n")
    Path("cut.csv.gz").write_bytes(gzip.compress(CUSTOMERS.read_bytes())[:300])
    refused(folklore("run", "dataset=table", *words), here, said)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run"], "loss=cross_entropy: it is made for classes, and some is a regression"),
        (["judge", "adam_vs_adagrad", "loss=huber"], "claim.metric=accuracy: some is judged by r2"),
    ],
)
def test_so_is_a_claim_or_a_loss_about_classes_on_a_table_of_numbers(folklore, here, words, said):
    columns(Path("some.csv"), y=lambda row: row / 7)
    called = folklore(*words, "dataset=table", "dataset.path=some.csv", "dataset.target=y")
    refused(called, here, said)
    assert "dataset.task=classification, if they are classes" in called.err or "claim.metric" in said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (lambda row: f"he said {row} times hello", "column b holds 40 different values in 40 rows (he said 0 times"),
        (lambda row: f"word {row // 2} of 20 words", "holds 20 different values"),
        (lambda row: "many" if row == 3 else row / 7, "column b holds numbers, but also many; put a number or nothing"),
    ],
)
def test_so_is_free_text(folklore, here, values, said):
    columns(Path("some.csv"), b=values)
    if "20 different" in said:  # half as many values as rows are categories, one more is not
        assert load(Path("some.csv")).categories == (None, tuple(sorted({values(row) for row in range(40)})))
        columns(Path("some.csv"), rows=39, b=values)
    called = folklore("run", "dataset=table", "dataset.path=some.csv", "dataset.target=y")
    refused(called, here, said)
    assert "leave it out with dataset.drop=[b]" in called.err


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        ("a,c,y", lambda n: f"{n % 9},c{n},{n % 2}", "column c holds 1,000,000 different values in 1,000,000 rows"),
        ("a,y", lambda n: f"{n % 9},c{n}", "the target y has 1,000,000 classes; at most 1,000 can be learned"),
    ],
)
def test_so_are_a_million_categories(folklore, here, header, row, said):
    write(Path("some.csv"), header, *map(row, range(10**6)))
    refused(folklore("run", "dataset=table", "dataset.path=some.csv", "dataset.target=y"), here, said)


@pytest.fixture
def customers(here) -> Path:
    path = here / "customers.csv"
    path.write_bytes(CUSTOMERS.read_bytes())
    return path


CUSTOMER_WORDS = ("dataset=table", "dataset.path=customers.csv", "dataset.target=churned", *SMALL)


def test_a_verdict_on_ones_own_table(folklore, store, customers):
    words = ("adam_vs_adagrad", *CUSTOMER_WORDS, "tuning.trials=2", "hydra/launcher=basic")
    called = folklore("judge", *words)
    assert called.status == 0, called.err
    assert "(1 data set, 2 seeds)" in called.out
    page = Path("outputs/reports/index.html").read_text()
    terminal = " ".join(called.out.split())
    for shown in (terminal, page):
        assert "this verdict is about customers alone and says nothing of other data" in shown
        assert "Nadeau and Bengio’s corrected" in shown
        for note in load(customers, target="churned").notes:
            assert f"customers: {note}" in shown
    assert folklore("report", *words).out == called.out


def python(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    settings = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run([sys.executable, *words], env=settings, capture_output=True, text=True, check=False)


def test_workers_read_a_relative_path_in_the_callers_folder_and_import_nothing_that_lies_beside_it(store, customers):
    for name in ("random", "numpy", "mlflow"):
        Path(f"{name}.py").write_text("raise SystemExit('this is mine')\n")
    words = ("run", "-m", "optimizer=adam,sgd", "hydra/launcher=joblib", "hydra.launcher.n_jobs=2", *CUSTOMER_WORDS)
    # As a script is called, which has no folder in its path.
    done = python("-m", "harness", *words, PYTHONSAFEPATH="1")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("finished") == 2


def test_a_run_is_called_after_the_file_and_says_what_was_done(folklore, store, customers):
    called = folklore("run", *CUSTOMER_WORDS)
    assert called.out.startswith("customers, adam, dataset.target=churned, model.hidden=[4]")
    assert "customers: dropped as constant: country" in called.out
    client = MlflowClient(store)
    (run,) = client.search_runs([client.get_experiment_by_name("folklore/sweeps").experiment_id])
    assert run.data.params["dataset"] == "customers"
    assert run.data.params["dataset.path"] == "customers.csv"
    assert run.data.params["dataset.target"] == "churned"
    assert run.inputs.dataset_inputs[0].dataset.name == "customers"


def test_what_the_file_holds_decides_what_is_trained_again(folklore, store, customers):
    assert "finished" in folklore("run", *CUSTOMER_WORDS).out
    assert "skipped" in folklore("run", *CUSTOMER_WORDS).out
    before = customers.read_bytes()
    customers.write_bytes(before.replace(b",yes", b",maybe"))
    assert "finished" in folklore("run", *CUSTOMER_WORDS).out
    customers.unlink()
    Path("elsewhere").mkdir()
    Path("elsewhere/customers.csv").write_bytes(before)
    words = [word.replace("customers.csv", "elsewhere/customers.csv") for word in CUSTOMER_WORDS]
    assert "skipped" in folklore("run", *words).out


def test_a_claim_takes_several_tables_and_a_grouped_split(folklore, store, customers):
    """Groups of unequal size: parts are, too, and every seed trains in a stack of its own."""
    frame = pd.read_csv(customers).assign(shop=lambda table: table["income"].rank().astype(int) % 23 % 11)
    frame.to_csv("second.csv", index=False)
    frame[20:].to_csv("third.csv", index=False)
    words = [word for word in CUSTOMER_WORDS if "path" not in word]
    called = folklore("judge", "adam_vs_adagrad", *words, "dataset.path=second.csv,third.csv", "dataset.group=shop",
                      "tuning.trials=2", "hydra/launcher=basic")  # fmt: skip
    assert called.status == 0, called.err
    assert "(2 data sets, 2 seeds)" in called.out
    assert "second: rows of the same shop never stand on both sides of a split" in " ".join(called.out.split())


@pytest.mark.slow
def test_a_million_rows_of_twenty_columns_load_and_train_within_4_gib(here):
    rng, rows = np.random.default_rng(0), 10**6
    x = rng.standard_normal((rows, 19))
    frame = pd.DataFrame(x, columns=[f"x{n}" for n in range(19)]).assign(
        y=(x[:, 0] + x[:, 1] * x[:, 2] > 0).astype(int)
    )
    frame.to_csv("million.csv", index=False)
    del frame, x
    code = (
        "import resource, sys; from harness.cli import main\n"
        "try: main()\n"
        "finally: print('peak', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    words = ("run", "dataset=table", "dataset.path=million.csv", "dataset.target=y", "model.hidden=[16]", "epochs=1",
             "seeds=5", "batch_size=1024")  # fmt: skip
    done = python("-c", code, *words)
    assert done.returncode == 0, done.stderr
    assert float(re.search(r"test accuracy (\S+)", done.stdout)[1]) > 0.7
    assert int(re.search(r"peak (\d+)", done.stdout)[1]) < 4 * 1024**2  # KiB
