"""The page: whole, self-contained, harmless, and readable in a real browser."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from recorded import a_claim, simulate

from reports import effects, page, verdict
from reports.judged import Judged

CHROMIUM = Path("/usr/bin/chromium")
HOSTILE = '<script>alert("x")</script> $x_1$'


def judged(**entries) -> Judged:
    claim = a_claim(**entries)
    recorded = simulate(claim, data_sets=("digits", "moons"), seeds=3, trials=3, epochs=3, diverging=claim.rivals[0])
    observations = effects.observe(recorded.replicas, claim.metric)
    return Judged(verdict.judge(claim, observations, ("a remark",)), recorded, observations)


@pytest.fixture(scope="module")
def claims() -> list[Judged]:
    return [judged(), judged(name="other", statement=HOSTILE, rivals=["sgd", "_rival", "a" * 60], kind="near_optimal")]


@pytest.fixture(scope="module")
def written(claims, tmp_path_factory) -> Path:
    return page.write(claims, tmp_path_factory.mktemp("reports") / "deep", "http://127.0.0.1:5000/")


@pytest.fixture(scope="module")
def text(written) -> str:
    return written.read_text(encoding="utf-8")


def test_it_needs_nothing_from_elsewhere(text):
    sources = re.findall(r'(?:src|srcset|href)="([^"]*)"', text)
    loaded = [s for s in sources if not s.startswith(("#", "data:image/png;base64,", "data:,"))]
    assert all(s.startswith("http://127.0.0.1:5000/#/") or s.startswith("https://arxiv.org") for s in loaded)
    assert "<script" not in text
    assert "@import" not in text
    assert "url(" not in text


def test_a_strangers_words_stay_words(text):
    assert HOSTILE not in text
    assert "&lt;script&gt;alert" in text


def test_every_picture_has_words_for_who_cannot_see_it(text):
    alts = re.findall(r'<img [^>]*alt="([^"]+)"', text)
    assert len(alts) == 6
    assert "Mean effect with 95 % interval against adagrad" in alts[0]


def test_the_numbers_are_on_it(claims, text):
    for one in claims:
        for rival in one.verdict.rivals:
            assert page.words.interval(rival.effect) in text
        assert f'<span class="badge {one.verdict.outcome}">' in text
    assert "a remark" in text
    assert re.search(r"adagrad: \d+ of 18 replicas", text)


def test_links_open_the_training_runs(text):
    assert "http://127.0.0.1:5000/#/experiments/7/runs?workflowType=machine_learning" in text
    assert "compareRunsMode=CHART" in text
    assert "/#/compare-runs?runs=%5B%22" in text


def test_an_address_that_is_none_is_not_linked(claims):
    assert "javascript:" not in page.render(claims[:1], "javascript:alert(1)", datetime.now(UTC))


def test_the_same_records_give_the_same_page(claims):
    made = datetime(2026, 1, 1, tzinfo=UTC)
    assert page.render(claims[:1], "http://x", made) == page.render(claims[:1], "http://x", made)


def test_a_page_that_cannot_be_made_leaves_the_old_one(claims, tmp_path, monkeypatch):
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
    tab.goto(written.as_uri())
    assert said == []
    assert tab.locator("table.verdicts").is_visible()
    pictures = tab.locator("img")
    assert pictures.count() == 6
    assert all(pictures.nth(i).evaluate("picture => picture.complete && picture.naturalWidth > 0") for i in range(6))
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    tab.close()
