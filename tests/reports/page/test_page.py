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
from build import a_claim, exhibit, judged_in_full, page_of, simulated

from reports import text as words
from reports.claims.arm import PUBLISHED, TUNED
from reports.claims.outcome import Outcome
from reports.judgement import Exhibit, Judged
from reports.page import page
from reports.pictures import gallery
from reports.statistics import posterior
from reports.verdicts import controls

CHROMIUM = Path("/usr/bin/chromium")
HOSTILE = '<script>alert("x")</script> $x_1$ ' + "endless" * 30
MADE = datetime(2026, 1, 1, tzinfo=UTC)


def in_full(data_sets=("digits", "moons"), **entries) -> Judged:
    claim = a_claim(**entries)
    recorded = simulated(claim, data_sets, seeds=3, trials=3, epochs=3, diverging=claim.rivals[0])
    return judged_in_full(recorded, "a remark")


@pytest.fixture(scope="module")
def claims() -> list[Judged]:
    hostile = {"statement": HOSTILE, "rivals": ["sgd", "_rival", "a" * 60], "kind": "near_optimal"}
    return [in_full(), in_full(("digits", "moons", "wine"), name="other", **hostile)]


@pytest.fixture(scope="module")
def exhibits(claims) -> list[Exhibit]:
    """The same with their evidence. Of the posteriors in it nothing is looked at, so they are hardly drawn from."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(posterior, "KEPT", 4)
        patch.setattr(posterior, "WARM_UP", 2)
        return [exhibit(one) for one in claims]


@pytest.fixture(scope="module")
def pictures(exhibits) -> int:
    """How many there must be."""
    shown = [
        gallery.picture(name).when(one if name in gallery.OF_EVIDENCE else one.judged)
        for one in exhibits
        for name in (*gallery.VERDICT, *gallery.FOLDED)
    ]
    assert sum(shown) > len(exhibits)
    return sum(shown)


@pytest.fixture(scope="module")
def written(claims, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("page") / "index.html"
    path.write_text(page_of(*claims), encoding="utf-8")
    return path


def rendered(*exhibits: Exhibit, ui: str = "http://x") -> str:
    """The page without pictures."""
    return page.render([page.of_comparison(one, [], [], ui) for one in exhibits], MADE)


def with_recorded(one: Exhibit, **changed) -> Exhibit:
    """The same with something else recorded."""
    return replace(one, judged=replace(one.judged, recorded=replace(one.judged.recorded, **changed)))


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


def test_claims_of_one_name_have_sections_of_their_own(exhibits):
    ids = re.findall(r'\bid="([^"]+)"', rendered(exhibits[0], exhibits[0]))
    assert len(ids) == len(set(ids))


def test_cells_without_a_run_are_listed(exhibits):
    assert "<li>iris, adam</li>" in rendered(with_recorded(exhibits[0], missing=("iris, adam",)))


def test_what_was_done_to_a_table_is_said_and_escaped(exhibits):
    one = exhibits[0]
    assert one.judged.recorded.notes == {}
    assert "What was done to the data" not in rendered(one)
    runs = one.judged.recorded.runs
    notes = json.dumps([HOSTILE, "dropped as constant: country"])
    runs = runs.assign(dataset_notes=runs["dataset_notes"].where(runs["dataset"] != "moons", notes))
    text = rendered(with_recorded(one, runs=runs))
    assert "<li>moons: dropped as constant: country.</li>" in text.split("<details>")[0]
    assert HOSTILE not in text


def test_a_strangers_words_stay_words(text):
    assert HOSTILE not in text
    assert "&lt;script&gt;alert" in text


def test_every_picture_has_words_for_whoever_cannot_see_it(text, pictures):
    alts = re.findall(r'<img [^>]*alt="([^"]+)"', text)
    assert len(alts) == pictures
    assert "Mean effect with 95 % interval against adagrad" in alts[0]


def test_the_numbers_are_on_it(claims, text):
    for one in claims:
        for rival in one.verdict.rivals:
            assert words.interval(rival.effect) in text
        assert f'<span class="badge {one.verdict.outcome}">' in text
    assert "a remark" in text
    assert re.search(r"adagrad: \d+ of 18 replicas", text)


def test_both_arms_are_on_it(claims, text):
    assert text.count("tuned with an equal budget (judged)") == len(claims)
    assert text.count("As published and tuned</h3>") == len(claims)
    assert text.count("<h3>The verdict at every tuning budget</h3>") == len(claims)
    for one in claims:
        for rival in one.arms[PUBLISHED].rivals:
            assert words.interval(rival.effect) in text


def test_what_surrounds_the_verdict_is_on_it(exhibits, text):
    assert text.count("Of 23 other reasonable analyses, ") == 1  # two data sets have no other analysis
    assert text.count("<h3>Performance profiles</h3>") == 2
    assert text.count("<h3>Critical differences</h3>") == 1
    for one in exhibits:
        for rival in one.evidence.described.rivals:
            assert f"{rival.improvement.mean:.2f} [{rival.improvement.low:.2f}" in text
    assert text.count("needs three data sets") == 1
    assert text.count("Where the variance comes from</h3>") == 2


def test_a_verdict_that_is_withheld_says_what_it_would_be(exhibits):
    one = exhibits[0].judged
    withheld = replace(one.verdict, outcome=Outcome.UNDECIDED, would_be=Outcome.SUPPORTED)
    shown = replace(exhibits[0], judged=replace(one, verdict=withheld, arms={TUNED: withheld}))
    assert "withheld: SUPPORTED" in rendered(shown)


def test_controls_are_on_it(usual_exhibit):
    one = usual_exhibit.judged
    controlled = replace(one, controls=controls.run(one.verdict, one.observations))
    text = rendered(replace(usual_exhibit, judged=controlled))
    assert "adam against itself, every other seed</th><td>yes</td>" in text
    assert "Controls" not in rendered(usual_exhibit)


def test_links_open_the_training_runs(text):
    assert "http://127.0.0.1:5000/#/experiments/7/runs?workflowType=machine_learning" in text
    assert "compareRunsMode=CHART" in text
    assert "/#/compare-runs?runs=%5B%22" in text


def test_an_address_that_is_none_is_not_linked(exhibits):
    assert "javascript:" not in rendered(exhibits[0], ui="javascript:alert(1)")


def test_the_same_records_give_the_same_page(exhibits):
    assert rendered(exhibits[0]) == rendered(exhibits[0])


def test_a_page_is_written_where_no_folder_is_yet(exhibits, tmp_path):
    section = page.of_comparison(exhibits[0], [], [], "http://x")
    path = page.write([section], tmp_path / "reports" / "deep", MADE)
    assert path == tmp_path / "reports" / "deep" / "index.html"
    assert path.read_text(encoding="utf-8") == rendered(exhibits[0])
    assert "Made on 1 January 2026 at 00:00 UTC" in rendered(exhibits[0])


def test_a_page_that_cannot_be_made_leaves_the_old_one(exhibits, tmp_path, monkeypatch):
    (tmp_path / "index.html").write_text("old")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        page.write([page.of_comparison(exhibits[0], [], [], "http://x")], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
    assert (tmp_path / "index.html").read_text() == "old"


def test_findings_are_on_it(findings):
    text = page_of(*findings.values())
    assert text.count("<img ") == len(findings)
    assert text.count("The rule, fixed before") == len(findings)
    for finding in findings.values():
        assert f'<span class="badge {finding.outcome}">' in text
        assert finding.headline in text
        assert finding.reason in text
    assert "a remark" in text
    alts = re.findall(r'<img [^>]*alt="([^"]+)"', text)
    assert alts[0].endswith("against the bound: largest accuracy 0.75, bound 0.75.")


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
def test_in_a_browser(browser, written, pictures, width, scheme):
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
    images = tab.locator("img")
    assert images.count() == pictures
    whole = "picture => picture.complete && picture.naturalWidth > 0"
    assert all(images.nth(number).evaluate(whole) for number in range(pictures))
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    assert all(address.startswith(("file:", "data:")) for address in asked)
    if width > 700:  # a wide screen shows all columns, even beside an endless word
        tables = tab.locator(".scroll").all()
        assert all(t.evaluate("box => box.scrollWidth <= box.clientWidth") for t in tables if t.is_visible())
    shown = images.first.evaluate("picture => picture.currentSrc === picture.src")
    assert shown == (width > 700)  # a phone takes the narrow picture
    tab.close()
