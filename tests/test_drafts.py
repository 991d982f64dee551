"""A draft knows, for each of its characters, where in the original it came from."""

from __future__ import annotations

import re

import pytest

from all_risk.genetics.iscn.draft import Draft


def changed(text: str, pattern: str, new: str, *, together: bool = False) -> Draft:
    draft = Draft.of(text)
    draft.sub(re.compile(pattern), new, why="a test", kind="spelling", together=together)
    return draft


def test_a_draft_begins_as_the_original() -> None:
    draft = Draft.of("46,XX")
    assert (draft.text, draft.original, draft.origin) == ("46,XX", "46,XX", [0, 1, 2, 3, 4])
    assert draft.edits == []


@pytest.mark.parametrize(
    ("pattern", "new", "text", "origin", "span"),
    [
        ("b", "xyz", "axyzc", [0, 1, 1, 1, 2], (1, 2)),
        ("bc", "x", "ax", [0, 2], (1, 3)),
        ("bc", "xyz", "axyz", [0, 1, 1, 2], (1, 3)),
        ("b", "", "ac", [0, 2], (1, 2)),
        ("(?=c)", "x", "abxc", [0, 1, 1, 2], (2, 2)),
        ("(?=a)", "xy", "xyabc", [0, 0, 0, 1, 2], (0, 0)),
        ("$", "x", "abcx", [0, 1, 2, 2], (3, 3)),
    ],
)
def test_new_characters_belong_to_what_they_replace(
    pattern: str, new: str, text: str, origin: list[int], span: tuple[int, int]
) -> None:
    draft = changed("abc", pattern, new)
    assert (draft.text, draft.origin) == (text, origin)
    (edit,) = draft.edits
    assert (edit.span, edit.now, edit.why, edit.kind) == (span, new, "a test", "spelling")
    assert edit.was == "abc"[slice(*span)]


def test_what_stays_the_same_is_no_edit() -> None:
    draft = changed("abab", "a|(?<=a)b", "a")
    assert draft.text == "aaaa"
    assert [edit.span for edit in draft.edits] == [(1, 2), (3, 4)]
    assert changed("abab", "x", "y").edits == []
    assert changed("abab", "a", "a").origin == [0, 1, 2, 3]


def test_edits_of_one_kind_can_be_told_together() -> None:
    whys = [edit.why for edit in changed("a-b-c-", "-", "+").edits]
    assert whys == ["a test"] * 3
    (edit,) = changed("a-b-c-", "-", "+", together=True).edits
    assert (edit.span, edit.why) == ((1, 2), "a test (and at 2 other places)")
    (single,) = changed("a-", "-", "+", together=True).edits
    assert single.why == "a test"


def test_spans_are_those_of_the_original_after_several_changes() -> None:
    draft = changed("a--b", "--", "+")
    draft.sub(re.compile("b"), "bcd", why="more", kind="meaning")
    assert draft.text == "a+bcd"
    assert draft.span(0, 2) == (0, 3)
    assert draft.span(2, 5) == (3, 4)
    assert draft.span(1, 1) == (2, 2)
    assert draft.span(5, 5) == (4, 4)
    assert [edit.why for edit in draft.edits] == ["a test", "more"]
