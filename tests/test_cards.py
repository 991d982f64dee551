"""Answers as cards of HTML, in notebooks and in the page."""

from __future__ import annotations

import json
import re
import runpy
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

import all_risk
from all_risk.errors import AllRiskError
from all_risk.explain.html import render_html
from all_risk.explain.render import Catalogue, Cell, Line, Table
from all_risk.messages import say
from all_risk.patient import Patient
from strategies import patients

ROOT = Path(__file__).parents[1]
CASES = sorted((ROOT / "examples/cases").glob("*.json"))
MADE_UP = Catalogue(
    messages={
        "heading": "{text}",
        "appointment": "{text}",
        "line": "{text}",
        "item": "- {text}",
        "trigger": "{text}",
    },
    words={},
)


class Reader(HTMLParser):
    """Whether every element is closed, and what a reader sees."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.seen.append(data)


def read(card: str) -> Reader:
    reader = Reader()
    reader.feed(card)
    assert reader.open == []
    return reader


def words(text: str) -> list[str]:
    return re.sub(r"(?m)^\s*- ", " ", text).split()


@given(patient=patients())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_card_says_what_the_text_says(patient: Patient) -> None:
    for answer in (all_risk.evaluate(patient), all_risk.classify(patient, "nci-rome")):
        reader = read(answer._repr_html_())
        assert "".join(words("".join(reader.seen))) == "".join(words(answer.explain()))


def test_sources_are_links_that_tell_the_other_site_nothing() -> None:
    card = all_risk.evaluate(Patient())._repr_html_()
    reader = read(card)
    assert set(re.findall(r"https://\S+", all_risk.evaluate(Patient()).explain())) == set(
        reader.links
    )
    assert card.count('rel="noopener noreferrer"') == len(reader.links)


def card(*parts: Line | Table, folded: frozenset[str] = frozenset({"appointment"})) -> str:
    html = render_html(parts, MADE_UP, language="es", folded=folded)
    read(html)
    return html.partition("</style>")[2]


def test_headings_lists_and_indentation() -> None:
    shown = card(
        Line(say("heading", text="A"), 0),
        Line(say("line", text="one")),
        Line(say("item", text="two")),
        Line(say("item", text="three")),
        Line(say("line", text="four"), 2),
    )
    assert shown == (
        '<h3>A</h3><p class="level-1">one</p><ul class="level-1"><li>two</li><li>three</li></ul>'
        '<p class="level-2">four</p></section>'
    )


def test_what_is_folded_ends_where_the_next_heading_begins() -> None:
    shown = card(
        Line(say("appointment", text="A"), 0),
        Line(say("line", text="one")),
        Line(say("appointment", text="B"), 0),
        Line(say("heading", text="C"), 0),
        Table((Cell((say("line", text="h"),)),), ((Cell((say("line", text="c"),)),),)),
        Line(say("appointment", text="D"), 0),
    )
    assert shown == (
        '<details><summary>A</summary><p class="level-1">one</p></details>'
        "<details><summary>B</summary></details><h3>C</h3>"
        '<table><thead><tr><th scope="col"><p>h</p></th></tr></thead>'
        "<tbody><tr><td><p>c</p></td></tr></tbody></table>"
        "<details><summary>D</summary></details></section>"
    )


def test_nothing_is_folded_where_nothing_is_to_be() -> None:
    assert "<details>" not in card(Line(say("appointment", text="A"), 0), folded=frozenset())


@pytest.mark.parametrize("text", ["<b>", 'https://x.org/?a="><script>', "&amp;", "'"])
def test_every_text_is_escaped(text: str) -> None:
    for part in (
        Line(say("heading", text=text), 0),
        Line(say("line", text=text)),
        Line(say("trigger", text=text, status='"><script>'), 0),
        Table((Cell((say("line", text=text),)),), ()),
    ):
        shown = card(part)
        assert "<script" not in shown
        assert "<b>" not in shown
        assert text in unescape(re.sub(r"</?\w[^>]*>", "", shown))


def test_a_full_stop_ends_a_sentence_and_not_an_address() -> None:
    shown = card(Line(say("line", text="See https://x.org/a.b (or https://y.org).")))
    assert read(shown.removesuffix("</section>")).links == ["https://x.org/a.b", "https://y.org"]


def test_a_card_is_marked_with_its_language() -> None:
    assert (
        all_risk.evaluate(Patient())
        ._repr_html_()
        .startswith('<section class="all-risk" lang="en">')
    )


# What the page asks of the library, without a browser.

RESPOND = runpy.run_path(str(ROOT / "docs/evaluator/respond.py"))


def ask(part: str, document: object, **more: object) -> Any:
    text = document if isinstance(document, str) else json.dumps(document)
    request = {
        "document": text,
        "guideline": "nmdp-patient-2017",
        "as_of": None,
        "audience": "clinician",
        "language": "en",
        "scheme": "nci-rome",
        **more,
    }
    return json.loads(RESPOND[part](json.dumps(request)))


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_the_page_is_answered_as_the_library_answers(case: Path) -> None:
    text = case.read_text(encoding="utf-8")
    patient = all_risk.from_json(text)
    answer, table = all_risk.evaluate(patient), all_risk.compare(patient)
    reply = ask("referral", text)
    assert reply["assessment"] == all_risk.to_dict(answer)
    assert (reply["html"], reply["text"]) == (answer._repr_html_(), answer.explain())
    reply = ask("side_by_side", text)
    assert reply["comparison"] == all_risk.to_dict(table)
    assert (reply["html"], reply["text"]) == (table._repr_html_(), table.explain())
    assert [each["id"] for each in reply["schemes"]] == [
        each.scheme.id for each in table.classifications
    ]
    scheme = all_risk.classify(patient, "nci-rome")
    assert ask("one_scheme", text)["html"] == scheme._repr_html_()


@pytest.mark.parametrize("part", ["referral", "side_by_side", "one_scheme"])
def test_what_is_wrong_with_a_record_is_replied_with_its_place(part: str) -> None:
    document = {"format": "all-risk/patient/1", "diagnosis": {"wbc": "82", "lineage": "X"}}
    with pytest.raises(AllRiskError) as raised:
        all_risk.from_dict(document)
    assert ask(part, document) == {
        "problems": [
            {"path": each.path, "code": each.code, "message": each.message}
            for each in raised.value.errors
        ]
    }


def test_the_day_is_used_or_refused() -> None:
    document = {"format": "all-risk/patient/1", "treatment": {"started": "2025-03-01"}}
    reply = ask("referral", document, as_of="2025-03-10")
    assert reply["assessment"]["as_of"] == "2025-03-10"
    [problem] = ask("referral", document, as_of="tomorrow")["problems"]
    assert (problem["path"], problem["code"]) == ("$as_of", "not_a_date")


def test_words_that_are_missing_are_no_reason_to_give_no_answer() -> None:
    reply = ask("referral", {"format": "all-risk/patient/1"}, language="xx")
    assert "'xx'" in reply["wordless"]
    assert reply["assessment"]["refer"] == "unknown"
    assert "html" not in reply


def test_strings_are_shown_as_they_were_read() -> None:
    document = {
        "format": "all-risk/patient/1",
        "genetics": [
            {"modal_number": 46},
            {"karyotype": "47,XX,+8[20]"},
            {"fish": "nuc ish(ETV6,RUNX1)x3(ETV6 con RUNX1x1)[180/200]"},
            {"karyotype": "hello"},
        ],
    }
    banded, probed, unread = ask("referral", document)["readings"]
    assert banded["path"] == "$.genetics[1].karyotype"
    assert banded["picture"].startswith("<svg")
    assert "TRISOMY_8: detected" in " ".join(banded["lines"])
    assert probed["path"] == "$.genetics[2].fish"
    assert "ETV6::RUNX1" in " ".join(probed["lines"])
    assert [each["path"] for each in unread["problems"]] == ["$.genetics[3].karyotype"]


def test_the_form_is_offered_every_lesion_and_guideline() -> None:
    offered = json.loads(RESPOND["vocabulary"]())
    assert offered["guidelines"][0]["id"] == "nmdp-patient-2017"
    for each in offered["lesions"]:
        assert all_risk.genetics.lesion(each["name"]).name == each["name"]
