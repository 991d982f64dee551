"""The cards of a request as a page, much as an electronic record shows them.

python -m pip install all-risk markdown
python show.py request.json > cards.html
"""

from __future__ import annotations

import html
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from markdown import markdown

from all_risk.interop.cds_hooks import cards

_STYLE = """
body { margin: 0; padding: 20px; background: #e8ecef; font: 14px/1.45 sans-serif; color: #1d2327 }
header { background: #24465b; color: #fff; padding: 10px 16px; border-radius: 4px 4px 0 0 }
header b { font-size: 16px } header span { opacity: .8; margin-left: 12px }
main { background: #fff; padding: 16px; border-radius: 0 0 4px 4px }
article { border: 1px solid #c9d1d6; border-left: 6px solid #5b7d92; border-radius: 4px;
  margin-bottom: 14px; padding: 10px 16px }
article.warning { border-left-color: #d08a00 }
h2 { font-size: 15px; margin: 0 } small { color: #5b6870 }
.detail { font-size: 13px } .detail p { margin: 8px 0 }
.detail ul { margin: 4px 0; padding-left: 20px }
nav a { margin-right: 16px } a { color: #1c5d86; overflow-wrap: anywhere }
select { margin-top: 8px; font-size: 13px }
"""


def page(request: dict[str, Any], today: date) -> str:
    """The cards of a request as HTML."""
    answer = cards(request, docs="https://docs.example.org/all-risk", as_of=today)
    patient = request["prefetch"]["patient"]
    about = f"{patient.get('gender', '')}, born {patient.get('birthDate', '')}"
    head = f"<header><b>Patient chart</b><span>{html.escape(about)}</span></header>"
    body = "".join(_card(card) for card in answer["cards"])
    return (
        f"<!doctype html><meta charset=utf-8><title>Cards</title><style>{_STYLE}</style>"
        f"{head}<main>{body}</main>\n"
    )


def _card(card: dict[str, Any]) -> str:
    source, links = card["source"], card["links"]
    label = html.escape(source["label"])
    named = f'<a href="{html.escape(source["url"])}">{label}</a>' if "url" in source else label
    choices = "".join(
        f"<option>{html.escape(each['display'])}" for each in card.get("overrideReasons", ())
    )
    return (
        f'<article class="{card["indicator"]}"><h2>{html.escape(card["summary"])}</h2>'
        f"<small>{card['indicator']} · {named}</small>"
        f'<div class="detail">{markdown(card["detail"], tab_length=2)}</div>'
        "<nav>"
        + "".join(
            f'<a href="{html.escape(link["url"])}">{html.escape(link["label"])}</a>'
            for link in links
        )
        + "</nav>"
        + (f"<select><option>Dismiss because …{choices}</select>" if choices else "")
        + "</article>"
    )


if __name__ == "__main__":
    sys.stdout.write(page(json.loads(Path(sys.argv[1]).read_text("utf-8")), date(2025, 4, 1)))
