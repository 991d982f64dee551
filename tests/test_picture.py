"""The picture of gains and losses: well formed, described in words, bounded."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from all_risk.genetics.karyotype import read_karyotype
from all_risk.genetics.picture import copy_number_line, ideogram_svg

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("46,XX[20]", "46 chromosomes | no gain or loss"),
        ("46,XX,t(9;22)(q34;q11.2)[9]", "46 chromosomes | no gain or loss"),
        ("45,X,-Y[9]", "45 chromosomes | lost Y (0 copies)"),
        ("+8", "chromosomes not counted | gained 8 (3 copies)"),
        ("46,XX,i(17)(q10)[9]", "46 chromosomes | in part gained 17q | in part lost 17p"),
        (
            "45,XX,dic(9;20)(p13;q11)[9]",
            "45 chromosomes | lost 9 (1~2 copies), 20 (1~2 copies) | in part lost 9p, 20q",
        ),
        (
            "46,XX,der(19)t(1;19)(q23;p13)[9]",
            "46 chromosomes | in part gained 1q | in part lost 19p",
        ),
    ],
)
def test_the_line(text: str, line: str) -> None:
    assert copy_number_line(read_karyotype(text).clones[0]) == line


@pytest.mark.parametrize(
    "text",
    [
        "54,XY,+X,+4,+6,+10,+14,+17,+18,+21[12]/46,XY[8]",
        "46,XX[20]",
        "t(9;22)(q34;q11)",
        "46,XX,<&>,+8x99[9]",
        "46,XX,+8[2]" + "/47,idem,+21[2]" * 40,
        "//46,XX[20]",
    ],
)
def test_the_svg_is_well_formed_and_described(text: str) -> None:
    karyotype = read_karyotype(text)
    svg = ideogram_svg(karyotype)
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title")
    assert "Clone" in (root.findtext(f"{SVG}desc") or "")
    assert len(svg) < 250_000
    assert karyotype._repr_svg_() == svg
