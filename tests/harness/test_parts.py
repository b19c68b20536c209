"""Cells put together from parts, beside the same cells as Hydra composes them one by one."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from harness.cells.composed import Composed
from harness.cells.levels import files
from harness.cells.reading import read
from harness.errors import BadWord
from harness.sweeps.compose import Composition, composed

SAMPLE = 1  # cells of a sweep that Hydra composes, too: it takes a tenth of a second for each
CUSTOMERS = Path(__file__).parents[1] / "customers.csv"
ALONE = ""  # what is said of a sweep whose parts stand alone


def checked(*words: str) -> str:
    """Why Hydra had to compose every cell of a sweep; a sample of them was compared to Hydra's, to the last key."""
    with composed(words) as composition:
        sweep = [cell for batch in composition.batches() for cell in batch]
        cells, why = composition.cells(sweep)
        assert len(cells) == len(sweep)
        between = random.Random(len(sweep)).sample(range(len(sweep)), min(SAMPLE, len(sweep)))
        for at in {0, len(sweep) - 1, *between}:
            same(cells[at], hydras(composition, sweep[at]))
    return why


def hydras(composition: Composition, words: list[str]) -> Composed:
    return Composed.of(*composition._cell(words))


def same(one: Composed, other: Composed) -> None:
    assert one.asked == other.asked
    assert list(one.parts) == list(other.parts)
    assert one.text == other.text
    assert read(one) == read(other)
    assert read(one).key == read(other).key


@pytest.mark.parametrize("claim", sorted(files("claim")))
def test_the_sweep_of_every_claim_stands_alone(claim):
    assert checked(f"claim={claim}") == ALONE


@pytest.mark.parametrize(
    "words",
    [
        ("dataset=iris",),
        ("optimizer=adam,adam", "seeds=2"),
        ("dataset=iris,wine", "optimizer=adam,sgd", "optimizer.lr=0.1,0.2"),
        ("optimizer.lr=0.1,0.2", "optimizer=adam,nadam", "+optimizer.search.beta1={low:0.5,high:0.9}"),
        ("activation=leaky_relu", "activation.slope=0.1,0.2", "epochs=1,2", "dtype=float32,float64"),
        ("model.hidden=[8],[16,16]", "model=mlp", "subsample=null,50"),
        ("claim=adam_vs_adagrad", "claim.rope=0.02,0.03", "dataset=iris,wine"),
        ("claim=adam_vs_adagrad", "suite=quick", "tuning=small", "hydra.sweeper.max_batch_size=3"),
        ("claim=adam_vs_adagrad", "claim.metric=log_loss", "seeds=2", "dataset=iris"),
        ("recipe=perceptron", "dataset=xor,iris", "loss=perceptron,hinge"),
        ("recipe=perceptron", "dataset=iris", "optimizer=sgd", "optimizer.lr=1,2"),
        ("dataset=glob(*i*, exclude=openml)", "init=glob(*)", "split=hold_out_10,hold_out_20"),
        (
            "dataset=table",
            f"dataset.path={Path(__file__).parents[1] / 'customers.csv'}",
            "dataset.target=churned",
            "optimizer=adam,sgd",
        ),
        ("dataset=parity", "dataset.bits=2,3", "seeds=1,2", "tracking.uri='sqlite:///a b.db'"),
        ("decay=l2", "decay.weight_decay=0.1,1e-3", "features=none,polynomial"),
        ("~claim", "optimizer=adam,sgd", "hydra/launcher=joblib", "hydra.job.chdir=false"),
    ],
    ids=" ".join,
)
def test_these_stand_alone(words):
    assert checked(*words) == ALONE


@pytest.mark.parametrize("sweeps", [3, pytest.param(100, marks=pytest.mark.slow)])
def test_random_sweeps_are_what_hydra_makes_of_them(sweeps):
    """Words about groups and values, in any order."""
    draw = random.Random(0)
    groups = ("activation", "init", "loss", "optimizer", "schedule", "clipping")
    values = {"epochs": ["1", "2", "3"], "batch_size": ["8", "32"], "dtype": ["float32", "float64"]}
    choices = {group: sorted(files(group)) for group in groups} | values | {"dataset": ["iris", "moons", "spirals"]}
    for _ in range(sweeps):
        keys = draw.sample(sorted(choices), draw.randint(1, 4))
        words = [f"{key}={','.join(draw.sample(choices[key], draw.randint(1, 2)))}" for key in keys]
        assert checked(*words) == ALONE


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["+optimizer.search.beta1={low:0.5,high:0.9},{low:0.1,high:0.9}"], "+optimizer.search.beta1 is swept"),
        (["epochs=${batch_size}", "batch_size=8,16"], "a value of the configuration looks at others"),
        (["optimizer=adam,sgd", "optimizer.lr=${decay.weight_decay}", "decay=l2"], "looks at others"),
        (["activation='relu','tanh'"], "activation='relu' is swept"),
        (["claim=adam_vs_adagrad,relu_vs_the_rest", "dataset=iris"], "may say something that is not about claim"),
    ],
)
def test_these_do_not(words, why):
    assert why in checked(*words)


def test_a_word_that_looks_at_another_looks_at_its_cell():
    with composed(["epochs=${batch_size}", "batch_size=8,16"]) as composition:
        (sweep,) = composition.batches()
        cells, _ = composition.cells(sweep)
    assert [read(one).training.epochs for one in cells] == [8, 16]


CLAIM = "statement: s, source: t, kind: superiority, factor: optimizer, favourite: adam, rivals: [sgd], rope: 0.01"
OWN = {
    "activation/quiet.yaml": "_target_: models.activations.LeakyReLU\nslope: 0.2\n",
    "activation/packed.yaml": "# @package activation\n_target_: models.activations.LeakyReLU\nslope: 0.3\n",
    "activation/loud.yaml": "# @package _global_\nactivation:\n  _target_: models.activations.ReLU\nepochs: 7\n",
    "activation/heir.yaml": "defaults:\n  - relu\n  - _self_\n",
    "dataset/again.yaml": "_target_: datasets.Bundled\nname: iris\n",
    "claim/mine.yaml": "# @package _global_\ndefaults:\n  - override /loss: least_squares\n"
    f"claim: {{{CLAIM}}}\n"
    "optimizer: {lr: 0.5}\n"
    "hydra: {sweeper: {params: {dataset: 'iris,wine', optimizer: 'adam,sgd'}}}\n",
    "claim/follows.yaml": "# @package _global_\ndefaults:\n  - override /init: ${activation}_start\n"
    f"claim: {{{CLAIM}}}\n",
    "init/relu_start.yaml": "_target_: models.initializers.He\n",
    "init/tanh_start.yaml": "_target_: models.initializers.Glorot\n",
}


@pytest.fixture
def own(tmp_path: Path) -> tuple[str, ...]:
    """The words for a folder of one's own."""
    for name, text in OWN.items():
        (tmp_path / "mine" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "mine" / name).write_text(text)
    return (f"hydra.searchpath=['file://{tmp_path}/mine']",)


def test_levels_of_ones_own(own):
    assert checked(*own, "activation=relu,quiet,packed", "dataset=iris,again") == ALONE
    assert checked(*own, "activation=quiet", "activation.slope=0.1,0.2") == ALONE


def test_a_level_that_says_more_is_left_to_hydra(own):
    assert "activation/loud may say something" in checked(*own, "activation=relu,loud", "seeds=1,2")
    assert "activation/heir may say something" in checked(*own, "activation=relu,heir", "seeds=1,2")


def test_a_claim_that_writes_into_the_levels_that_it_sweeps(own):
    """Its learning rate holds for every optimizer: Hydra composes a cell for each of them, not one for every cell."""
    with composed([*own, "claim=mine"]) as composition:
        (sweep,) = composition.batches()
        cells, why = composition.cells(sweep)
        for words, one in zip(sweep, cells, strict=True):
            same(one, hydras(composition, words))
    assert [read(one).optimizer.lr for one in cells] == [0.5] * 4
    assert why == ALONE


def test_a_file_that_chooses_another_by_an_interpolation(own):
    words = [*own, "claim=follows", "dataset=iris", "activation=relu,tanh", "optimizer=adam"]
    assert "chooses another one by an interpolation" in checked(*words)


def test_a_large_sweep_costs_a_composition_per_level():
    with composed(["dataset=glob(*, exclude=[table,openml])", "optimizer=glob(*)", "epochs=1,2"]) as composition:
        (sweep,) = composition.batches()
        compose, made = composition.loader.load_sweep_config, []
        composition.loader.load_sweep_config = lambda *words: made.append(1) or compose(*words)
        cells, why = composition.cells(sweep)
        assert (why, len(made)) == (ALONE, 3)  # the sweep without its levels, and two values of epochs
        assert len(cells) == len(sweep) > 1000
        for at in random.Random(1).sample(range(len(sweep)), 20):
            same(cells[at], hydras(composition, sweep[at]))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["optimizer=adam,nonsense"], "optimizer=nonsense: there is no such optimizer"),
        (["nonsense=1,2"], "nonsense: there is no such word"),
        (["optimizer=adam,sgd", "optimizer.nonsense=1"], "optimizer.nonsense: there is no such word"),
        (["optimizer=adam,lbfgs", "optimizer.beta1=0.5"], "optimizer.beta1: there is no such word"),
        (["dataset=iris,wine", "optimizer=null,adam"], "optimizer=null: a cell needs it"),
    ],
)
def test_what_hydra_refuses_is_refused_all_the_same(words, said):
    with pytest.raises(BadWord, match=said), composed(words) as composition:
        for batch in composition.batches():
            composition.cells(batch)
