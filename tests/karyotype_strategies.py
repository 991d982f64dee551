"""Hypothesis strategies that write karyotypes by the grammar of `iscn.ebnf`."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

# Time is judged by ratios in benchmarks, not case by case on a busy machine.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

CHROMOSOMES = [*map(str, range(1, 23)), "X", "Y"]
AUTOSOMES = CHROMOSOMES[:22]
# pairs of the table are drawn often enough to meet its rows
KNOWN = [
    "t(9;22)(q34;q11.2)",
    "t(12;21)(p13;q22)",
    "der(22)t(9;22)(q34;q11.2)",
    "t(4;11)(q21;q23)",
    "t(1;19)(q23;p13.3)",
    "der(19)t(1;19)(q?21;p13)",
    "dic(9;20)(p11~13;q11)",
    "t(11;19)(q23;p13)",
    "add(21)(q22)",
    "i(17)(q10)",
    "ider(21)(q10)t(12;21)(p13;q22)",
    "t(9;22;V)(q34;q11;q?)".replace("V", "15"),
]

chromosomes = st.sampled_from(CHROMOSOMES)
doubts = st.sampled_from(["", "", "", "?"])
arms = st.sampled_from("pq")
bands = st.builds(
    "{}{}{}{}".format,
    doubts,
    arms,
    st.sampled_from(["11", "13", "21", "2", "?21", "2?1", "34", ""]),
    st.sampled_from(["", "", ".2", ".31"]),
).filter(lambda band: not band.endswith((".2", ".31")) or band[-3:-2].isdigit() or "1" in band)
fields = st.one_of(
    st.sampled_from(["p13", "q22", "q34", "q11.2", "?", "p11~13", "q21 or q23", "pter"]),
    bands.filter(lambda band: band.strip("?")[1:2].isdigit()),
)
whole = st.builds(
    "{}{}{}{}".format, st.sampled_from("+-"), doubts, chromosomes, st.sampled_from(["", "", "x2"])
)
single = st.builds(
    "{}({})({})".format,
    st.sampled_from(["del", "dup", "add", "i", "inv", "hsr", "trp", "r", "idic"]),
    chromosomes,
    fields,
)
double = st.builds(
    "{0}({1};{2})({3};{4})".format,
    st.sampled_from(["t", "ins", "dic", "der"]),
    chromosomes,
    chromosomes,
    fields,
    fields,
)
derived = st.builds("der({0})t({0};{1})({2};{3})".format, chromosomes, chromosomes, fields, fields)
structure = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "", "", "+", "?"]),
    st.one_of(single, double, derived, st.sampled_from(KNOWN)),
    st.sampled_from(["", "", "", "x2"]),
)
marker = st.sampled_from(["+mar", "+2mar", "+1~4mar", "+mar1", "+r", "5~20dmin", "+?mar"])
choices = st.builds(
    "{} or {}".format, st.one_of(whole, structure), st.one_of(whole, structure, marker)
)
items = st.one_of(whole, structure, marker, choices)
constitutional = st.sampled_from(
    ["inv(9)(p12q13)c", "+21c", "t(2;5)(p23;q35)c", "rob(13;14)(q10;q10)c", "+mar1c"]
)
item_lists = st.lists(items, max_size=8)
cell_counts = st.sampled_from(["", "[1]", "[4]", "[12]", "[20]", "[cp7]"])
sexes = st.sampled_from(["XX", "XY", "X", "XXYc", "XX?"])
counts = st.one_of(
    st.integers(24, 92).map(str), st.integers(40, 55).map(lambda low: f"{low}~{low + 3}")
)


@st.composite
def first_clones(draw: st.DrawFn) -> str:
    mark = draw(st.sampled_from(["", "", "", "<2n>", "<3n>"]))
    parts = [draw(counts) + mark, draw(sexes), *draw(item_lists)]
    return ",".join(parts) + draw(cell_counts)


@st.composite
def sidelines(draw: st.DrawFn) -> str:
    reference = draw(st.sampled_from(["sl", "sdl", "slx2"]))
    parts = [draw(counts), reference, *draw(item_lists)]
    return ",".join(parts) + draw(cell_counts)


@st.composite
def karyotypes(draw: st.DrawFn) -> str:
    clones = [draw(first_clones()), *draw(st.lists(sidelines(), max_size=2))]
    clones += draw(st.lists(first_clones(), max_size=1))
    text = "/".join(clones)
    return text + draw(st.sampled_from(["", "", "", "//46,XY[9]", "//"]))


@st.composite
def independent_clones(draw: st.DrawFn) -> list[str]:
    return draw(st.lists(first_clones(), min_size=2, max_size=4))


@st.composite
def mutated(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    """A readable string, damaged: letters lost, doubled, exchanged or put in."""
    text = draw(texts)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(text) - 1)))
        piece = draw(st.text("()[]/,;+-~?.x0123456789XYpqcdelrtimnsh <>\u2212\u00d7'", max_size=3))
        cut = draw(st.integers(0, 2))
        text = text[:at] + piece + text[at + cut :]
    return text
