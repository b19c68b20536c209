"""Words that make a cell, and words that make none."""

from dataclasses import replace

import pytest
from cells import cell

from harness.errors import BadWord


def test_settings_are_typed():
    one = cell("optimizer.lr=1", "model.hidden=[3]", "seeds=2")
    assert one.optimizer.lr == 1.0
    assert isinstance(one.optimizer.lr, float)
    assert list(one.model.hidden) == [3]
    assert one.levels["optimizer"] == "adam"


def test_its_name_says_what_was_asked_for():
    words = ["dataset=moons", "optimizer=sgd", "activation=tanh", "optimizer.lr=0.1", "epochs=3", "tracking.rerun=true"]
    assert cell(*words).name == "moons, sgd, tanh, optimizer.lr=0.1, epochs=3"
    assert cell("schedule=cosine", "decay=none").name == "digits, adam, schedule=cosine, decay=none"
    assert cell().name == "digits, adam"
    assert cell("suite=quick").name == "digits, adam"


@pytest.mark.parametrize(
    "word",
    ["dataset=moons", "optimizer.lr=0.002", "epochs=41", "seeds=6", "first_seed=1", "dtype=float64",
     "split=hold_out_10", "tuning=small", "init=glorot", "loss=least_squares", "activation=tanh", "model.hidden=[64]",
     "batch_size=31", "schedule=cosine", "decay=l2", "clipping=norm", "subsample=100"],
)  # fmt: skip
def test_what_matters_for_the_numbers_is_in_the_key(word):
    assert cell(word).key != cell().key


@pytest.mark.parametrize(
    "word",
    ["tracking.rerun=true", "tracking.uri=sqlite:///x.db", "hydra.sweep.dir=elsewhere", "optimizer.search.lr.low=1e-9"],
)
def test_what_does_not_matter_is_not(word):
    assert cell(word).key == cell().key


def test_the_search_space_matters_once_something_is_tuned():
    assert cell("tuning=small", "optimizer.search.lr.low=1e-9").key != cell("tuning=small").key


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["schedule=step", "schedule.drops=[0.5,1]"], "schedule.drops must be above 0 and below 1, not"),
        (["schedule=step", "schedule.drops=0.5"], "schedule.drops=0.5: it must be a list of numbers, like"),
        (["schedule=cosine", "schedule.floor=low"], "schedule.floor=low: it must be a number"),
        (["schedule=warm_up", "schedule.share=1"], "schedule.share must be at least 0 and below 1, not 1"),
        (["decay=l2", "decay.weight_decay=-1"], "decay.weight_decay must be at least 0, not -1"),
        (["clipping=norm", "clipping.max_norm=0"], "clipping.max_norm must be above 0, not 0"),
        (["optimizer=rprop", "optimizer.eta_plus=1"], "optimizer.eta_plus must be above 1, not 1"),
        (
            ["optimizer=rprop", "optimizer.delta_min=60"],
            "optimizer.delta_min must be below delta_max, not 60.0 and 50.0",
        ),
    ],
)
def test_a_word_about_the_update_that_cannot_be_used_says_why(words, message):
    with pytest.raises(BadWord, match=message):
        cell(*words)


def test_words_of_equal_meaning_make_the_same_cell():
    assert cell("optimizer.lr=0.001", "optimizer=adam", "epochs=40").key == cell().key


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("epochs=-1", "epochs must be at least 1, not -1"),
        ("subsample=2", "subsample must be at least 3, or null for all rows, not 2"),
        ("subsample=half", "subsample=half: it must be a whole number, or null"),
        ("epochs=2.5", "epochs=2.5: it must be a whole number"),
        ("optimizer.lr=fast", "optimizer.lr=fast: it must be a number"),
        ("optimizer.lr=0", "optimizer.lr must be above 0"),
        ("optimizer.lr=nan", "optimizer.lr must be above 0"),
        ("optimizer.beta1=1", "optimizer.beta1 must be at least 0 and below 1"),
        ("model.hidden=64", "model.hidden=64: it must be a list of whole numbers, like"),
        ("model.hidden=[0]", "model.hidden widths must be at least 1"),
        ("split.validation=1.5", "split.validation must lie between 0 and 1"),
        ("tuning.trials=0", "tuning.trials must be at least 1"),
        ("dtype=float16", "dtype must be one of float32, float64, not 'float16'"),
        ("tracking.uri=./mlruns", "tracking.uri=./mlruns: it must begin with one of sqlite"),
        ("+foo=1", "foo: there is no such word; allowed: activation"),
        ("+optimizer.momentum=1", "optimizer.momentum: there is no such entry; allowed: beta1, beta2, eps, lr"),
        ("optimizer.search.lr.low=1", r"optimizer.search.lr.low must be below high"),
        ("+optimizer.search.speed={low: 1, high: 2}", "optimizer.search.speed: there is no such hyperparameter"),
    ],
)
def test_a_word_that_cannot_be_used_says_why(word, message):
    with pytest.raises(BadWord, match=message):
        cell(word)


def test_where_a_class_lives_is_no_part_of_the_key(monkeypatch):
    """So that moving a class trains nobody's cells again."""
    one = cell()
    before = one.key
    assert replace(one).key == before
    for part in (one.dataset, one.activation, one.loss, one.optimizer, one.split):
        monkeypatch.setattr(type(part), "__module__", "another.file")
    assert replace(one).key == before


@pytest.mark.parametrize(
    "target",
    ["os.system", "subprocess.Popen", "models.mlp.np.save", "models.nothing.Adam", "modelsx.Adam",
     "models.optimizers.adam.np", "datasets.dataset.Dataset", "models.optimizers.adam.dataclass", "models..Adam"],
)  # fmt: skip
def test_only_levels_of_this_project_are_instantiated(target):
    with pytest.raises(BadWord, match=r"optimizer\._target_="):
        cell(f"optimizer._target_={target}")
