"""Four genes, the white cell count and MRD in T-lineage ALL: GRAALL and FRALLE.

The classifier was made for adults (Trinquand et al., J Clin Oncol 2013;31:4333) and applied to
children, alone and with two other factors (Petit et al., Blood 2018;131:289). Read in the
abstracts. Section 6a and rows P09.7 and P09.8.
"""

from __future__ import annotations

from all_risk.facts import age, detected, mrd, wbc
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import any_of
from all_risk.published.terms import T_LINEAGE
from all_risk.quantities import per_nl, percent, years

__all__ = ["FRALLE_THREE_FACTOR", "SCHEMES", "T_ALL_4GENE"]

_TRINQUAND = Citation(
    source="Trinquand et al., J Clin Oncol 2013;31:4333-4342",
    edition="2013",
    locator="abstract",
    url="https://doi.org/10.1200/JCO.2012.48.5292",
)
_PETIT = Citation(
    source="Petit et al., Blood 2018;131:289-300: FRALLE 2000T",
    edition="2018",
    locator="abstract",
    url="https://doi.org/10.1182/blood-2017-04-778829",
)

NOTCH = detected("NOTCH1 mutation") | detected("FBXW7 mutation")
RAS_PTEN = any_of(*map(detected, ("NRAS mutation", "KRAS mutation", "PTEN alteration")))
LOW_GENETICS = NOTCH & ~RAS_PTEN

T_ALL_4GENE = Scheme(
    id="t-all-4gene",
    title="NOTCH1/FBXW7/RAS/PTEN classifier of T-ALL",
    citation=_TRINQUAND,
    population=Population(
        who=T_LINEAGE,
        words="T-lineage ALL of any age: 212 adults in 2013, 220 children in 2018",
    ),
    groups=("low", "high"),
    year=2013,
    adverse=frozenset({"high"}),
    rows=(
        Row(
            id="low",
            group="low",
            when=LOW_GENETICS,
            citation=_TRINQUAND,
            reading="PTEN altered is mutated or deleted",
            trace="6a P09.7",
        ),
        Row(
            id="high",
            group="high",
            when=~LOW_GENETICS,
            citation=_TRINQUAND,
            trace="6a P09.7",
        ),
    ),
    outcomes={
        "low": "of 189 adults that could be classified 97; in children 5-year cumulative "
        "incidence of relapse 11 %, disease-free survival 89 % (111 of 220)",
        "high": "of 189 adults that could be classified 92, events 3.2 times as frequent; in "
        "children 5-year cumulative incidence of relapse 36 %, disease-free survival 60 % (109 of "
        "220). A DFCI cohort found no significant difference (5-year event-free survival 86 and "
        "79 %, NCI PDQ)",
    },
)

MRD = mrd("end_of_induction")

FRALLE_THREE_FACTOR = Scheme(
    id="fralle-three-factor",
    title="Four genes, white cell count and MRD in T-ALL of children, FRALLE 2000T",
    citation=_PETIT,
    population=Population(
        who=T_LINEAGE & (age >= years(1)) & (age < years(15)),
        words="T-lineage ALL from 1 to 14 years, the ages of the study (its meeting abstract, "
        "Blood 2016;128:1083), read as 14 completed years",
    ),
    groups=("favourable", "adverse"),
    year=2018,
    adverse=frozenset({"adverse"}),
    rows=(
        Row(
            id="favourable",
            group="favourable",
            when=(wbc < per_nl(200)) & LOW_GENETICS & (MRD < percent("0.01")),
            citation=_PETIT,
            reading="MRD on day 35 is MRD at the end of induction",
            trace="P09.8",
        ),
        Row(
            id="adverse",
            group="adverse",
            when=(wbc >= per_nl(200)) & ~LOW_GENETICS & (MRD >= percent("0.01")),
            citation=_PETIT,
            reading="MRD on day 35 is MRD at the end of induction",
            trace="P09.8",
        ),
    ),
    outcomes={
        "favourable": "5-year cumulative incidence of relapse 2 % (58 patients, 30 %)",
        "adverse": "5-year cumulative incidence of relapse 46 %",
    },
    left_out=("what the abstract does not print: patients with one or two of the three factors",),
)

SCHEMES = (T_ALL_4GENE, FRALLE_THREE_FACTOR)
