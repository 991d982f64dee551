"""From `nuc ish` and `ish` strings to signals: one function for each rule of `fish.ebnf`."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, NoReturn, TypeAlias

from attrs import define, evolve, frozen

from all_risk.genetics.iscn.model import Range, Span
from all_risk.genetics.iscn.read import NotRead
from all_risk.genetics.probes import GENES, probe_name

__all__ = ["Located", "ProbeSet", "Relation", "Signal", "read_ish", "read_nuc_ish"]

Link: TypeAlias = Literal["con", "sep"]

_TIMES = re.compile(r"\s?x\s?(\d{1,3})(?:~(\d{1,3}))?+(c)?+")
_PROBE = re.compile(r"([53]')?((?:LSI |WCP )?[A-Za-z0-9][A-Za-z0-9@/.-]*+)")
_LINK = re.compile(r"\s(con|sep)\s(?=[A-Za-z0-9])")
_SPLIT = re.compile(r"\ssep(?=[),x])")
_LOCUS = re.compile(r"(?:\d{1,2}|[XY])(?:cen|[pq](?:ter|cen|[\d.~pq]*))?(?=\()")
_CELLS = re.compile(r"\[(\d{1,5})(?:/(\d{1,5}))?\]")
_UNIT = re.compile(r"(?:[a-z]{1,8}\([^()]*\)(?:\((?=[\d?]*[pq?])[^()+]*\))?)+(?=\()")
_UPPER = re.compile(r"~(\d{1,3})(c)?+")
_TWO = Range(2, 2)


@frozen(slots=True)
class Signal:
    """How many signals of a probe a cell shows.

    Attributes:
        probe: The present name of the probe.
        end: `5'`, `3'`, or empty.
        count: The signals.
        constitutional: Whether marked `c`.
        amplified: Whether marked `amp`.
    """

    probe: str
    end: str
    count: Range
    constitutional: bool = False
    amplified: bool = False


@frozen(slots=True)
class Relation:
    """Two probes seen together (`con`) or apart (`sep`), and how often."""

    link: Link
    probes: tuple[str, ...]
    count: Range


@frozen(slots=True, kw_only=True)
class ProbeSet:
    """One population of nuclei.

    Attributes:
        text: Its text.
        span: Where it stands in the original text.
        signals: What was counted.
        relations: What was seen together or apart.
        abnormal: Nuclei with this pattern, where stated.
        total: Nuclei examined, where stated.
    """

    text: str
    span: Span
    signals: tuple[Signal, ...]
    relations: tuple[Relation, ...] = ()
    abnormal: int | None = None
    total: int | None = None

    @property
    def probes(self) -> frozenset[str]:
        """The probes used."""
        return frozenset(signal.probe for signal in self.signals) | frozenset(
            probe for relation in self.relations for probe in relation.probes
        )

    @property
    def normal(self) -> bool:
        """Whether it shows two signals of everything, nothing fused and nothing split."""
        return all(
            signal.constitutional
            or (not signal.amplified and (signal.count == _TWO or signal.probe in {"CEPX", "CEPY"}))
            for signal in self.signals
        ) and not any(map(_abnormal, self.relations))


def _abnormal(relation: Relation) -> bool:
    if relation.count.high == 0:
        return False
    same_gene = len(set(relation.probes)) == 1
    if relation.link == "con" and same_gene:
        # the two ends of one gene belong together
        return relation.count != _TWO
    return True


class Located(NamedTuple):
    """One `ish` result: for each chromosome named, how many signals of which probe it bears."""

    span: Span
    chromosomes: tuple[tuple[tuple[str, str, int], ...], ...]
    relations: tuple[Relation, ...]
    cells: int | None


def read_nuc_ish(text: str, start: int) -> tuple[ProbeSet, ...]:
    """Read what follows the words `nuc ish`.

    Args:
        text: The whole text.
        start: Where the first set begins.

    Returns:
        The populations in order.

    Raises:
        NotRead: At the first thing the grammar does not know.

    Examples:
        >>> (one,) = read_nuc_ish("(ABL1,BCR)x3(ABL1 con BCR)x2[87/200]", 0)
        >>> one.relations[0].probes, one.abnormal, one.total
        (('ABL1', 'BCR'), 87, 200)
    """
    scanner = _Scanner(text, start)
    sets = [scanner.set()]
    while scanner.at < len(text):
        if text[scanner.at] in ",/.; ":
            scanner.at += 1
        else:
            sets.append(scanner.set())
    return tuple(sets)


def read_ish(text: str, start: int) -> tuple[Located, ...]:
    """Read what follows the word `ish`.

    Args:
        text: The whole text.
        start: Where the first result begins.

    Returns:
        The results in order; paints (`wcp`) show no lesion and are left out.

    Examples:
        >>> (one,) = read_ish("t(9;22)(ABL1-,BCR+;ABL1+,BCR+)[12]", 0)
        >>> one.chromosomes[1]
        (('ABL1', '', 1), ('BCR', '', 1))
    """
    scanner = _Scanner(text, start)
    located: list[Located] = []
    while scanner.at < len(text):
        if text[scanner.at] in ",/.; ":
            scanner.at += 1
            continue
        located.append(scanner.located())
    return tuple(located)


@define(slots=True)
class _Scanner:
    text: str
    at: int

    def fail(self, expected: str) -> NoReturn:
        raise NotRead(self.at, expected)

    def peek(self, letter: str) -> bool:
        return self.text.startswith(letter, self.at)

    def set(self) -> ProbeSet:
        start = self.at
        signals: list[Signal] = []
        relations: list[Relation] = []
        self.group(signals, relations)
        while self.peek("(") or self.peek(",") or _LOCUS.match(self.text, self.at):
            if self.peek(","):
                self.at += 1
            self.group(signals, relations)
        abnormal, total = self.cells()
        return ProbeSet(
            text=self.text[start : self.at],
            span=Span(start, self.at),
            signals=tuple(signals),
            relations=tuple(relations),
            abnormal=abnormal,
            total=total,
        )

    def group(self, signals: list[Signal], relations: list[Relation]) -> None:
        if locus := _LOCUS.match(self.text, self.at):
            self.at = locus.end()
        if not self.peek("("):
            self.fail("probes in brackets, such as (ABL1,BCR)x2")
        self.at += 1
        own_signals: list[tuple[str, str, tuple[Range, bool] | None, bool]] = []
        own_relations: list[tuple[Link, tuple[str, ...], tuple[Range, bool] | None]] = []
        while True:
            while self.peek(" "):
                self.at += 1
            self.member(own_signals, own_relations)
            if not self.peek(","):
                break
            self.at += 1
        if not self.peek(")"):
            self.fail("a closing bracket after the probes")
        self.at += 1
        outside = self.times()
        for probe, end, times, amplified in own_signals:
            count, born = times or outside or (_TWO, False)
            signals.append(Signal(probe, end, count, born, amplified))
        for link, probes, times in own_relations:
            count, _ = times or outside or (Range(1, 1), False)
            relations.append(Relation(link, probes, count))

    def member(
        self,
        signals: list[tuple[str, str, tuple[Range, bool] | None, bool]],
        relations: list[tuple[Link, tuple[str, ...], tuple[Range, bool] | None]],
    ) -> None:
        probe, end, times = self.probe()
        link: Link | None = None
        probes = [probe]
        if times is None and _SPLIT.match(self.text, self.at):
            # `KMT2A sep` alone: its own two ends are apart
            self.at += 4
            relations.append(("sep", (probe, probe), self.times()))
            return
        while times is None and (found := _LINK.match(self.text, self.at)):
            link = "con" if found[1] == "con" else "sep"
            self.at = found.end()
            other, _, times = self.probe()
            probes.append(other)
        if link is not None:
            relations.append((link, tuple(probes), times or self.times()))
            return
        amplified = self.text.startswith(" amp", self.at)
        if amplified:
            self.at += 4
        signals.append((probe, end, times or self.times(), amplified))

    def probe(self) -> tuple[str, str, tuple[Range, bool] | None]:
        """A probe; where `BCRX2` or `BCRx2` run together, the multiple as well."""
        found = _PROBE.match(self.text, self.at)
        if found is None:
            self.fail("the name of a probe, such as KMT2A or 5'KMT2A")
        self.at = found.end()
        end, name = found[1] or "", found[2]
        if probe_name(name) in GENES:
            return probe_name(name), end, None
        run = re.fullmatch(r"(.+?)x(\d{1,3})(c)?", name)
        if run is None:
            return probe_name(name), end, None
        high = _UPPER.match(self.text, self.at)
        if high is not None:
            self.at = high.end()
        low = int(run[2])
        upper = int(high[1]) if high else low
        return probe_name(run[1]), end, (Range(min(low, upper), max(low, upper)), bool(run[3]))

    def times(self) -> tuple[Range, bool] | None:
        found = _TIMES.match(self.text, self.at)
        if found is None:
            return None
        self.at = found.end()
        low, high = int(found[1]), int(found[2] or found[1])
        return Range(min(low, high), max(low, high)), found[3] is not None

    def cells(self) -> tuple[int | None, int | None]:
        found = _CELLS.match(self.text, self.at)
        if found is None:
            return None, None
        self.at = found.end()
        if found[2] is None:
            return None, int(found[1])
        return int(found[1]), int(found[2])

    def located(self) -> Located:
        start, text = self.at, self.text
        place = _UNIT.match(text, start) or _LOCUS.match(text, start)
        if place is not None:
            self.at = place.end()
        if not self.peek("("):
            self.fail("probes in brackets, such as (ABL1+,BCR+)")
        close = text.find(")", self.at)
        if close < 0:
            self.fail("a closing bracket after the probes")
        inner = text[self.at + 1 : close]
        relations: list[Relation] = []
        chromosomes: list[tuple[tuple[str, str, int], ...]] = []
        for part in inner.split(";"):
            on: list[tuple[str, str, int]] = []
            for member in part.split(","):
                if (link := re.search(r"\s(con|sep)\s", member)) is not None:
                    second, seen = _counted(member[link.end() :].strip())
                    pair = (member[: link.start()], second)
                    names = tuple(probe_name(name.strip().lstrip("53'")) for name in pair)
                    together: Link = "con" if link[1] == "con" else "sep"
                    relations.append(Relation(together, names, Range(seen, seen)))
                elif (read := self.on(member.strip())) is not None:
                    on.append(read)
            chromosomes.append(tuple(on))
        self.at = close + 1
        if times := self.times():
            count = times[0].low
            relations = [evolve(relation, count=times[0]) for relation in relations]
            chromosomes = [tuple((p, e, count) for p, e, _ in on) for on in chromosomes]
        _, total = self.cells()
        # `ish(ABL1,BCR)x2` counts the signals of a whole cell
        named = tuple(chromosomes) if place is not None else ()
        return Located(Span(start, self.at), named, tuple(relations), total)

    def on(self, member: str) -> tuple[str, str, int] | None:
        """`RUNX1+++`: a probe and its signals on one chromosome."""
        found = re.fullmatch(
            r"([53]')?([A-Za-z0-9@/.-]*?[A-Za-z0-9])(?:(\++)|(-)|x(\d{1,3}))?", member
        )
        if found is None:
            if member.lower().startswith(("wcp", "pcp")):
                return None
            self.fail(f"a probe with + or - instead of {member[:20]!r}")
        count = len(found[3]) if found[3] else (0 if found[4] else int(found[5] or 1))
        return probe_name(found[2]), found[1] or "", count


def _counted(member: str) -> tuple[str, int]:
    """A probe, and how often it is seen where that is stated behind it: `ABL1x2`."""
    name, _, times = member.rpartition("x")
    return (name, int(times)) if name and re.fullmatch("[0-9]{1,3}", times) else (member, 1)
