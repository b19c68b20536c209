"""From words to configurations, by Hydra, which reads every file once."""

from __future__ import annotations

import pickle
from collections import Counter
from copy import deepcopy
from pathlib import Path

import pytest
from hydra.core.config_search_path import ConfigSearchPath
from omegaconf import OmegaConf

from harness.cells.reading import read
from harness.errors import BadWord
from harness.paths import CONF
from harness.sweeps import read_once
from harness.sweeps.compose import composed
from harness.sweeps.read_once import ReadOnce


def batches(*words: str) -> list[list[str]]:
    with composed(words) as composition:
        return [[" ".join(cell) for cell in batch] for batch in composition.batches()]


def test_a_cell_is_every_combination_and_the_command_line_has_the_last_word():
    assert batches() == [[""]]
    assert batches("epochs=1", "optimizer=sgd") == [["epochs=1 optimizer=sgd"]]
    assert batches("optimizer=adam,sgd", "epochs=range(1,3)", "seeds=2") == [
        [f"optimizer={name} epochs={epochs} seeds=2" for name in ("adam", "sgd") for epochs in (1, 2)]
    ]
    own = batches("claim=adam_vs_adagrad", "dataset=iris")
    assert own == [[f"dataset=iris optimizer={name} claim=adam_vs_adagrad" for name in ("adam", "adagrad")]]


def test_lists_quotes_and_deletions_stay_as_they_are():
    assert batches("model.hidden=[8],[16,16]", "~claim", "tracking.uri='sqlite:///a b.db'") == [
        [f"model.hidden={hidden} ~claim=null tracking.uri='sqlite:///a b.db'" for hidden in ("[8]", "[16,16]")]
    ]


def test_cells_come_in_batches_if_that_is_wanted():
    swept = "epochs=1,2,3"
    assert batches(swept, "hydra.sweeper.max_batch_size=2") == [["epochs=1", "epochs=2"], ["epochs=3"]]
    with pytest.raises(BadWord, match=r"hydra\.sweeper\.max_batch_size must be at least 1, not -1"):
        batches(swept, "hydra.sweeper.max_batch_size=-1")


def test_what_cannot_be_listed_cannot_be_swept():
    with pytest.raises(BadWord, match=r"optimizer\.lr=interval\(0,1\): only values that are listed can be swept"):
        batches("optimizer.lr=interval(0,1)")


def test_it_knows_how_a_cell_was_asked_for():
    words = ["dataset=iris", "optimizer=adam,sgd", "hydra/launcher=joblib"]
    with composed(words) as composition:
        assert composition.asked.words == ("dataset=iris", "optimizer=adam,sgd")
        ((one,), _) = composition.cells([["dataset=iris", "optimizer=sgd"]])
    asked = one.asked
    assert asked.choices["optimizer"] == "sgd"
    assert asked.choices["claim"] is None
    assert asked.words == ("dataset=iris", "optimizer=sgd")
    assert asked.launcher == "joblib"
    assert CONF in asked.sources


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of one's own, with a name that needs quotes."""
    path = tmp_path / "mine, it's [a] folder" / "activation" / "gentle.yaml"
    path.parent.mkdir(parents=True)
    path.write_text((CONF / "activation" / "leaky_relu.yaml").read_text())
    return path.parent.parent


def test_a_folder_of_ones_own_is_searched_too(own):
    with composed(["activation=glob(*e*l*)", "--config-dir", str(own)]) as composition:
        ((*_, words),) = composition.batches()
        ((one,), _) = composition.cells([words])
        names = {cell[0].partition("=")[2] for batch in composition.batches() for cell in batch}
    assert {"relu", "selu", "gentle"} <= names
    assert one.asked.sources.index(CONF) < one.asked.sources.index(own)
    assert one.asked.words == tuple(words)


def test_a_level_of_ones_own_makes_a_cell(own):
    with composed(["activation=relu,gentle", "--config-dir", str(own)]) as composition:
        cells = [read(one) for batch in composition.batches() for one in composition.cells(batch)[0]]
    assert [one.levels["activation"] for one in cells] == ["relu", "gentle"]


def test_two_folders_of_ones_own_are_refused(own):
    words = [f"hydra.searchpath=['file://{own.parent}']", "--config-dir", str(own)]
    with pytest.raises(BadWord, match=r"hydra\.searchpath: with --config-dir there is one folder"), composed(words):
        pass


def test_a_question_is_no_sweep():
    with (
        pytest.raises(BadWord, match="--cfg: folklore run answers it"),
        composed(["claim=adam_vs_adagrad", "--cfg=job"]),
    ):
        pass


@pytest.fixture
def read_from_disk(monkeypatch) -> Counter[str]:
    """How often each file was read, in a process that has read none."""
    counts: Counter[str] = Counter()
    load = OmegaConf.load

    def counted(file):
        counts[str(getattr(file, "name", file))] += 1
        return load(file)

    monkeypatch.setattr(OmegaConf, "load", counted)
    monkeypatch.setattr(read_once, "_ours", {})
    return counts


def test_every_file_is_read_once_however_many_cells_there_are(read_from_disk):
    with composed(["optimizer=adam,sgd", "epochs=1,2,3"]) as composition:
        (sweep,) = composition.batches()
        cells, _ = composition.cells(sweep)
    assert len(cells) == 6
    assert read_from_disk[str(CONF / "optimizer" / "adam.yaml")] == 1
    assert read_from_disk[str(CONF / "config.yaml")] == 1
    assert set(read_from_disk.values()) == {1}


def test_files_of_ones_own_are_read_by_every_composition_and_those_of_the_project_by_the_first(
    read_from_disk, tmp_path
):
    own = tmp_path / "optimizer" / "mine.yaml"
    own.parent.mkdir()
    rates = []
    for rate in (0.5, 0.25):
        own.write_text(f"_target_: models.optimizers.SGD\nlr: {rate}\n")
        with composed([f"hydra.searchpath=['file://{tmp_path}']", "optimizer=mine", "dataset=iris"]) as composition:
            rates.append(composition.config.optimizer.lr)
    assert rates == [0.5, 0.25]
    assert read_from_disk[str(own)] == 2
    assert read_from_disk[str(CONF / "dataset" / "iris.yaml")] == 1


def test_what_a_word_adds_to_one_cell_is_not_there_in_the_next():
    def parts(*words):
        ((one,), _) = composition.cells([words])
        return one.parts

    with composed(["dataset=iris"]) as composition:
        first = parts("+optimizer.search.speed=1", "model.hidden=[1]")
        second = parts("dataset=iris")
        OmegaConf.set_struct(first["loss"].node, False)
        first["loss"].node.nonsense = 1
        third = parts("dataset=iris")
    assert "speed" not in second["optimizer"].node.search
    assert list(second["model"].node.hidden) != [1]
    assert "nonsense" not in third["loss"].node


class Repository:
    """A repository that has one file, and counts."""

    loads = 0
    initialized = 0

    def load_config(self, config_path: str) -> None:
        self.loads += 1

    def initialize_sources(self, config_search_path: ConfigSearchPath) -> None:
        self.initialized += 1

    def group_exists(self, config_path: str) -> bool:
        return config_path == "optimizer"


class Folders:
    def __init__(self, *folders: str) -> None:
        self.folders = list(folders)

    def get_path(self) -> list[str]:
        return self.folders


def test_other_folders_are_read_anew_and_the_same_ones_are_not():
    once = ReadOnce(Repository())
    for _ in range(3):
        once.initialize_sources(Folders("conf", "mine"))
        once.load_config("absent")
    assert (once.repository.initialized, once.repository.loads) == (1, 1)
    once.initialize_sources(Folders("conf"))
    once.load_config("absent")
    assert (once.repository.initialized, once.repository.loads) == (2, 2)


def test_it_stands_in_for_the_repository_in_other_processes_too():
    once = ReadOnce(Repository())
    assert once.group_exists("optimizer")
    assert deepcopy(once) is once
    once.load_config("absent")
    there = pickle.loads(pickle.dumps(once))
    assert there.read == {"absent": None}
    assert there.group_exists("optimizer")
