"""Hypothesis strategies for whole patients, shared by the tests."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, get_args

from hypothesis import strategies as st

from all_risk import patient as model
from all_risk.quantities import INFINITY, Age, Interval

__all__ = ["amounts", "intervals", "patients"]

ONE = Decimal(1)
LESIONS = (
    "BCR::ABL1", "ETV6::RUNX1", "KMT2A-r", "KMT2A::AFF1", "TCF3::HLF", "iAMP21", "Ph-like",
    "HIGH_HYPERDIPLOIDY", "LOW_HYPODIPLOIDY", "NEAR_HAPLOIDY", "MASKED_HYPODIPLOIDY",
    "TRISOMY_4_10", "IKZF1 deletion", "CRLF2-r", "TP53 mutation", "COMPLEX_KARYOTYPE",
)  # fmt: skip


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def word(vocabulary: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(vocabulary))


def amounts(low: int, high: int, places: int = 0) -> st.SearchStrategy[Decimal]:
    """Decimal numbers between two bounds, with at most so many places."""
    return st.integers(low * 10**places, high * 10**places).map(
        lambda n: Decimal(n).scaleb(-places)
    )


@st.composite
def intervals(
    draw: st.DrawFn, low: int, high: int, places: int = 0, *, bounded: bool = False
) -> Interval:
    """Intervals of every shape: points, censored on either side, open or closed."""
    first, second = sorted((draw(amounts(low, high, places)), draw(amounts(low, high, places))))
    if first == second or draw(st.booleans()):
        return Interval(first, first)
    if not bounded and draw(st.booleans()):
        return Interval(first, INFINITY, draw(st.booleans()))
    return Interval(first, second, draw(st.booleans()), draw(st.booleans()))


@st.composite
def wholes(draw: st.DrawFn, low: int, high: int) -> Interval:
    """Whole numbers, and ranges of them with both ends included."""
    first, second = sorted((draw(st.integers(low, high)), draw(st.integers(low, high))))
    return draw(
        st.sampled_from(
            [
                Interval(Decimal(first), Decimal(first)),
                Interval(Decimal(first), Decimal(second)),
                Interval(Decimal(first)),
            ]
        )
    )


def ages() -> st.SearchStrategy[Age]:
    completed = st.integers(0, 119).map(
        lambda y: Interval(Decimal(12 * y), Decimal(12 * y + 12), high_open=True)
    )
    months = st.integers(0, 400).map(lambda m: Interval(Decimal(m), Decimal(m + 1), high_open=True))
    return st.one_of(
        completed.map(lambda i: Age(i, "mo")),
        months.map(lambda i: Age(i, "mo")),
        intervals(0, 1400, 2).map(lambda i: Age(i, "mo")),
        intervals(0, 40_000, 1).map(lambda i: Age(i, "d")),
    )


def shares() -> st.SearchStrategy[Interval]:
    return intervals(0, 1, 6, bounded=True)


def levels() -> st.SearchStrategy[Any]:
    found = st.one_of(
        shares().filter(lambda i: i.high > 0),
        amounts(0, 1, 5).filter(bool).map(lambda high: Interval(high=high, high_open=True)),
        amounts(0, 1, 5).filter(bool).map(lambda high: Interval(high=high, low_open=True)),
    )
    return st.just("negative") | found


@st.composite
def patients(draw: st.DrawFn) -> model.Patient:
    """Patients with any part of their record, whose dates tell a possible history."""
    born = draw(st.dates(date(1930, 1, 1), date(2020, 12, 31)))
    diagnosed = born + timedelta(days=draw(st.integers(0, 30_000)))
    started = diagnosed + timedelta(days=draw(st.integers(0, 20)))
    ended = started + timedelta(days=4000)

    def when(first: date = started) -> st.SearchStrategy[date | None]:
        return maybe(st.dates(first, ended))

    def event(**fields: Any) -> dict[str, Any]:
        return {
            "date": when(),
            "day": maybe(wholes(1, 200)),
            "elapsed_days": maybe(wholes(0, 200)),
            **fields,
        }

    def some(cls: type, fewest: int = 0, **fields: Any) -> st.SearchStrategy[Any]:
        return st.lists(st.builds(cls, **fields), min_size=fewest, max_size=3).map(tuple)

    steroids = st.builds(
        model.SteroidPretreatment,
        duration=maybe(intervals(0, 1000, 1)),
        before_diagnosis=maybe(intervals(0, 1000, 1)),
    )
    diagnosis = st.builds(
        model.Diagnosis,
        date=st.sampled_from([None, diagnosed]),
        age=maybe(ages()),
        lineage=maybe(word(model.Lineage)),
        wbc=maybe(intervals(0, 2000, 3)),
        cns=maybe(word(model.Cns)),
        testicular=maybe(st.booleans()),
        down_syndrome=maybe(st.booleans()),
        extramedullary=maybe(st.lists(word(model.Site), max_size=2).map(tuple)),
        steroid_pretreatment=maybe(st.booleans() | steroids),
        prior_cml=maybe(st.booleans()),
        immunophenotype=st.lists(st.text(max_size=5), max_size=2).map(tuple),
    )
    reported = when(diagnosed)
    genetics = st.one_of(
        st.builds(
            model.Finding,
            lesion=st.sampled_from(LESIONS),
            status=maybe(word(model.Status)),
            method=maybe(word(model.Method)),
            date=reported,
            source=maybe(st.text(max_size=5)),
        ),
        st.builds(model.KaryotypeText, karyotype=st.text(max_size=8), date=reported),
        st.builds(model.FishText, fish=st.text(max_size=8), date=reported),
        st.builds(model.ModalNumber, modal_number=wholes(20, 100), date=reported),
        st.builds(model.DnaIndex, dna_index=intervals(0, 4, 3), date=reported),
    )
    mrd = some(
        model.Mrd,
        **event(
            timepoint=maybe(word(model.Timepoint)),
            specimen=maybe(word(model.Specimen)),
            method=maybe(word(model.Method)),
            level=maybe(levels()),
            sensitivity=maybe(shares()),
            markers=maybe(wholes(0, 6)),
            quantifiable=maybe(st.booleans()),
        ),
    )
    responses = some(
        model.Response,
        **event(
            timepoint=maybe(word(model.Timepoint)),
            marrow_blasts=maybe(shares()),
            blood_blasts=maybe(intervals(0, 500, 2)),
            status=maybe(word(model.Remission)),
            extramedullary=maybe(word(model.Resolution)),
        ),
    )
    sites = st.lists(word(model.Site), max_size=2).map(tuple)
    consultations = st.booleans() | st.builds(model.Consultation, date=when())
    treatment = st.builds(
        model.Treatment,
        started=st.sampled_from([None, started]),
        induction_started=st.sampled_from([None, started, started + timedelta(days=7)]),
        responses=responses,
        relapses=maybe(some(model.Relapse, **event(sites=sites))),
        ended=when(),
        transplants=maybe(
            some(
                model.Transplant,
                **event(donor=st.sampled_from([None, "allogeneic", "autologous"])),
            )
        ),
        therapies=maybe(some(model.Therapy, **event(kind=maybe(word(model.TherapyKind))))),
        transplant_consultation=maybe(consultations),
        died=maybe(st.builds(model.Event, date=maybe(st.just(ended)))),
    )
    return model.Patient(
        id=draw(maybe(st.text(max_size=10))),
        sex=draw(maybe(word(model.Sex))),
        birth_date=draw(st.sampled_from([None, born])),
        diagnosis=draw(st.just(model.Diagnosis()) | diagnosis),
        genetics=draw(st.lists(genetics, max_size=4)),
        mrd=draw(mrd),
        treatment=draw(st.just(model.Treatment()) | treatment),
    )
