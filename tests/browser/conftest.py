"""Fixtures of the tests in a browser; without one they are skipped, with the reason."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from browser import harness

PATIENCE = 90_000  # ms; a machine that does other work starts Python slowly


def _missing() -> str | None:
    """What is missing to run these tests, or None."""
    if find_spec("playwright") is None:
        return "playwright is not installed: pip install playwright"
    if harness.chromium() is None:
        return "Chromium is not installed: apt-get install chromium"
    if shutil.which("npm") is None:
        return "npm is not installed; the site and the accessibility check need it"
    if "ALL_RISK_SITE" not in os.environ and find_spec("mkdocs") is None:
        return "mkdocs is not installed: pip install --group docs"
    return None


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the evaluator is served."""
    if (reason := _missing()) is not None:
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("site")
    with harness.served(harness.build(folder), folder) as url:
        yield url


@pytest.fixture(scope="session")
def axe_source(address: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """axe-core."""
    return harness.axe(tmp_path_factory.mktemp("axe"))


@pytest.fixture(scope="session")
def browser(address: str) -> Iterator[Any]:
    """Chromium, with an empty profile of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=harness.chromium(), args=harness.FLAGS
        )
        yield launched
        launched.close()


class Visit:
    """A page of its own context, with all that it asked of the network."""

    def __init__(self, browser: Any, address: str, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(PATIENCE)
        self.requested: list[str] = []
        self.complaints: list[str] = []
        self.context.on("request", lambda request: self.requested.append(request.url))
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.address = address

    def open(self) -> Visit:
        """Open the page and wait for the library."""
        self.page.goto(self.address)
        self.page.wait_for_selector("#workbench[data-state=ready]")
        return self

    def answer(self) -> Visit:
        """Ask for the answer and wait until all of it is shown."""
        self.page.get_by_role("button", name="Show the answer").click()
        return self.answered()

    def answered(self) -> Visit:
        """Wait until all of the answer is shown."""
        self.page.wait_for_selector("#workbench[data-answer=shown]")
        return self

    def refused(self) -> Visit:
        """Wait until the record is refused."""
        self.page.wait_for_selector("#workbench[data-answer=refused]")
        return self

    def record(self) -> str:
        """The record as the page shows it in JSON."""
        text: str = self.page.locator("#json").input_value()
        return text

    def close(self) -> None:
        """Close it; nothing may have left the origin, and no script may have failed."""
        self.context.close()
        origin = self.address[: self.address.index("/", len("http://"))]
        kept = (origin + "/", f"blob:{origin}", "data:")
        assert [url for url in self.requested if not url.startswith(kept)] == []
        assert self.complaints == []


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Any]:
    """Open pages with the options of a browser context."""
    visits: list[Visit] = []

    def enter(**options: Any) -> Visit:
        visits.append(Visit(browser, address, **options))
        return visits[-1]

    yield enter
    for each in visits:
        each.close()


@pytest.fixture(scope="module")
def shared(browser: Any, address: str) -> Iterator[Visit]:
    """One page with the library loaded, for tests that replace the whole record."""
    entered = Visit(browser, address, accept_downloads=True).open()
    yield entered
    entered.close()


@pytest.fixture
def fresh(shared: Visit) -> Visit:
    """The shared page with an empty record and its form closed up."""
    page = shared.page
    page.get_by_role("button", name="Clear all").click()
    page.evaluate("document.querySelectorAll('.form details').forEach((e) => { e.open = false; })")
    page.evaluate(
        "['diagnosis', 'genetics'].forEach((name) => { "
        "document.querySelector(`[data-section=${name}]`).open = true; })"
    )
    return shared


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    """A folder for what is downloaded."""
    return tmp_path
