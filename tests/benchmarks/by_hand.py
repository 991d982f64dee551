"""The founding guideline as one would write it by hand: a yardstick for speed, not for use.

It reads a patient, answers the four triggers by Kleene's logic and gives nothing else: no
reasons, no evidence, no conflicts, no exactness where one unknown stands in two places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from all_risk.genetics.assays import can_exclude
from all_risk.genetics.names import lesion
from all_risk.patient import DnaIndex, Event, Finding, ModalNumber, Mrd, Patient
from all_risk.quantities import Interval, age_between, exactly

__all__ = ["answer", "criteria", "facts_of"]

Truth = bool | None

MONTHS_31_YEARS, MONTHS_18_YEARS, YEAR, TEN_YEARS = map(Decimal, (372, 216, 12, 120))
TENTH_PERCENT, HUNDREDTH_PERCENT = Decimal("0.001"), Decimal("0.0001")
PERCENT, FIVE_PERCENT, FIFTY = Decimal("0.01"), Decimal("0.05"), Decimal(50)
ONE, DAYS_28, DAYS_365, HOURS_24 = map(Decimal, (1, 28, 365, 24))
CHROMOSOMES_44, INDEX = Decimal(44), Decimal("0.81")


def both(*truths: Truth) -> Truth:
    held: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            held = None
    return held


def either(*truths: Truth) -> Truth:
    held: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            held = None
    return held


def no(truth: Truth) -> Truth:
    return None if truth is None else not truth


def least(number: Interval | None, bound: Decimal) -> Truth:
    """`number >= bound`."""
    if number is None:
        return None
    if number.low >= bound:
        return True
    below = number.high < bound or (number.high_open and number.high == bound)
    return False if below else None


def more(number: Interval | None, bound: Decimal) -> Truth:
    """`number > bound`."""
    if number is None:
        return None
    if number.low > bound or (number.low_open and number.low == bound):
        return True
    return False if number.high <= bound else None


def criteria(facts: Mapping[str, Any]) -> tuple[Truth, Truth, Truth, Truth]:
    """No remission by day 28, high risk of relapse, relapse, infant."""
    get = facts.get
    age, wbc, lineage, cns = get("age"), get("wbc"), get("lineage"), get("cns")
    bcr, kmt2a, hlf = get("BCR::ABL1"), get("KMT2A-r"), get("TCF3::HLF")
    etv6, trisomy = get("ETV6::RUNX1"), get("TRISOMY_4_10")
    week_4, flow = get("mrd_end_of_induction_marrow"), get("mrd_end_of_induction_marrow_flow")
    late = more(get("days_to_remission"), DAYS_28)
    children, adults = no(least(age, MONTHS_31_YEARS)), least(age, MONTHS_18_YEARS)
    one_year, ten = least(age, YEAR), least(age, TEN_YEARS)
    below_44 = no(least(get("modal_number"), CHROMOSOMES_44))
    hypodiploidy = either(below_44, no(least(get("dna_index"), INDEX)))
    unfavorable = either(hypodiploidy, kmt2a, hlf, get("iAMP21"), bcr)
    week_12 = get("mrd_week_12_marrow")
    clear = both(no(least(week_4, HUNDREDTH_PERCENT)), no(least(week_12, HUNDREDTH_PERCENT)))
    slow = False if clear else None
    very_high = both(children, either(no(one_year), bcr, hlf, kmt2a, below_44, slow, late))
    b_cell = None if lineage is None else lineage == {"B"}
    b_child = both(b_cell, one_year, children)
    nci_high = either(ten, least(wbc, FIFTY))
    eln = both(
        adults,
        either(
            bcr,
            kmt2a,
            least(week_4, TENTH_PERCENT),
            both(least(week_4, HUNDREDTH_PERCENT), None),
            least(get("mrd_end_of_consolidation_marrow"), HUNDREDTH_PERCENT),
        ),
    )
    high_risk = either(very_high, both(b_child, either(unfavorable, nci_high)), eln)
    if high_risk is not True:
        # What COG's groups add to the NCI high risk: those of standard risk that it raises.
        standard = both(one_year, no(ten), no(least(wbc, FIFTY)))
        cns3 = None if cns is None else cns == {"CNS3"}
        cns1 = None if cns is None else cns == {"CNS1"}
        cns2 = None if cns is None else cns == {"CNS2"}
        steroid = more(get("steroid_hours_within_two_weeks"), HOURS_24)
        elevated = either(cns3, get("testicular"), steroid)
        positive = least(flow, HUNDREDTH_PERCENT)
        after = get("mrd_end_of_consolidation_marrow_flow")
        neutral = both(no(either(etv6, trisomy)), no(unfavorable))
        raised = both(standard, elevated, either(no(positive), no(least(after, PERCENT))))
        sr_high = both(
            standard,
            no(elevated),
            either(
                both(no(cns3), etv6, no(trisomy), no(unfavorable), positive),
                both(no(cns3), trisomy, no(etv6), no(unfavorable), least(flow, TENTH_PERCENT)),
                both(cns1, neutral, positive),
                both(cns2, neutral),
                both(no(cns3), unfavorable, no(either(etv6, trisomy))),
            ),
        )
        high_risk = either(high_risk, both(b_child, no(bcr), either(raised, sr_high)))
    infant = no(more(get("age_in_days"), DAYS_365))
    return late, high_risk, least(get("relapses"), ONE), infant


def facts_of(patient: Patient) -> dict[str, Any]:
    """What the criteria ask, from a patient whose genetics are findings and numbers."""
    found, treatment = patient.diagnosis, patient.treatment
    facts: dict[str, Any] = {
        "wbc": found.wbc,
        "testicular": found.testicular,
        "lineage": found.lineage and {found.lineage},
        "cns": found.cns and {found.cns[:4]},
    }
    if found.extramedullary is not None:
        facts["testicular"] = "testis" in found.extramedullary
    if patient.birth_date is not None and found.date is not None:
        facts["age"], facts["age_in_days"] = age_between(patient.birth_date, found.date)
    elif found.age is not None:
        facts["age"], facts["age_in_days"] = found.age.in_months(), found.age.in_days()
    steroid = found.steroid_pretreatment
    if steroid is not None and not isinstance(steroid, bool) and steroid.duration is not None:
        facts["steroid_hours_within_two_weeks"] = steroid.duration
    elif steroid is False:
        facts["steroid_hours_within_two_weeks"] = Interval(high=Decimal(0))
    for result in patient.genetics:
        if isinstance(result, Finding):
            name = result.lesion
            if result.status == "detected":
                facts[name] = True
                if name.startswith("KMT2A::"):
                    facts["KMT2A-r"] = True
            elif result.status == "not_detected" and can_exclude(result.method, lesion(name)):
                facts.setdefault(name, False)
        elif isinstance(result, ModalNumber):
            facts["modal_number"] = result.modal_number
        elif isinstance(result, DnaIndex):
            facts["dna_index"] = result.dna_index
    for point in ("end_of_induction", "end_of_consolidation", "week_12"):
        here = [
            result
            for result in patient.mrd
            if result.timepoint == point and result.specimen in (None, "marrow")
        ]
        by_flow = [result for result in here if result.method in (None, "flow")]
        facts[f"mrd_{point}_marrow"] = _level(here)
        facts[f"mrd_{point}_marrow_flow"] = _level(by_flow or here)
    if facts["mrd_week_12_marrow"] is None:
        facts["mrd_week_12_marrow"] = facts["mrd_end_of_consolidation_marrow"]
    facts["days_to_remission"] = _remission(patient)
    if treatment.relapses is not None:
        facts["relapses"] = exactly(len(treatment.relapses))
    return facts


def _level(results: list[Mrd]) -> Interval | None:
    found: Interval | None = None
    for result in results:
        level = result.level
        if level == "negative":
            limit = result.sensitivity.high if result.sensitivity else ONE
            level = Interval(high=limit, high_open=result.sensitivity is not None)
        if isinstance(level, Interval):
            found = level if found is None else found.intersect(level) or found.hull(level)
    return found


def _days(patient: Patient, events: tuple[Event, ...]) -> Iterator[tuple[Decimal, Event]]:
    for event in events:
        if event.elapsed_days is not None:
            yield event.elapsed_days.high, event
        elif event.day is not None:
            yield event.day.high - 1, event
        elif event.date is not None and patient.treatment.started is not None:
            yield Decimal((event.date - patient.treatment.started).days), event


def _remission(patient: Patient) -> Interval | None:
    """Between the last test without remission and the first with it."""
    low, high = Decimal(0), None
    for day, response in sorted(
        _days(patient, patient.treatment.responses), key=lambda each: each[0]
    ):
        status, blasts = getattr(response, "status", None), getattr(response, "marrow_blasts", None)
        cleared = None if blasts is None else no(least(blasts, FIVE_PERCENT))
        reached = status in ("CR", "CRi", "MLFS") if status is not None else cleared
        if reached:
            high = day
            break
        if reached is False:
            low = day + 1
    if high is None:
        return Interval(low) if low else None
    return Interval(low, high)


def answer(patient: Patient) -> dict[str, str]:
    """The status of each trigger, and whether to refer."""
    words = {True: "met", False: "not_met", None: "unknown"}
    names = ("no_remission_28d", "high_risk_of_relapse", "relapse", "infant")
    held = criteria(facts_of(patient))
    said = {name: words[truth] for name, truth in zip(names, held, strict=True)}
    refer = "yes" if True in held else "unknown" if None in held else "no_trigger_met"
    return {"refer": refer, **said}
