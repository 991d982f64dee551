"""A plain second reading of the COG, PDQ and ELN tables, over fully known facts.

Source: NCI PDQ, childhood ALL treatment, health-professional version, last changed
21 April 2025 (NCI/Rome groups, COG AALL1731/AALL1732 Tables 6 to 10, the very high-risk list)
and ELN 2024 Table 3. Slow on purpose, and written without sight of the implementation.
"""

# Cells of grid() in each group: lineage 3 x age 4 x WBC 2 x CNS 3 x testis 2 x steroid 4
# x ETV6::RUNX1 2 x double trisomy 2 x unfavourable 3 (none, KMT2A-r, BCR::ABL1) x day 8 2
# x EOI 3 x EOC 3 = 124,416. Each number is asserted when this file is run.
#
#   outside       110,592   not B-ALL, < 1 y or >= 31 y, BCR::ABL1
#   sr_favorable       18   Table 6
#   sr_average        108   Table 7 rows 1 to 3: 54 + 36 + 18
#   sr_high           306   Table 8 rows 1 to 5: 72 + 36 + 36 + 54 + 108
#   hr_favorable       54   Table 9
#   high            7,668   Table 10 rows 1 to 7: 1,792 + 224 + 2,304 + 960 + 48 + 36 + 2,304
#   very_high       4,608   the sentence under Table 10
#   None            1,062   UNPRINTED families 1 to 5: 36 + 72 + 324 + 576 + 54

import itertools
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

NEVER = Decimal("Infinity")  # for days_to_remission: remission was not reached

# Ages in months.
ONE_YEAR = Decimal(12)
TEN_YEARS = Decimal(120)
EIGHTEEN_YEARS = Decimal(216)
THIRTY_ONE_YEARS = Decimal(372)

# MRD fractions.
PCT_0_01 = Decimal("0.0001")
PCT_0_1 = Decimal("0.001")
PCT_1 = Decimal("0.01")


class Case(NamedTuple):
    """One patient with every fact known. MRD values are fractions: 0.0001 is 0.01 %."""

    lineage: str  # 'B', 'T' or 'mixed'
    age_months: Decimal  # at diagnosis; 12 is exactly the first birthday
    wbc: Decimal  # 10^9/L, at diagnosis
    cns: int  # 1, 2 or 3
    testicular: bool
    steroid_any_within_month: bool
    steroid_hours_within_two_weeks: Decimal
    etv6_runx1: bool
    double_trisomy_4_10: bool
    bcr_abl1: bool
    kmt2a_r: bool
    tcf3_hlf: bool
    iamp21: bool
    modal_number: int
    dna_index: Decimal
    mrd_day8_blood: Decimal
    mrd_eoi_marrow: Decimal
    mrd_eoc_marrow: Decimal
    mrd_week12_marrow: Decimal  # no printed number uses it: see slow_response
    days_to_remission: Decimal  # elapsed days from start of treatment, or NEVER


# --------------------------------------------------------------------------------------------
# The readings
# --------------------------------------------------------------------------------------------


def nci_rome(case: Case) -> str | None:
    """PDQ: standard is 1 to <10 years and WBC < 50; high is >= 10 years and/or WBC >= 50.

    B-ALL from 1 year; the upper bound (< 31 years) is the library's own.
    """
    if case.lineage != "B":
        return None
    if case.age_months < ONE_YEAR or case.age_months >= THIRTY_ONE_YEARS:
        return None
    if case.age_months >= TEN_YEARS:
        return "high"
    if case.wbc >= 50:
        return "high"
    return "standard"


def cog_cytogenetics(case: Case) -> set[str]:
    """COG definitions above Table 6, whatever the lineage and age. Empty is neutral."""
    found = set()
    if case.double_trisomy_4_10 or case.etv6_runx1:
        found.add("favorable")
    if (
        case.modal_number < 44
        or case.dna_index < Decimal("0.81")
        or case.kmt2a_r
        or case.tcf3_hlf
        or case.iamp21
        or case.bcr_abl1
    ):
        found.add("unfavorable")
    return found


def steroid_within_month(case: Case) -> bool:
    """Any steroid in the last month; hours in the last two weeks are hours in that month."""
    return case.steroid_any_within_month or case.steroid_hours_within_two_weeks > 0


def cog_rows(case: Case) -> list[tuple[str, str]]:
    """(group, printed row) for every row of Tables 6 to 10 that holds; [] when none does.

    To be asked only inside the population of `cog_aall1731_1732`.
    """
    nci = nci_rome(case)
    age_below_10 = case.age_months < TEN_YEARS
    long_steroid = case.steroid_hours_within_two_weeks > 24
    cns_1_2 = case.cns in (1, 2)

    # Table 10 footnotes a and e give its CNS column two meanings.
    cns3_or_testis = case.cns == 3 or case.testicular
    cns23_or_testis = case.cns in (2, 3) or case.testicular

    # A standard-risk patient 'elevated' to high risk leaves Tables 6 to 8.
    elevated = nci == "standard" and (cns3_or_testis or long_steroid)
    plain_sr = nci == "standard" and not elevated
    hr = nci == "high"

    # Rows that name genetics: favourable together with unfavourable is in none of them.
    genetics = cog_cytogenetics(case)
    favorable = genetics == {"favorable"}
    unfavorable = genetics == {"unfavorable"}
    neutral = genetics == set()
    either = favorable and (case.etv6_runx1 or case.double_trisomy_4_10)
    etv_only = favorable and case.etv6_runx1 and not case.double_trisomy_4_10
    dt_only = favorable and case.double_trisomy_4_10 and not case.etv6_runx1

    d8 = case.mrd_day8_blood
    eoi = case.mrd_eoi_marrow  # 'BM MRD day 29' of Tables 6 to 8
    eoc = case.mrd_eoc_marrow
    eoc_below_1_if_assessed = eoi < PCT_0_01 or eoc < PCT_1  # footnote c

    rows = []

    # Table 6, standard-risk favorable
    if (
        plain_sr
        and cns_1_2
        and not steroid_within_month(case)
        and favorable
        and d8 < PCT_1
        and eoi < PCT_0_01
    ):
        rows.append(("sr_favorable", "PDQ Table 6 row 1"))

    # Table 7, standard-risk average
    if plain_sr and cns_1_2 and either and d8 >= PCT_1 and eoi < PCT_0_01:
        rows.append(("sr_average", "PDQ Table 7 row 1"))
    if plain_sr and cns_1_2 and dt_only and PCT_0_01 <= eoi < PCT_0_1:
        rows.append(("sr_average", "PDQ Table 7 row 2"))
    if plain_sr and case.cns == 1 and neutral and eoi < PCT_0_01:
        rows.append(("sr_average", "PDQ Table 7 row 3"))

    # Table 8, standard-risk high
    if plain_sr and cns_1_2 and etv_only and eoi >= PCT_0_01:
        rows.append(("sr_high", "PDQ Table 8 row 1"))
    if plain_sr and cns_1_2 and dt_only and eoi >= PCT_0_1:
        rows.append(("sr_high", "PDQ Table 8 row 2"))
    if plain_sr and case.cns == 1 and neutral and eoi >= PCT_0_01:
        rows.append(("sr_high", "PDQ Table 8 row 3"))
    if plain_sr and case.cns == 2 and neutral:
        rows.append(("sr_high", "PDQ Table 8 row 4"))
    if plain_sr and cns_1_2 and unfavorable:
        rows.append(("sr_high", "PDQ Table 8 row 5"))

    # Table 9, high-risk favorable
    if (
        hr
        and age_below_10
        and case.cns == 1
        and not case.testicular
        and not long_steroid
        and favorable
        and eoi < PCT_0_01
    ):
        rows.append(("hr_favorable", "PDQ Table 9 row 1"))

    # Table 10, high
    if elevated and cns3_or_testis and eoc_below_1_if_assessed:
        rows.append(("high", "PDQ Table 10 row 1"))
    if elevated and not cns3_or_testis and long_steroid and eoc_below_1_if_assessed:
        rows.append(("high", "PDQ Table 10 row 2"))
    if hr and not age_below_10 and eoi < PCT_0_01:
        rows.append(("high", "PDQ Table 10 row 3"))
    if hr and age_below_10 and cns23_or_testis and eoi < PCT_0_01:
        rows.append(("high", "PDQ Table 10 row 4"))
    if hr and age_below_10 and not cns23_or_testis and long_steroid and eoi < PCT_0_01:
        rows.append(("high", "PDQ Table 10 row 5"))
    if (
        hr
        and age_below_10
        and not cns23_or_testis
        and not long_steroid
        and (neutral or unfavorable)
        and eoi < PCT_0_01
    ):
        rows.append(("high", "PDQ Table 10 row 6"))
    if hr and eoi >= PCT_0_01 and eoc < PCT_0_01:
        rows.append(("high", "PDQ Table 10 row 7"))

    # The sentence under Table 10
    if hr and eoi >= PCT_0_01 and eoc >= PCT_0_01:
        rows.append(("very_high", "PDQ Table 10, very-high sentence"))

    return rows


def cog_aall1731_1732(case: Case) -> str | None:
    """COG group by Tables 6 to 10; 'outside' the population; None in no printed row."""
    if nci_rome(case) is None or case.bcr_abl1:
        return "outside"
    groups = {group for group, _ in cog_rows(case)}
    return groups.pop() if len(groups) == 1 else None


def pdq_very_high_items(case: Case, slow_response: bool) -> set[str]:
    """PDQ 'Very high-risk ALL', four bullets. Population: < 31 years, any lineage."""
    if case.age_months >= THIRTY_ONE_YEARS:
        return set()
    items = set()
    if case.age_months < ONE_YEAR:
        items.add("infant")
    if case.bcr_abl1:
        items.add("bcr_abl1")
    if case.tcf3_hlf:
        items.add("tcf3_hlf")
    if case.kmt2a_r:
        items.add("kmt2a_r")
    if case.modal_number < 44:
        items.add("hypodiploidy")
    if slow_response:
        items.add("slow_early_response")
    if case.days_to_remission > 28:
        items.add("induction_failure")
    return items


def eln2024_key_items(case: Case, mrd_threshold: Decimal) -> set[str]:
    """ELN 2024 Table 3, 'key' rows: ELN-G1, ELN-M1, ELN-M2. Population: >= 18 years."""
    if case.age_months < EIGHTEEN_YEARS:
        return set()
    items = set()
    if case.bcr_abl1:
        items.add("bcr_abl1")
    if case.kmt2a_r:
        items.add("kmt2a_r")
    if case.mrd_eoi_marrow >= mrd_threshold:
        items.add("mrd_after_induction")
    if case.mrd_eoc_marrow >= PCT_0_01:
        items.add("mrd_after_consolidation")
    return items


def high_risk_of_relapse(case: Case, slow_response: bool, mrd_threshold: Decimal) -> bool:
    """Any scheme calls the patient high risk, each inside its own population."""
    if nci_rome(case) == "high":
        return True
    if cog_aall1731_1732(case) in ("sr_high", "high", "very_high"):
        return True
    if nci_rome(case) is not None and "unfavorable" in cog_cytogenetics(case):
        return True
    if pdq_very_high_items(case, slow_response):
        return True
    return bool(eln2024_key_items(case, mrd_threshold))


# --------------------------------------------------------------------------------------------
# Cases
# --------------------------------------------------------------------------------------------

# NCI standard, CNS1, no testis, no steroid, neutral, all MRD zero.
SR = Case(
    lineage="B",
    age_months=Decimal(60),
    wbc=Decimal(10),
    cns=1,
    testicular=False,
    steroid_any_within_month=False,
    steroid_hours_within_two_weeks=Decimal(0),
    etv6_runx1=False,
    double_trisomy_4_10=False,
    bcr_abl1=False,
    kmt2a_r=False,
    tcf3_hlf=False,
    iamp21=False,
    modal_number=46,
    dna_index=Decimal("1.00"),
    mrd_day8_blood=Decimal(0),
    mrd_eoi_marrow=Decimal(0),
    mrd_eoc_marrow=Decimal(0),
    mrd_week12_marrow=Decimal(0),
    days_to_remission=Decimal(28),
)
SR_ETV = SR._replace(etv6_runx1=True)
SR_DT = SR._replace(double_trisomy_4_10=True, modal_number=54, dna_index=Decimal("1.18"))
SR_BOTH = SR_DT._replace(etv6_runx1=True)
SR_KMT2A = SR._replace(kmt2a_r=True)
SR_CNS3 = SR._replace(cns=3)
SR_STEROID = SR._replace(steroid_any_within_month=True, steroid_hours_within_two_weeks=Decimal(48))
SR_STEROID_24H = SR_STEROID._replace(steroid_hours_within_two_weeks=Decimal(24))
SR_STEROID_OVER = SR_STEROID._replace(steroid_hours_within_two_weeks=Decimal("24.01"))

HR = SR._replace(wbc=Decimal(80))
HR_ETV = HR._replace(etv6_runx1=True)
HR_DT = HR._replace(double_trisomy_4_10=True, modal_number=54, dna_index=Decimal("1.18"))
HR_BOTH = HR_DT._replace(etv6_runx1=True)
TEN = SR._replace(age_months=TEN_YEARS)

# Values at and just below each printed number.
D8_UNDER = Decimal("0.009999")
D8_AT = Decimal("0.01")
UNDER_0_01 = Decimal("0.000099")
AT_0_01 = Decimal("0.0001")
UNDER_0_1 = Decimal("0.000999")
AT_0_1 = Decimal("0.001")
UNDER_1 = Decimal("0.009999")
AT_1 = Decimal("0.01")
HUGE = Decimal("0.5")
UNDER_TEN = Decimal("119.99")

# The expected groups were written from the printed tables, not from the functions above.
TABLE_ROWS: tuple[tuple[str, Case, str], ...] = (
    # Population
    ("outside: T-ALL", SR._replace(lineage="T"), "outside"),
    ("outside: mixed lineage", SR._replace(lineage="mixed"), "outside"),
    ("outside: just under 1 year", SR._replace(age_months=Decimal("11.99")), "outside"),
    ("outside: exactly 31 years", SR._replace(age_months=Decimal(372)), "outside"),
    ("outside: BCR::ABL1, NCI standard", SR._replace(bcr_abl1=True), "outside"),
    ("outside: BCR::ABL1, CNS3 (footnote b)", SR_CNS3._replace(bcr_abl1=True), "outside"),
    ("outside: BCR::ABL1, NCI high", HR._replace(bcr_abl1=True), "outside"),
    # Table 6: SR | CNS 1, 2 | steroid none | favorable | D8 < 1 % | D29 < 0.01 %
    ("PDQ Table 6 row 1, ETV6::RUNX1", SR_ETV, "sr_favorable"),
    ("PDQ Table 6 row 1, double trisomy", SR_DT, "sr_favorable"),
    ("PDQ Table 6 row 1, both favourable", SR_BOTH, "sr_favorable"),
    ("PDQ Table 6 row 1, CNS2", SR_ETV._replace(cns=2), "sr_favorable"),
    (
        "PDQ Table 6 row 1, D8 just below 1 %",
        SR_ETV._replace(mrd_day8_blood=D8_UNDER),
        "sr_favorable",
    ),
    (
        "PDQ Table 6 row 1, D29 just below 0.01 %",
        SR_ETV._replace(mrd_eoi_marrow=UNDER_0_01),
        "sr_favorable",
    ),
    (
        "PDQ Table 6 row 1, age exactly 1 year",
        SR_ETV._replace(age_months=Decimal(12)),
        "sr_favorable",
    ),
    (
        "PDQ Table 6 row 1, age just under 10 years",
        SR_ETV._replace(age_months=UNDER_TEN),
        "sr_favorable",
    ),
    (
        "PDQ Table 6 row 1, WBC just below 50",
        SR_ETV._replace(wbc=Decimal("49.999")),
        "sr_favorable",
    ),
    (
        "PDQ Table 6 row 1, EOC plays no role",
        SR_ETV._replace(mrd_eoc_marrow=HUGE),
        "sr_favorable",
    ),
    (
        "PDQ Table 6 row 1, modal number exactly 44 and DNA index exactly 0.81",
        SR_ETV._replace(modal_number=44, dna_index=Decimal("0.81")),
        "sr_favorable",
    ),
    # Table 7 row 1: SR | 1, 2 | yes to either | neutral no | D8 >= 1 % | D29 < 0.01 %
    (
        "PDQ Table 7 row 1, ETV6::RUNX1, D8 exactly 1 %",
        SR_ETV._replace(mrd_day8_blood=D8_AT),
        "sr_average",
    ),
    (
        "PDQ Table 7 row 1, double trisomy, D8 exactly 1 %",
        SR_DT._replace(mrd_day8_blood=D8_AT),
        "sr_average",
    ),
    (
        "PDQ Table 7 row 1, both favourable, D8 exactly 1 %",
        SR_BOTH._replace(mrd_day8_blood=D8_AT),
        "sr_average",
    ),
    (
        "PDQ Table 7 row 1, CNS2, D8 50 %",
        SR_ETV._replace(cns=2, mrd_day8_blood=HUGE),
        "sr_average",
    ),
    (
        "PDQ Table 7 row 1, D29 just below 0.01 %",
        SR_ETV._replace(mrd_day8_blood=D8_AT, mrd_eoi_marrow=UNDER_0_01),
        "sr_average",
    ),
    (
        "PDQ Table 7 row 1, no steroid column: exactly 24 h",
        SR_STEROID_24H._replace(etv6_runx1=True, mrd_day8_blood=D8_AT),
        "sr_average",
    ),
    # Table 7 row 2: SR | 1, 2 | ETV no | DT yes | neutral no | D8 any | D29 >= 0.01 to < 0.1 %
    (
        "PDQ Table 7 row 2, D29 exactly 0.01 %",
        SR_DT._replace(mrd_eoi_marrow=AT_0_01),
        "sr_average",
    ),
    (
        "PDQ Table 7 row 2, D29 just below 0.1 %",
        SR_DT._replace(mrd_eoi_marrow=UNDER_0_1),
        "sr_average",
    ),
    (
        "PDQ Table 7 row 2, CNS2, any D8",
        SR_DT._replace(cns=2, mrd_day8_blood=HUGE, mrd_eoi_marrow=AT_0_01),
        "sr_average",
    ),
    (
        "PDQ Table 7 row 2, no steroid column: exactly 24 h",
        SR_DT._replace(
            steroid_any_within_month=True,
            steroid_hours_within_two_weeks=Decimal(24),
            mrd_eoi_marrow=AT_0_01,
        ),
        "sr_average",
    ),
    (
        "PDQ Table 7 row 1 not 2, double trisomy, D29 just below 0.01 %",
        SR_DT._replace(mrd_day8_blood=D8_AT, mrd_eoi_marrow=UNDER_0_01),
        "sr_average",
    ),
    # Table 7 row 3: SR | 1 | no | no | neutral yes | D8 any | D29 < 0.01 %
    ("PDQ Table 7 row 3", SR, "sr_average"),
    ("PDQ Table 7 row 3, any D8", SR._replace(mrd_day8_blood=HUGE), "sr_average"),
    (
        "PDQ Table 7 row 3, D29 just below 0.01 %",
        SR._replace(mrd_eoi_marrow=UNDER_0_01),
        "sr_average",
    ),
    ("PDQ Table 7 row 3, exactly 24 h of steroid", SR_STEROID_24H, "sr_average"),
    ("PDQ Table 7 row 3, age exactly 1 year", SR._replace(age_months=Decimal(12)), "sr_average"),
    (
        "PDQ Table 7 row 3, age just under 10 years",
        SR._replace(age_months=UNDER_TEN),
        "sr_average",
    ),
    ("PDQ Table 7 row 3, WBC just below 50", SR._replace(wbc=Decimal("49.999")), "sr_average"),
    ("PDQ Table 7 row 3, modal number exactly 44", SR._replace(modal_number=44), "sr_average"),
    (
        "PDQ Table 7 row 3, DNA index exactly 0.81",
        SR._replace(dna_index=Decimal("0.81")),
        "sr_average",
    ),
    # Table 8 row 1: SR | 1, 2 | ETV yes | DT no | neutral no | unfav no | any | D29 >= 0.01 %
    (
        "PDQ Table 8 row 1, D29 exactly 0.01 %",
        SR_ETV._replace(mrd_eoi_marrow=AT_0_01),
        "sr_high",
    ),
    (
        "PDQ Table 8 row 1, D29 just below 0.1 % (ETV6::RUNX1 has no middle band)",
        SR_ETV._replace(mrd_eoi_marrow=UNDER_0_1),
        "sr_high",
    ),
    (
        "PDQ Table 8 row 1, CNS2, any D8, any EOC",
        SR_ETV._replace(cns=2, mrd_day8_blood=HUGE, mrd_eoi_marrow=HUGE, mrd_eoc_marrow=HUGE),
        "sr_high",
    ),
    # Table 8 row 2: SR | 1, 2 | ETV no | DT yes | neutral no | unfav no | any | D29 >= 0.1 %
    (
        "PDQ Table 8 row 2, D29 exactly 0.1 %",
        SR_DT._replace(mrd_eoi_marrow=AT_0_1),
        "sr_high",
    ),
    (
        "PDQ Table 8 row 2, CNS2, any D8",
        SR_DT._replace(cns=2, mrd_day8_blood=HUGE, mrd_eoi_marrow=HUGE),
        "sr_high",
    ),
    # Table 8 row 3: SR | 1 | no | no | neutral yes | unfav no | any | D29 >= 0.01 %
    ("PDQ Table 8 row 3, D29 exactly 0.01 %", SR._replace(mrd_eoi_marrow=AT_0_01), "sr_high"),
    (
        "PDQ Table 8 row 3, any D8",
        SR._replace(mrd_day8_blood=HUGE, mrd_eoi_marrow=HUGE),
        "sr_high",
    ),
    (
        "PDQ Table 8 row 3, exactly 24 h of steroid, EOC plays no role",
        SR_STEROID_24H._replace(mrd_eoi_marrow=AT_0_01, mrd_eoc_marrow=HUGE),
        "sr_high",
    ),
    # Table 8 row 4: SR | 2 | no | no | neutral yes | unfav no | any | any
    ("PDQ Table 8 row 4, D29 zero", SR._replace(cns=2), "sr_high"),
    (
        "PDQ Table 8 row 4, D29 just below 0.01 %",
        SR._replace(cns=2, mrd_eoi_marrow=UNDER_0_01),
        "sr_high",
    ),
    (
        "PDQ Table 8 row 4, D8 and D29 50 %",
        SR._replace(cns=2, mrd_day8_blood=HUGE, mrd_eoi_marrow=HUGE),
        "sr_high",
    ),
    # Table 8 row 5: SR | 1, 2 | no | no | no | unfav yes | any | any
    ("PDQ Table 8 row 5, KMT2A", SR_KMT2A, "sr_high"),
    ("PDQ Table 8 row 5, TCF3::HLF", SR._replace(tcf3_hlf=True), "sr_high"),
    ("PDQ Table 8 row 5, iAMP21", SR._replace(iamp21=True), "sr_high"),
    ("PDQ Table 8 row 5, modal number 43", SR._replace(modal_number=43), "sr_high"),
    (
        "PDQ Table 8 row 5, DNA index just below 0.81",
        SR._replace(dna_index=Decimal("0.809")),
        "sr_high",
    ),
    (
        "PDQ Table 8 row 5, near-haploid clone doubled: modal number 52, DNA index 0.60",
        SR._replace(modal_number=52, dna_index=Decimal("0.60")),
        "sr_high",
    ),
    ("PDQ Table 8 row 5, CNS2", SR_KMT2A._replace(cns=2), "sr_high"),
    (
        "PDQ Table 8 row 5, any D8, any D29",
        SR_KMT2A._replace(mrd_day8_blood=HUGE, mrd_eoi_marrow=HUGE),
        "sr_high",
    ),
    # Table 9: HR | < 10 | CNS 1 | testis none | <= 24 h | favorable | EOI < 0.01 %
    ("PDQ Table 9 row 1, ETV6::RUNX1", HR_ETV, "hr_favorable"),
    ("PDQ Table 9 row 1, double trisomy", HR_DT, "hr_favorable"),
    ("PDQ Table 9 row 1, both favourable", HR_BOTH, "hr_favorable"),
    ("PDQ Table 9 row 1, WBC exactly 50", HR_ETV._replace(wbc=Decimal(50)), "hr_favorable"),
    (
        "PDQ Table 9 row 1, age exactly 1 year",
        HR_ETV._replace(age_months=Decimal(12)),
        "hr_favorable",
    ),
    (
        "PDQ Table 9 row 1, age just under 10 years",
        HR_ETV._replace(age_months=UNDER_TEN),
        "hr_favorable",
    ),
    (
        "PDQ Table 9 row 1, exactly 24 h of steroid",
        HR_ETV._replace(steroid_any_within_month=True, steroid_hours_within_two_weeks=Decimal(24)),
        "hr_favorable",
    ),
    (
        "PDQ Table 9 row 1, EOI just below 0.01 %",
        HR_ETV._replace(mrd_eoi_marrow=UNDER_0_01),
        "hr_favorable",
    ),
    ("PDQ Table 9 row 1, any D8", HR_ETV._replace(mrd_day8_blood=HUGE), "hr_favorable"),
    # Table 10 row 1: SR | < 10 | yes (CNS3 and/or testis) | any | any | any | EOC < 1 %
    ("PDQ Table 10 row 1, CNS3", SR_CNS3, "high"),
    ("PDQ Table 10 row 1, testis, CNS1", SR._replace(testicular=True), "high"),
    ("PDQ Table 10 row 1, testis, CNS2", SR._replace(testicular=True, cns=2), "high"),
    ("PDQ Table 10 row 1, CNS3 and testis", SR_CNS3._replace(testicular=True), "high"),
    ("PDQ Table 10 row 1, any steroid", SR_STEROID._replace(cns=3), "high"),
    ("PDQ Table 10 row 1, favourable", SR_ETV._replace(cns=3), "high"),
    ("PDQ Table 10 row 1, unfavourable", SR_KMT2A._replace(cns=3), "high"),
    ("PDQ Table 10 row 1, both", SR_ETV._replace(cns=3, kmt2a_r=True), "high"),
    (
        "PDQ Table 10 row 1, EOI just below 0.01 %, EOC not assessed (footnote c)",
        SR_CNS3._replace(mrd_eoi_marrow=UNDER_0_01, mrd_eoc_marrow=HUGE),
        "high",
    ),
    (
        "PDQ Table 10 row 1, EOI exactly 0.01 %, EOC just below 1 %",
        SR_CNS3._replace(mrd_eoi_marrow=AT_0_01, mrd_eoc_marrow=UNDER_1),
        "high",
    ),
    (
        "PDQ Table 10 row 1, EOC exactly 0.01 % is still high for NCI standard",
        SR_CNS3._replace(mrd_eoi_marrow=AT_0_01, mrd_eoc_marrow=AT_0_01),
        "high",
    ),
    ("PDQ Table 10 row 1, age exactly 1 year", SR_CNS3._replace(age_months=Decimal(12)), "high"),
    ("PDQ Table 10 row 1, age just under 10", SR_CNS3._replace(age_months=UNDER_TEN), "high"),
    ("PDQ Table 10 row 1, WBC just below 50", SR_CNS3._replace(wbc=Decimal("49.999")), "high"),
    # Table 10 row 2: SR | < 10 | no | > 24 h | any | any | EOC < 1 %
    ("PDQ Table 10 row 2, 48 h", SR_STEROID, "high"),
    ("PDQ Table 10 row 2, just over 24 h", SR_STEROID_OVER, "high"),
    ("PDQ Table 10 row 2, CNS2", SR_STEROID._replace(cns=2), "high"),
    ("PDQ Table 10 row 2, favourable", SR_STEROID._replace(etv6_runx1=True), "high"),
    ("PDQ Table 10 row 2, unfavourable", SR_STEROID._replace(iamp21=True), "high"),
    ("PDQ Table 10 row 2, both", SR_STEROID._replace(etv6_runx1=True, iamp21=True), "high"),
    (
        "PDQ Table 10 row 2, EOI just below 0.01 %, EOC not assessed (footnote c)",
        SR_STEROID._replace(mrd_eoi_marrow=UNDER_0_01, mrd_eoc_marrow=HUGE),
        "high",
    ),
    (
        "PDQ Table 10 row 2, EOI exactly 0.01 %, EOC just below 1 %",
        SR_STEROID._replace(mrd_eoi_marrow=AT_0_01, mrd_eoc_marrow=UNDER_1),
        "high",
    ),
    # Table 10 row 3: HR | >= 10 | any | any | any | EOI < 0.01 % | N/A
    ("PDQ Table 10 row 3, age exactly 10 years", TEN, "high"),
    (
        "PDQ Table 10 row 3, age just under 31 years",
        TEN._replace(age_months=Decimal("371.99")),
        "high",
    ),
    ("PDQ Table 10 row 3, favourable", TEN._replace(etv6_runx1=True), "high"),
    ("PDQ Table 10 row 3, both", TEN._replace(etv6_runx1=True, kmt2a_r=True), "high"),
    ("PDQ Table 10 row 3, CNS3", TEN._replace(cns=3), "high"),
    ("PDQ Table 10 row 3, testis", TEN._replace(testicular=True), "high"),
    (
        "PDQ Table 10 row 3, 48 h of steroid",
        TEN._replace(steroid_any_within_month=True, steroid_hours_within_two_weeks=Decimal(48)),
        "high",
    ),
    ("PDQ Table 10 row 3, WBC 80", TEN._replace(wbc=Decimal(80)), "high"),
    (
        "PDQ Table 10 row 3, EOI just below 0.01 %, EOC not applicable",
        TEN._replace(mrd_eoi_marrow=UNDER_0_01, mrd_eoc_marrow=HUGE),
        "high",
    ),
    # Table 10 row 4: HR | < 10 | yes (CNS2, CNS3 and/or testis) | any | any | EOI < 0.01 % | N/A
    ("PDQ Table 10 row 4, CNS2", HR._replace(cns=2), "high"),
    ("PDQ Table 10 row 4, CNS3", HR._replace(cns=3), "high"),
    ("PDQ Table 10 row 4, testis", HR._replace(testicular=True), "high"),
    ("PDQ Table 10 row 4, CNS2, favourable", HR_ETV._replace(cns=2), "high"),
    ("PDQ Table 10 row 4, CNS2, both", HR_ETV._replace(cns=2, kmt2a_r=True), "high"),
    ("PDQ Table 10 row 4, testis, favourable", HR_DT._replace(testicular=True), "high"),
    (
        "PDQ Table 10 row 4, CNS2, 48 h of steroid",
        HR._replace(
            cns=2, steroid_any_within_month=True, steroid_hours_within_two_weeks=Decimal(48)
        ),
        "high",
    ),
    ("PDQ Table 10 row 4, WBC exactly 50", HR._replace(cns=2, wbc=Decimal(50)), "high"),
    (
        "PDQ Table 10 row 4, age just under 10 years",
        HR._replace(cns=2, age_months=UNDER_TEN),
        "high",
    ),
    (
        "PDQ Table 10 row 4, EOI just below 0.01 %, EOC not applicable",
        HR._replace(cns=2, mrd_eoi_marrow=UNDER_0_01, mrd_eoc_marrow=HUGE),
        "high",
    ),
    # Table 10 row 5: HR | < 10 | no | > 24 h | any | EOI < 0.01 % | N/A
    (
        "PDQ Table 10 row 5, just over 24 h, favourable",
        HR_ETV._replace(
            steroid_any_within_month=True, steroid_hours_within_two_weeks=Decimal("24.01")
        ),
        "high",
    ),
    (
        "PDQ Table 10 row 5, neutral, EOI just below 0.01 %, EOC not applicable",
        HR._replace(
            steroid_any_within_month=True,
            steroid_hours_within_two_weeks=Decimal(48),
            mrd_eoi_marrow=UNDER_0_01,
            mrd_eoc_marrow=HUGE,
        ),
        "high",
    ),
    (
        "PDQ Table 10 row 5, both",
        HR_ETV._replace(
            kmt2a_r=True,
            steroid_any_within_month=True,
            steroid_hours_within_two_weeks=Decimal(48),
        ),
        "high",
    ),
    # Table 10 row 6: HR | < 10 | no | <= 24 h | neutral or unfavorable | EOI < 0.01 % | N/A
    ("PDQ Table 10 row 6, neutral", HR, "high"),
    ("PDQ Table 10 row 6, WBC exactly 50", HR._replace(wbc=Decimal(50)), "high"),
    ("PDQ Table 10 row 6, age exactly 1 year", HR._replace(age_months=Decimal(12)), "high"),
    ("PDQ Table 10 row 6, age just under 10 years", HR._replace(age_months=UNDER_TEN), "high"),
    (
        "PDQ Table 10 row 6, exactly 24 h",
        HR._replace(steroid_any_within_month=True, steroid_hours_within_two_weeks=Decimal(24)),
        "high",
    ),
    ("PDQ Table 10 row 6, KMT2A", HR._replace(kmt2a_r=True), "high"),
    ("PDQ Table 10 row 6, TCF3::HLF", HR._replace(tcf3_hlf=True), "high"),
    ("PDQ Table 10 row 6, iAMP21", HR._replace(iamp21=True), "high"),
    ("PDQ Table 10 row 6, modal number 43", HR._replace(modal_number=43), "high"),
    ("PDQ Table 10 row 6, DNA index 0.80", HR._replace(dna_index=Decimal("0.80")), "high"),
    (
        "PDQ Table 10 row 6, EOI just below 0.01 %, EOC not applicable",
        HR._replace(mrd_eoi_marrow=UNDER_0_01, mrd_eoc_marrow=HUGE),
        "high",
    ),
    # Table 10 row 7: HR | any | any | any | any | EOI >= 0.01 % | EOC < 0.01 %
    (
        "PDQ Table 10 row 7, EOI exactly 0.01 %, EOC just below 0.01 %",
        HR._replace(mrd_eoi_marrow=AT_0_01, mrd_eoc_marrow=UNDER_0_01),
        "high",
    ),
    ("PDQ Table 10 row 7, EOI 50 %, EOC zero", HR._replace(mrd_eoi_marrow=HUGE), "high"),
    ("PDQ Table 10 row 7, favourable", HR_ETV._replace(mrd_eoi_marrow=AT_0_01), "high"),
    ("PDQ Table 10 row 7, both favourable", HR_BOTH._replace(mrd_eoi_marrow=AT_0_01), "high"),
    (
        "PDQ Table 10 row 7, both",
        HR_ETV._replace(kmt2a_r=True, mrd_eoi_marrow=AT_0_01),
        "high",
    ),
    ("PDQ Table 10 row 7, age 10 years", TEN._replace(mrd_eoi_marrow=AT_0_01), "high"),
    (
        "PDQ Table 10 row 7, CNS3, testis, 48 h of steroid",
        HR._replace(
            cns=3,
            testicular=True,
            steroid_any_within_month=True,
            steroid_hours_within_two_weeks=Decimal(48),
            mrd_eoi_marrow=AT_0_01,
            mrd_eoc_marrow=UNDER_0_01,
        ),
        "high",
    ),
    (
        "PDQ Table 10 row 7, under 10 years, CNS1, 48 h of steroid, EOI exactly 0.01 %",
        HR._replace(
            steroid_any_within_month=True,
            steroid_hours_within_two_weeks=Decimal(48),
            mrd_eoi_marrow=AT_0_01,
        ),
        "high",
    ),
    # Sentence: NCI high-risk patients with EOC marrow MRD >= 0.01 % (and so EOI >= 0.01 %)
    (
        "PDQ very-high sentence, EOI and EOC exactly 0.01 %",
        HR._replace(mrd_eoi_marrow=AT_0_01, mrd_eoc_marrow=AT_0_01),
        "very_high",
    ),
    (
        "PDQ very-high sentence, EOC 50 %",
        HR._replace(mrd_eoi_marrow=HUGE, mrd_eoc_marrow=HUGE),
        "very_high",
    ),
    (
        "PDQ very-high sentence, age 10 years",
        TEN._replace(mrd_eoi_marrow=AT_0_01, mrd_eoc_marrow=AT_0_01),
        "very_high",
    ),
    (
        "PDQ very-high sentence, favourable",
        HR_ETV._replace(mrd_eoi_marrow=AT_0_01, mrd_eoc_marrow=AT_0_01),
        "very_high",
    ),
    (
        "PDQ very-high sentence, both",
        HR_ETV._replace(kmt2a_r=True, mrd_eoi_marrow=AT_0_01, mrd_eoc_marrow=AT_0_01),
        "very_high",
    ),
)

# Five families of cells stand in no printed row; the enumeration below finds no sixth.
UNPRINTED: tuple[tuple[str, Case], ...] = (
    # Family 1: SR, favourable, some steroid short of elevation, D8 < 1 %, D29 < 0.01 %
    (
        "family 1: Table 6 but for steroid 2 to 4 weeks ago, ETV6::RUNX1",
        SR_ETV._replace(steroid_any_within_month=True),
    ),
    (
        "family 1: Table 6 but for exactly 24 h of steroid, ETV6::RUNX1",
        SR_STEROID_24H._replace(etv6_runx1=True),
    ),
    (
        "family 1: Table 6 but for steroid 2 to 4 weeks ago, double trisomy, CNS2, at the edges",
        SR_DT._replace(
            cns=2,
            steroid_any_within_month=True,
            mrd_day8_blood=D8_UNDER,
            mrd_eoi_marrow=UNDER_0_01,
        ),
    ),
    (
        "family 1: Table 6 but for 1 h of steroid, both favourable",
        SR_BOTH._replace(steroid_any_within_month=True, steroid_hours_within_two_weeks=Decimal(1)),
    ),
    # Family 2: SR, ETV6::RUNX1 and double trisomy together, D29 >= 0.01 %
    (
        "family 2: ETV6::RUNX1 and double trisomy, D29 exactly 0.01 %",
        SR_BOTH._replace(mrd_eoi_marrow=AT_0_01),
    ),
    (
        "family 2: ETV6::RUNX1 and double trisomy, D29 exactly 0.1 %",
        SR_BOTH._replace(mrd_eoi_marrow=AT_0_1),
    ),
    (
        "family 2: ETV6::RUNX1 and double trisomy, CNS2, D8 and D29 50 %",
        SR_BOTH._replace(cns=2, mrd_day8_blood=HUGE, mrd_eoi_marrow=HUGE),
    ),
    # Family 3: SR not elevated, favourable and unfavourable together, any MRD
    ("family 3: ETV6::RUNX1 and KMT2A, MRD zero", SR_ETV._replace(kmt2a_r=True)),
    ("family 3: ETV6::RUNX1 and modal number 43", SR_ETV._replace(modal_number=43)),
    (
        "family 3: double trisomy and iAMP21, D8 1 %",
        SR_DT._replace(iamp21=True, mrd_day8_blood=AT_1),
    ),
    (
        "family 3: double trisomy and DNA index 0.80, D29 exactly 0.01 %",
        SR_DT._replace(dna_index=Decimal("0.80"), mrd_eoi_marrow=AT_0_01),
    ),
    (
        "family 3: both favourable and TCF3::HLF, CNS2, D29 50 %",
        SR_BOTH._replace(tcf3_hlf=True, cns=2, mrd_eoi_marrow=HUGE),
    ),
    # Family 4: elevated SR, EOI >= 0.01 %, EOC >= 1 %
    (
        "family 4: CNS3, EOI exactly 0.01 %, EOC exactly 1 %",
        SR_CNS3._replace(mrd_eoi_marrow=AT_0_01, mrd_eoc_marrow=AT_1),
    ),
    (
        "family 4: testis, EOI and EOC 50 %",
        SR._replace(testicular=True, mrd_eoi_marrow=HUGE, mrd_eoc_marrow=HUGE),
    ),
    (
        "family 4: just over 24 h of steroid, EOI exactly 0.01 %, EOC exactly 1 %",
        SR_STEROID_OVER._replace(mrd_eoi_marrow=AT_0_01, mrd_eoc_marrow=AT_1),
    ),
    (
        "family 4: CNS3 and KMT2A, EOC exactly 1 %",
        SR_KMT2A._replace(cns=3, mrd_eoi_marrow=AT_0_01, mrd_eoc_marrow=AT_1),
    ),
    # Family 5: HR < 10 y, CNS1, no testis, <= 24 h, favourable and unfavourable, EOI < 0.01 %
    ("family 5: ETV6::RUNX1 and KMT2A", HR_ETV._replace(kmt2a_r=True)),
    (
        "family 5: double trisomy and iAMP21, exactly 24 h of steroid, EOI just below 0.01 %",
        HR_DT._replace(
            iamp21=True,
            steroid_any_within_month=True,
            steroid_hours_within_two_weeks=Decimal(24),
            mrd_eoi_marrow=UNDER_0_01,
        ),
    ),
    (
        "family 5: both favourable and modal number 43, WBC exactly 50, just under 10 years",
        HR_BOTH._replace(modal_number=43, wbc=Decimal(50), age_months=UNDER_TEN),
    ),
)


# The counts of the table at the top.
GRID_COUNTS = {
    "outside": 110592,
    "sr_favorable": 18,
    "sr_average": 108,
    "sr_high": 306,
    "hr_favorable": 54,
    "high": 7668,
    "very_high": 4608,
    "None": 1062,
}

# --------------------------------------------------------------------------------------------
# Self-check
# --------------------------------------------------------------------------------------------


def grid() -> Iterator[Case]:
    """One case per cell, each band represented by its edge; contradictory steroid left out."""
    for lineage, age, wbc, cns, testicular, etv, dt in itertools.product(
        ("B", "T", "mixed"),
        ("11.99", "12", "120", "372"),
        ("49.99", "50"),
        (1, 2, 3),
        (False, True),
        (False, True),
        (False, True),
    ):
        presentation = SR._replace(
            lineage=lineage,
            age_months=Decimal(age),
            wbc=Decimal(wbc),
            cns=cns,
            testicular=testicular,
            etv6_runx1=etv,
            double_trisomy_4_10=dt,
        )
        for (steroid, hours), (kmt2a, bcr), d8, eoi, eoc in itertools.product(
            ((False, "0"), (True, "0"), (True, "24"), (True, "24.5")),
            ((False, False), (True, False), (False, True)),
            ("0", "0.01"),
            ("0", "0.0001", "0.001"),
            ("0", "0.0001", "0.01"),
        ):
            yield presentation._replace(
                steroid_any_within_month=steroid,
                steroid_hours_within_two_weeks=Decimal(hours),
                kmt2a_r=kmt2a,
                bcr_abl1=bcr,
                mrd_day8_blood=Decimal(d8),
                mrd_eoi_marrow=Decimal(eoi),
                mrd_eoc_marrow=Decimal(eoc),
            )


def unprinted_families(case: Case) -> list[int]:
    """The families of UNPRINTED a case inside the population belongs to, said directly."""
    fav = case.etv6_runx1 or case.double_trisomy_4_10
    unfav = "unfavorable" in cog_cytogenetics(case)
    standard = case.age_months < 120 and case.wbc < 50
    extramedullary = case.cns == 3 or case.testicular
    long_steroid = case.steroid_hours_within_two_weeks > 24
    lifted = standard and (extramedullary or long_steroid)
    plain = standard and not lifted
    eoi_negative = case.mrd_eoi_marrow < Decimal("0.0001")
    families = []
    if (
        plain
        and fav
        and not unfav
        and steroid_within_month(case)
        and case.mrd_day8_blood < Decimal("0.01")
        and eoi_negative
    ):
        families.append(1)
    if plain and case.etv6_runx1 and case.double_trisomy_4_10 and not unfav and not eoi_negative:
        families.append(2)
    if plain and fav and unfav:
        families.append(3)
    if lifted and not eoi_negative and case.mrd_eoc_marrow >= Decimal("0.01"):
        families.append(4)
    if (
        case.age_months < 120
        and case.wbc >= 50
        and case.cns == 1
        and not case.testicular
        and not long_steroid
        and fav
        and unfav
        and eoi_negative
    ):
        families.append(5)
    return families


def check_examples() -> None:
    """The lists above agree with the functions, and every printed row has a case."""
    names = [name for name, _, _ in TABLE_ROWS] + [name for name, _ in UNPRINTED]
    assert len(names) == len(set(names)), "ids are unique"
    seen: set[str] = set()
    for name, case, expected in TABLE_ROWS:
        assert cog_aall1731_1732(case) == expected, name
        if expected != "outside":
            rows = [row for _, row in cog_rows(case)]
            assert len(rows) == 1, name
            printed = rows[0].replace("Table 10, very", "very")
            assert name.startswith(printed), (name, rows)
            seen.update(rows)
    assert len(seen) == 1 + 3 + 5 + 1 + 7 + 1, sorted(seen)
    for name, case in UNPRINTED:
        assert cog_aall1731_1732(case) is None, name
        assert [f"family {family}" for family in unprinted_families(case)] == [name[:8]], name


def check_grid() -> tuple[Counter[str], Counter[str]]:
    """Rows never overlap, the empty cells are the five families; counts by group and row."""
    groups: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    for case in grid():
        group = cog_aall1731_1732(case)
        groups[str(group)] += 1
        if group == "outside":
            continue
        held = cog_rows(case)
        assert len(held) <= 1, (case, held)
        assert len(unprinted_families(case)) == (1 if group is None else 0), case
        for _, row in held:
            rows[row] += 1
        for family in unprinted_families(case):
            rows[f"family {family}"] += 1
        if case.kmt2a_r:
            without = case._replace(kmt2a_r=False)
            for other in (
                without._replace(tcf3_hlf=True),
                without._replace(iamp21=True),
                without._replace(modal_number=43),
                without._replace(dna_index=Decimal("0.80")),
            ):
                assert cog_aall1731_1732(other) == group, other
    assert groups == GRID_COUNTS, groups
    return groups, rows


def check_other_schemes() -> None:
    """Edges of NCI/Rome, the PDQ list, the ELN rows and their union."""
    low, high = PCT_0_01, PCT_0_1
    assert nci_rome(SR._replace(age_months=Decimal("11.99"))) is None
    assert nci_rome(SR._replace(age_months=Decimal(12))) == "standard"
    assert nci_rome(SR._replace(age_months=UNDER_TEN, wbc=Decimal("49.999"))) == "standard"
    assert nci_rome(SR._replace(wbc=Decimal(50))) == "high"
    assert nci_rome(TEN) == "high"
    assert nci_rome(SR._replace(age_months=Decimal("371.99"))) == "high"
    assert nci_rome(SR._replace(age_months=Decimal(372))) is None
    assert nci_rome(HR._replace(lineage="T")) is None
    assert nci_rome(HR._replace(bcr_abl1=True)) == "high"

    assert cog_cytogenetics(SR._replace(modal_number=44, dna_index=Decimal("0.81"))) == set()
    assert cog_cytogenetics(SR_ETV._replace(bcr_abl1=True)) == {"favorable", "unfavorable"}

    t_all = SR._replace(lineage="T")
    assert pdq_very_high_items(t_all, False) == set()
    assert pdq_very_high_items(t_all, True) == {"slow_early_response"}
    late = t_all._replace(days_to_remission=Decimal(29))
    assert pdq_very_high_items(late, False) == {"induction_failure"}
    assert pdq_very_high_items(late._replace(days_to_remission=NEVER), False)
    infant = SR_KMT2A._replace(age_months=Decimal("11.99"))
    assert pdq_very_high_items(infant, False) == {"infant", "kmt2a_r"}
    assert pdq_very_high_items(SR._replace(age_months=Decimal(12)), False) == set()
    assert pdq_very_high_items(SR._replace(modal_number=44), False) == set()
    assert pdq_very_high_items(SR._replace(modal_number=43), False) == {"hypodiploidy"}
    assert pdq_very_high_items(SR._replace(dna_index=Decimal("0.80")), False) == set()
    assert pdq_very_high_items(SR._replace(iamp21=True), False) == set()
    assert pdq_very_high_items(late._replace(age_months=Decimal(372)), True) == set()

    adult = t_all._replace(age_months=Decimal(216), mrd_eoi_marrow=PCT_0_01)
    assert eln2024_key_items(adult, low) == {"mrd_after_induction"}
    assert eln2024_key_items(adult, high) == set()
    assert eln2024_key_items(adult._replace(age_months=Decimal("215.99")), low) == set()
    positive = adult._replace(mrd_eoc_marrow=PCT_0_01)
    assert eln2024_key_items(positive, high) == {"mrd_after_consolidation"}
    assert eln2024_key_items(adult._replace(mrd_eoc_marrow=UNDER_0_01), high) == set()

    assert not high_risk_of_relapse(SR, False, low)
    assert not high_risk_of_relapse(SR_ETV, False, low)
    assert high_risk_of_relapse(HR_ETV, False, low)  # NCI high, though COG hr_favorable
    assert high_risk_of_relapse(SR._replace(cns=2), False, low)
    assert high_risk_of_relapse(SR_ETV._replace(iamp21=True), False, low)  # in no COG row
    assert high_risk_of_relapse(SR._replace(bcr_abl1=True), False, low)
    assert high_risk_of_relapse(late, False, low)
    assert not high_risk_of_relapse(t_all, False, low)
    assert high_risk_of_relapse(adult, False, low)
    assert not high_risk_of_relapse(adult, False, high)
    # Family 4 is in no COG group, so by itself it meets no high-risk rule.
    unprinted = SR_CNS3._replace(mrd_eoi_marrow=AT_0_01, mrd_eoc_marrow=AT_1)
    assert not high_risk_of_relapse(unprinted, False, low)


if __name__ == "__main__":
    check_examples()
    check_other_schemes()
    by_group, by_row = check_grid()
    print(len(TABLE_ROWS), "printed cases,", len(UNPRINTED), "unprinted cases")
    for counts in (by_group, by_row):
        for key, number in sorted(counts.items()):
            print(f"{number:8,}  {key}")
        print(f"{sum(counts.values()):8,}  in all")
