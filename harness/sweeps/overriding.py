"""What words stand for, once Hydra has read them: which levels they choose, and which values they sweep over.

(What Hydra read is typed Any here: its types belong to compose.py.)
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from harness.cells.levels import NAME, OPTIONAL, ROOMS, files
from harness.errors import BadWord, alternatives
from harness.sweeps.wording import quoted, shown


def check(override: Any, is_group: Callable[[str], bool]) -> None:
    """A BadWord if a word does not choose a level of a config group by its name, or sweeps where it cannot."""
    word, group, value = str(override.input_line), override.key_or_group, override.value()
    if group.startswith("hydra.sweeper.params"):
        raise BadWord(f"{word}: what is swept are words of their own, as seeds=5,10")
    if group == "hydra.searchpath" and isinstance(value, list):
        _check_folders([str(folder) for folder in value])
    if isinstance(value, dict) and is_group(group):
        entries = " ".join(f"{group}.{key}={entry}" for key, entry in value.items())
        raise BadWord(f"{word}: it would replace the level; {entries} changes it")
    if group in (*ROOMS, *OPTIONAL) and override.package is None and not override.is_delete():
        if override.is_add() or override.is_force_add():
            raise BadWord(f"{shown(word)}: a level is chosen there already; the word without + chooses another")
        for level in _chosen(override):
            _check_level(word, group, level)


def _check_folders(folders: list[str]) -> None:
    for folder in folders:
        place = folder.removeprefix("file://")
        if "://" not in place and not Path(place).is_dir():
            raise BadWord(f"hydra.searchpath: there is no folder {place}")


def _chosen(override: Any) -> list[Any]:
    """What it chooses: one value, or all that it sweeps over; of numbers, one of them."""
    if override.is_range_sweep() or override.is_interval_sweep():
        return [0]
    chosen = override.sweep_iterator() if override.is_sweep_override() else [override.value()]
    return [getattr(one, "text", one) for one in chosen]  # what is quoted has its text


def _check_level(word: str, group: str, level: Any) -> None:
    """A BadWord if `level` is not called as a level of the config `group` is.

    (Hydra takes iris.yaml or ../dataset/iris for iris, and they would be three data sets here.)
    """
    if isinstance(level, list):
        raise BadWord(f"{shown(word)}: one level a cell; {group}={','.join(map(str, level))} sweeps over them")
    if level is None and group in OPTIONAL:
        raise BadWord(f"{group}=null: leave the word out; no {group} is chosen then")
    if level is None:
        raise BadWord(f"{group}=null: a cell needs it; {alternatives('', files(group))}")
    if not isinstance(level, str):
        raise BadWord(f"{shown(word)}: a level is called by its name; in quotes it can be: {quoted(word)}")
    if level and "${" not in level and not all(map(NAME.fullmatch, level.split("/"))):
        raise BadWord(f"{group}={shown(level)}: there is no such {group}; {alternatives(level, files(group))}")


def values(override: Any, most: int) -> list[str]:
    """The words that it stands for: one for every value that it sweeps over, `most` at most."""
    key = override.get_key_element()
    if not override.is_sweep_override():
        return [f"{key}={override.get_value_element_as_str()}"]
    if key == "suite":
        raise BadWord(f"{override.input_line}: one suite at a time; more data sets go in dataset=a,b,c")
    if not override.is_discrete_sweep():
        raise BadWord(f"{override.input_line}: only values that are listed can be swept, as in {key}=a,b")
    if override.is_range_sweep():
        numbers = override.value()
        if not numbers.step:
            raise BadWord(f"{override.input_line}: its step must not be 0")
        check_number(((numbers.stop or 0) - (numbers.start or 0)) / numbers.step, most)  # before they are made
    listed = [f"{key}={value}" for value in override.sweep_string_iterator()]
    if not listed:
        raise BadWord(f"{override.input_line}: it lists no value")
    return listed


def check_number(cells: float, most: int) -> None:
    """A BadWord if they are more `cells` than a sweep takes, which is `most`."""
    if cells > most:
        raise BadWord(
            f"{cells:,.0f} cells are more than one sweep takes ({most:,}); sweep fewer values at a time, or say "
            f"--most-cells={cells:.0f}"
        )
