"""`--until-decided` and `--confirm`: more seeds, looked at by a rule that keeps its promise."""

from __future__ import annotations

from reports.verdicts import sequential

SMALL = ("dataset=iris,wine", "model.hidden=[8]", "epochs=2", "seeds=2", "tuning.trials=2", "hydra/launcher=basic")


def test_rounds_end_to_end(folklore, store):
    """Two data sets decide nothing: rounds go on until more seeds cannot help, or there are as many as allowed."""
    called = folklore("judge", "adam_vs_adagrad", "--until-decided", "--at-most", "9", *SMALL)
    assert called.status == 0, called.err
    said = " ".join(called.out.split())
    assert called.out.startswith("adam_vs_adagrad: UNDECIDED after 2 seeds\n")
    assert "of at most 9 seeds" in said
    again = folklore("report", "adam_vs_adagrad", "--until-decided", "--at-most", "9", *SMALL)
    assert again.out == called.out
    once_more = folklore("report", "adam_vs_adagrad", *SMALL)
    assert "(2 data sets, 2 seeds)" in once_more.out


def test_rounds_join_their_seeds(folklore, store, monkeypatch):
    monkeypatch.setattr(sequential, "hopeless", lambda reached, most: None)
    monkeypatch.setattr(
        sequential, "spending", lambda paired, looks: lambda rival, alpha: 0.0
    )  # nothing is ever decided
    called = folklore("judge", "adam_vs_adagrad", "--until-decided", "--at-most", "9", *SMALL)
    assert [line.split()[-2] for line in called.out.splitlines()[:3]] == ["2", "7", "9"]
    assert "(2 data sets, 9 seeds)" in called.out
    assert "looked at after 2, 7 and 9 of at most 9 seeds" in " ".join(called.out.split())


def test_confirmation_end_to_end(folklore, store, here):
    called = folklore("judge", "adam_vs_adagrad", "--confirm", *SMALL)
    assert called.status == 0, called.err
    assert "Confirmation on 2 fresh seeds: " in called.out
    page = (here / "outputs" / "reports" / "index.html").read_text()
    assert "Confirmation: the same on fresh seeds" in page
    assert "(2 data sets, 2 seeds)" in called.out
    assert folklore("report", "adam_vs_adagrad", "--confirm", *SMALL).out == called.out


def test_a_claim_that_compares_nothing_is_tried_once(folklore, store):
    words = ("dataset=xor", "epochs=2", "seeds=2", "tuning=default", "hydra/launcher=basic")
    called = folklore("judge", "perceptron_never_solves_xor", "--until-decided", "--confirm", *words)
    assert "compares nothing: --until-decided and --confirm do not apply to it" in called.out


def test_too_few_seeds_are_one_line(folklore, store):
    called = folklore("judge", "adam_vs_adagrad", "--until-decided", "--at-most", "2", *SMALL)
    assert called.status == 2
    assert "--at-most 2: the first round has 2 seeds already" in called.err
    assert len(called.err.splitlines()) == 1
