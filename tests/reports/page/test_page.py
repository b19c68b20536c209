"""The page: whole, self-contained, harmless, and readable in a real browser."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from recorded import a_claim, simulate

from reports.evidence import evidence
from reports.evidence import multiverse
from reports.page import page
from reports.statistics import arms
from reports.verdicts import verdict
from reports.judgement import Judged
from reports.verdicts.verdict import Outcome

CHROMIUM = Path("/usr/bin/chromium")
HOSTILE = '<script>alert("x")</script> $x_1$ ' + "endless" * 30


def judged(data_sets=("digits", "moons"), missing=(), **entries) -> Judged:
    claim = a_claim(**entries)
    recorded = simulate(claim, data_sets, seeds=3, trials=3, epochs=3, diverging=claim.rivals[0], missing=missing)
    both = {arm: arms.observe(recorded.replicas, claim, arm) for arm in arms.TRIALS}
    reached = {arm: verdict.judge(claim, own, ("a remark",)) for arm, own in both.items()}
    analyses = multiverse.multiverse(claim, recorded.replicas, reached)
    return Judged(reached["tuned"], recorded, both["tuned"], arms=reached, analyses=analyses)


@pytest.fixture(scope="module")
def claims() -> list[Judged]:
    hostile = {"statement": HOSTILE, "rivals": ["sgd", "_rival", "a" * 60], "kind": "near_optimal"}
    return [judged(), judged(("digits", "moons", "wine"), name="other", **hostile)]


@pytest.fixture(scope="module")
def written(claims, tmp_path_factory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "cpu_count", lambda: 1)  # starting processes takes longer than these pictures
        return page.write(claims, tmp_path_factory.mktemp("reports") / "deep", "http://127.0.0.1:5000/")


@pytest.fixture
def without_pictures(monkeypatch):
    for which in ("of", "around"):
        monkeypatch.setattr(page.pictures, which, lambda *_: [])


@pytest.fixture(scope="module")
def text(written) -> str:
    return written.read_text(encoding="utf-8")


def test_it_needs_nothing_from_elsewhere(text):
    sources = re.findall(r'(?:src|srcset|href)="([^"]*)"', text)
    loaded = [s for s in sources if not s.startswith(("#", "data:image/webp;base64,", "data:,"))]
    assert all(s.startswith("http://127.0.0.1:5000/#/") or s.startswith("https://arxiv.org") for s in loaded)
    assert "<script" not in text
    assert "@import" not in text
    assert "url(" not in text


def test_a_browser_is_told_to_fetch_nothing(text):
    assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'" in text


def test_what_a_reader_needs_is_not_folded_away(written, text):
    seen = text.split("<details>")[0]
    for words_of_it in (
        "Where the claim comes from",
        "The rule, fixed before",
        "Replicas that diverged",
        "P(equivalent)",
    ):
        assert words_of_it in seen
    assert '<a href="https://arxiv.org/abs/1412.6980">' in seen


def test_tables_and_headings_have_an_order(text):
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", text)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all("scope=" in cell for cell in re.findall(r"<th\b[^>]*>", text))
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def test_claims_of_one_name_have_sections_of_their_own(claims):
    """Drawn as usual, each in a process of its own."""
    page_of_two = page.render([claims[0], claims[0]], "http://x", datetime.now(UTC))
    ids = re.findall(r'\bid="([^"]+)"', page_of_two)
    assert len(ids) == len(set(ids))


def test_cells_without_a_run_are_listed(without_pictures):
    one = judged(missing=("iris, adam",))
    assert "<li>iris, adam</li>" in page.render([one], "http://x", datetime.now(UTC))


def test_what_was_done_to_a_table_is_said_and_escaped(without_pictures):
    one = judged()
    assert one.recorded.notes == {}
    assert "What was done to the data" not in page.render([one], "http://x", datetime.now(UTC))
    runs = one.recorded.runs
    notes = json.dumps([HOSTILE, "dropped as constant: country"])
    runs = runs.assign(dataset_notes=runs["dataset_notes"].where(runs["dataset"] != "moons", notes))
    text = page.render([replace(one, recorded=replace(one.recorded, runs=runs))], "http://x", datetime.now(UTC))
    assert "<li>moons: dropped as constant: country.</li>" in text.split("<details>")[0]
    assert HOSTILE not in text


def test_a_strangers_words_stay_words(text):
    assert HOSTILE not in text
    assert "&lt;script&gt;alert" in text


def test_every_picture_has_words_for_who_cannot_see_it(text):
    alts = re.findall(r'<img [^>]*alt="([^"]+)"', text)
    assert len(alts) == 13
    assert "Mean effect with 95 % interval against adagrad" in alts[0]


def test_the_numbers_are_on_it(claims, text):
    for one in claims:
        for rival in one.verdict.rivals:
            assert page.text.interval(rival.effect) in text
        assert f'<span class="badge {one.verdict.outcome}">' in text
    assert "a remark" in text
    assert re.search(r"adagrad: \d+ of 18 replicas", text)


def test_both_arms_are_on_it(claims, text):
    assert text.count("tuned with an equal budget (judged)") == len(claims)
    assert text.count("As published and tuned</h3>") == len(claims)
    assert text.count("<h3>The verdict at every tuning budget</h3>") == len(claims)
    for one in claims:
        for rival in one.arms["published"].rivals:
            assert page.text.interval(rival.effect) in text


def test_what_surrounds_the_verdict_is_on_it(claims, text):
    around = [evidence.collect(one) for one in claims]
    assert text.count("Of 23 other reasonable analyses, ") == 1  # two data sets have no other analysis
    assert text.count("<h3>Performance profiles</h3>") == 2
    assert text.count("<h3>Critical differences</h3>") == 1
    for found in around:
        for rival in found.rivals:
            assert f"{rival.improvement.mean:.2f} [{rival.improvement.low:.2f}" in text
    assert text.count("needs three data sets") == 1
    assert text.count("Where the variance comes from</h3>") == 2


def test_a_verdict_that_is_withheld_says_what_it_would_be(claims, without_pictures):
    withheld = replace(claims[0].verdict, outcome=Outcome.UNDECIDED, would_be=Outcome.SUPPORTED)
    one = replace(claims[0], verdict=withheld, arms={"tuned": withheld})
    assert "withheld: SUPPORTED" in page.render([one], "http://x", datetime.now(UTC))


def test_links_open_the_training_runs(text):
    assert "http://127.0.0.1:5000/#/experiments/7/runs?workflowType=machine_learning" in text
    assert "compareRunsMode=CHART" in text
    assert "/#/compare-runs?runs=%5B%22" in text


def test_an_address_that_is_none_is_not_linked(claims, without_pictures):
    assert "javascript:" not in page.render(claims[:1], "javascript:alert(1)", datetime.now(UTC))


def test_the_same_records_give_the_same_page(claims, without_pictures):
    made = datetime(2026, 1, 1, tzinfo=UTC)
    assert page.render(claims[:1], "http://x", made) == page.render(claims[:1], "http://x", made)


def test_a_page_that_cannot_be_made_leaves_the_old_one(claims, tmp_path, monkeypatch, without_pictures):
    (tmp_path / "index.html").write_text("old")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        page.write(claims[:1], tmp_path, "http://x")
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
    assert (tmp_path / "index.html").read_text() == "old"


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM.exists() and not os.environ.get("FOLKLORE_REQUIRE_BROWSER"):
        pytest.skip("there is no Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_a_browser(browser, written, width, scheme):
    tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(written.as_uri())
    assert said == []
    assert tab.locator("table.verdicts").is_visible()
    tab.evaluate("document.querySelectorAll('details').forEach(box => box.open = true)")
    pictures = tab.locator("img")
    assert pictures.count() == 13
    assert all(pictures.nth(i).evaluate("picture => picture.complete && picture.naturalWidth > 0") for i in range(13))
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    assert all(address.startswith(("file:", "data:")) for address in asked)
    if width > 700:  # a wide screen shows all columns, even beside an endless word
        tables = tab.locator(".scroll").all()
        assert all(t.evaluate("box => box.scrollWidth <= box.clientWidth") for t in tables if t.is_visible())
    shown = pictures.first.evaluate("picture => picture.currentSrc === picture.src")
    assert shown == (width > 700)  # a phone takes the narrow picture
    tab.close()
