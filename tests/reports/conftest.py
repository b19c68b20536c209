"""Pictures are drawn in this process: starting others takes longer than drawing those of a test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reports import sections


@pytest.fixture(scope="module", autouse=True)
def one_processor() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sections, "cpu_count", lambda: 1)
        yield
