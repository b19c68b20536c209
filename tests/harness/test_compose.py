"""From words to configurations: Hydra is asked once per cell, and reads every file once."""

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
        _, asked = composition.cell(["dataset=iris", "optimizer=sgd"])
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
        _, asked = composition.cell(words)
        names = {cell[0].partition("=")[2] for batch in composition.batches() for cell in batch}
    assert {"relu", "selu", "gentle"} <= names
    assert asked.sources.index(CONF) < asked.sources.index(own)
    assert asked.words == tuple(words)


def test_a_level_of_ones_own_makes_a_cell(own):
    with composed(["activation=relu,gentle", "--config-dir", str(own)]) as composition:
        cells = [read(*composition.cell(words)) for batch in composition.batches() for words in batch]
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


def test_every_file_is_read_once_however_many_cells_there_are(monkeypatch):
    read_from_disk: Counter[str] = Counter()
    load = OmegaConf.load

    def counted(file):
        read_from_disk[str(getattr(file, "name", file))] += 1
        return load(file)

    monkeypatch.setattr(OmegaConf, "load", counted)
    with composed(["optimizer=adam,sgd", "epochs=1,2,3"]) as composition:
        (cells,) = composition.batches()
        for words in cells:
            composition.cell(words)
    assert len(cells) == 6
    assert read_from_disk[str(CONF / "optimizer" / "adam.yaml")] == 1
    assert read_from_disk[str(CONF / "config.yaml")] == 1
    assert set(read_from_disk.values()) == {1}


def test_cells_share_no_nodes():
    """What a word adds to one cell is not there in the next."""
    with composed(["dataset=iris"]) as composition:
        first, _ = composition.cell(["+optimizer.search.speed=1", "model.hidden=[1]"])
        second, _ = composition.cell(["dataset=iris"])
        OmegaConf.set_struct(first, False)
        first.loss.nonsense = 1
        third, _ = composition.cell(["dataset=iris"])
    assert "speed" not in second.optimizer.search
    assert list(second.model.hidden) != [1]
    assert "nonsense" not in third.loss


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
