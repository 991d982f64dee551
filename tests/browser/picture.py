"""Take the picture of the evaluator for the README: docs/images/evaluator.png.

PYTHONPATH=tests python -m browser.picture    builds the site, or takes that of ALL_RISK_SITE
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from browser import harness

PICTURE = harness.ROOT / "docs/images/evaluator.png"
KARYOTYPE = "45,XX,dic(9;20)(p13;q11.2),t(9;22)(q34;q11.2)[16]/46,XX[4]"


def main() -> None:
    """Fill the form, wait for the answer and take the picture."""
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        folder = Path(made)
        with harness.served(harness.build(folder), folder) as address:
            browser = playwright.chromium.launch(
                executable_path=harness.chromium(), args=harness.FLAGS
            )
            page = browser.new_page(viewport={"width": 1280, "height": 1120})
            page.set_default_timeout(90_000)
            page.goto(address)
            page.get_by_label("Age at diagnosis", exact=True).fill("6")
            page.get_by_label("White cell count (WBC) at diagnosis", exact=True).fill("82")
            page.get_by_label("Lineage").select_option("B")
            page.get_by_label("Karyotype (ISCN)").fill(KARYOTYPE)
            page.get_by_role("button", name="Show the answer").click()
            page.wait_for_selector("#workbench[data-answer=shown]")
            page.evaluate("scrollTo(0, 0)")
            page.wait_for_timeout(1000)  # the title of the theme comes to rest
            PICTURE.parent.mkdir(exist_ok=True)
            page.screenshot(path=PICTURE)
            browser.close()


if __name__ == "__main__":
    main()
