"""A claim from somebody else: what it may say, and that nothing of what it must not say is ever done."""

from __future__ import annotations

import os
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from command import SMALL

from harness.cells import strangers
from harness.errors import BadWord

CLAIM = (
    "# @package _global_\n"
    "claim: {statement: s, source: t, kind: superiority, factor: optimizer, favourite: adam, rivals: [sgd]}\n"
    "hydra: {sweeper: {params: {dataset: iris, optimizer: 'adam,sgd'}}}\n"
)
HEAD, SWEEP = CLAIM.rsplit("hydra:", 1)
CANARY = "canary"


@pytest.fixture
def own(here: Path) -> Path:
    (here / "mine" / "claim").mkdir(parents=True)
    return here / "mine"


def claim(own: Path, text: str) -> None:
    (own / "claim" / "theirs.yaml").write_text(text)


@pytest.mark.parametrize(
    "text",
    [
        CLAIM,
        CLAIM + "seeds: 3\nbatch_size: ${epochs}\n",
        CLAIM + "optimizer: {lr: 0.5}\n",
        CLAIM.replace("claim:", "defaults:\n  - override /tuning: small\n  - override /hydra/launcher: basic\nclaim:"),
    ],
)
def test_what_a_claim_needs_it_may_say(own, text):
    claim(own, text)
    strangers.check(own)


HYDRA = [
    "callbacks: {x: {_target_: pathlib.Path.write_text, self: canary, data: x}}",
    "callbacks: {x: {_target_: joblib.load, filename: canary}}",
    "callbacks: {x: {_target_: builtins.open, file: canary, mode: w}}",
    "launcher: {_target_: os.system, command: touch canary}",
    "job_logging: {handlers: {file: {class: logging.FileHandler, filename: canary}}}",
    "hydra_logging: {handlers: {file: {class: logging.FileHandler, filename: canary}}}",
    "sweep: {dir: canary, subdir: x}",
    "run: {dir: canary}",
    "job: {env_set: {MLFLOW_TRACKING_URI: 'sqlite:///canary'}, chdir: true}",
    "searchpath: ['file:///tmp']",
    "sweeper: {_target_: os.system}",
    "sweeper: {params: {tracking.uri: 'sqlite:///canary'}}",
    "sweeper: {params: {hydra.sweep.dir: canary}}",
    "sweeper: {params: {+hydra.callbacks.x._target_: canary}}",
    "sweeper: {params: {hydra/launcher: mine}}",
    "output_subdir: canary",
]
OTHERS = [
    CLAIM + "tracking: {uri: 'sqlite:///canary'}\n",
    CLAIM + "tracking: {ui: 'http://127.0.0.1:9'}\n",
    CLAIM.replace("adam,sgd", "${oc.env:SECRET}"),
    CLAIM.replace("statement: s", "statement: '${oc.env:SECRET}'"),
    CLAIM.replace("statement: s", "statement: '${hydra.runtime.cwd}'"),
    CLAIM.replace("statement: s", "statement: '${tracking.uri}'"),
    CLAIM + "dataset: {path: '${oc.decode:${oc.env:SECRET}}'}\n",
    CLAIM + "defaults:\n  - override /hydra/launcher: mine\n",
    CLAIM + "defaults:\n  - override /hydra/job_logging: default\n",
    CLAIM + "defaults:\n  - /tracking: default\n",
    CLAIM + "defaults:\n  - override /optimizer: ${oc.env:SECRET}\n",
    CLAIM.replace("_global_", "hydra"),
    "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    CLAIM + "more: 1\n",
    CLAIM + "1: 2\nnull: 3\n",
    CLAIM + "tracking.uri: x\n",
    CLAIM + "hydra.callbacks.x._target_: os.system\n",
    CLAIM.replace("statement: s", "statement: '${..tracking.uri}'"),
    CLAIM.replace("statement: s", "statement: '${oc.select:tracking.uri}'"),
    CLAIM.replace("statement: s", "statement: '${tracking[uri]}'"),
    CLAIM.replace("dataset: iris", r"dataset: iris, dataset.path: '$\{oc.env:SECRET\}'"),
    CLAIM.replace("dataset: iris", "dataset: iris, seeds: '${oc.decode:${oc.env:SECRET}}'"),
    CLAIM.replace("dataset: iris", "dataset: iris, seeds: '$${epochs}{oc.env:SECRET}'"),
    CLAIM.replace("dataset: iris", "dataset: iris, ~tracking: null"),
    CLAIM.replace("dataset: iris", "dataset: iris, ++hydra.sweep.dir: canary"),
    CLAIM + "defaults:\n  - /optimizer@hydra.callbacks.x: adam\n",
    CLAIM + "defaults:\n  - /hydra/launcher: [joblib]\n",
    CLAIM + "defaults:\n  - override /dataset: ../../evil/x\n",
    CLAIM + "defaults:\n  - optional /tracking: evil\n",
    CLAIM.replace("_global_", "_here_"),
    # A date is none for Hydra, but cannot be read by others; then the file was not looked at.
    HEAD.replace("statement: s", "statement: 2024-99-99") + "hydra: {callbacks: {x: {_target_: builtins.open}}}\n",
    HEAD + "<<: {hydra: {callbacks: {x: {_target_: builtins.open}}}}\n",
]
CANNOT_BE_READ = {
    CLAIM.replace("statement: s", "statement: " + "9" * 5000): "a number too long, or lists too deep",
    CLAIM + "a: " + "[" * 20000: "a number too long, or lists too deep",
    CLAIM.replace(
        "statement: s", "statement: !!python/object/apply:os.system ['touch canary']"
    ): "constructor for the tag",
    CLAIM + "---\nhydra: {callbacks: {x: 1}}\n": "another document",
    "# @todo check this\n" + CLAIM: "line 1: Hydra reads `# @todo check this` as a header",
    CLAIM.replace("package _global_", "package\t_global_"): "as a header; one is written # @package _global_",
    CLAIM + "x: \x00\n": "not valid YAML",
}


@pytest.mark.parametrize("text", [f"{HEAD}hydra: {{{entry}}}\n" for entry in HYDRA] + OTHERS)
@pytest.mark.parametrize(
    "verb", [["judge", "theirs"], ["judge", "theirs", "--plan"], ["report", "theirs"]], ids=" ".join
)
def test_what_it_must_not_say_is_refused_before_anything_is_done(folklore, own, here, verb, text, monkeypatch):
    monkeypatch.setenv("SECRET", CANARY)
    claim(own, text)
    called = folklore(*verb, "--config-dir", "mine", *SMALL[1:])
    assert called.status == 2
    assert called.err.startswith("folklore: --config-dir: claim/theirs.yaml has ")
    assert len(called.err.splitlines()) == 1
    assert called.out == ""
    assert CANARY not in called.err.replace("(", " ").partition(" that a file")[0]
    assert sorted(path.name for path in here.rglob("*")) == ["claim", "mine", "theirs.yaml"]


def test_what_cannot_be_read_is_refused_and_not_passed_on(own):
    """Whoever reads it later may read it otherwise."""
    for text, said in CANNOT_BE_READ.items():
        claim(own, text)
        with pytest.raises(BadWord, match="--config-dir: claim/theirs") as error:
            strangers.check(own)
        assert said in str(error.value)
        assert len(str(error.value).splitlines()) == 1
    for content in (CLAIM.encode() + b"\xff", CLAIM.encode("utf-16")):
        (own / "claim" / "theirs.yaml").write_bytes(content)
        with pytest.raises(BadWord, match="it is not UTF-8 text"):
            strangers.check(own)


def test_links_to_elsewhere_and_what_is_no_file_are_refused(own, here):
    (here / "elsewhere").mkdir()
    (here / "elsewhere" / "x.yaml").write_text("# @package _global_\nhydra: {callbacks: {x: {_target_: os.system}}}\n")
    place = own / "optimizer"
    place.symlink_to("../elsewhere")
    with pytest.raises(BadWord, match="links to folders"):
        strangers.check(own)
    place.unlink()
    place.mkdir()
    (place / "x.yaml").symlink_to("../../elsewhere/x.yaml")
    with pytest.raises(BadWord, match=r"x\.yaml has packages"):
        strangers.check(own)
    for target in ("/dev/zero", "/nowhere"):
        (place / "x.yaml").unlink()
        (place / "x.yaml").symlink_to(target)
        with pytest.raises(BadWord, match=r"x\.yaml is no file"):
            strangers.check(own)
    (place / "x.yaml").unlink()
    os.mkfifo(place / "x.yaml")
    with pytest.raises(BadWord, match=r"x\.yaml is no file"):
        strangers.check(own)


@pytest.mark.parametrize("name", ["2024", "größe", "My claim", "CAPS-1"])
def test_a_claim_may_be_called_so(folklore, own, name):
    (own / "claim" / f"{name}.yaml").write_text(CLAIM)
    called = folklore("judge", name, "--config-dir", "mine", "--plan", *SMALL[1:])
    assert called.status == 0, called.err
    assert called.out.startswith(f"{name}: “s”")


@pytest.mark.parametrize("name", ["a=b.yaml", "x.yml", "a.b.yaml", "all.yaml", "-x.yaml"])
def test_names_that_no_command_could_choose_are_refused(own, name):
    (own / "claim" / name).write_text(CLAIM)
    with pytest.raises(BadWord, match=r"a file is called NAME\.yaml, and NAME may hold letters"):
        strangers.searched(own, [])


@pytest.mark.parametrize(
    "name", ["config.yaml", "hydra/launcher/mine.yaml", "tracking/theirs.yaml", "claim/deeper/x.yaml"]
)
def test_only_files_of_our_groups_are_read_from_there(own, name):
    claim(own, CLAIM)
    (own / name).parent.mkdir(parents=True, exist_ok=True)
    (own / name).write_text("a: 1\n")
    with pytest.raises(BadWord, match="only those of activation, claim"):
        strangers.check(own)


def test_a_level_says_something_of_its_group_only(own):
    (own / "optimizer").mkdir()
    path = own / "optimizer" / "theirs.yaml"
    path.write_text("_target_: models.optimizers.Adam\nlr: 0.1\n")
    strangers.check(own)
    for text in ("# @package _global_\nseeds: 1\n", "defaults:\n  - /hydra/callbacks: x\n", "lr: ${oc.env:SECRET}\n"):
        path.write_text(text)
        with pytest.raises(BadWord, match=r"optimizer/theirs\.yaml has"):
            strangers.check(own)


def test_no_server_of_a_strangers_choice_is_asked(folklore, own, monkeypatch):
    """The environment went to it, as a part of the address."""
    asked: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)

    server = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        monkeypatch.setenv("SECRET", CANARY)
        claim(own, CLAIM + f"tracking: {{uri: 'http://127.0.0.1:{server.server_port}/${{oc.env:SECRET}}'}}\n")
        assert folklore("judge", "theirs", "--config-dir", "mine", *SMALL[1:]).status == 2
    finally:
        server.shutdown()
        server.server_close()
    assert asked == []


def test_a_huge_file_is_refused_at_once(own):
    claim(own, CLAIM + "#" * (strangers.LARGEST + 1))
    with pytest.raises(BadWord, match="a claim or a level takes less than 65,536 bytes"):
        strangers.check(own)
