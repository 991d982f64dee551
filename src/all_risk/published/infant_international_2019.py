"""The risk groups of infants that paediatric guidelines reproduce: Brown, Pieters, Biondi 2019.

Not read in the paper: a third party's digest of the NCCN paediatric guideline reports them.
Rows P06.3 and NC-PED-50 to NC-PED-53.
"""

from __future__ import annotations

from all_risk.facts import age, detected, mrd_detected, wbc
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import any_of
from all_risk.published.terms import INFANT, INFANT_BOUND, NCCN_CAUTION
from all_risk.quantities import months, per_nl

__all__ = ["INFANT_INTERNATIONAL_2019", "SCHEMES"]

_CITATION = Citation(
    source="Brown, Pieters, Biondi, Blood 2019;133:205: how I treat infant leukemia",
    edition="2019",
    url="https://ashpublications.org/blood/article/133/3/205/261427",
    provenance="secondary",
    read_in="the public digest nccn-guidelines-downloader, 28 August 2026, of NCCN Pediatric "
    "ALL version 1.2026, page PEDALL-7",
)

KMT2A_R = detected("KMT2A-r")
HIGH = any_of(
    age < months(3),
    (age < months(6)) & (wbc >= per_nl(300)),
    mrd_detected("end_of_consolidation"),
)

INFANT_INTERNATIONAL_2019 = Scheme(
    id="infant-international-2019",
    title="Risk groups of infants, Brown, Pieters and Biondi",
    citation=_CITATION,
    population=Population(
        who=INFANT, words=f"{INFANT_BOUND}; the bound is this library's, as trials have it"
    ),
    groups=("standard", "intermediate", "high"),
    year=2019,
    adverse=frozenset({"high"}),
    rows=(
        Row(
            id="standard",
            group="standard",
            when=~KMT2A_R,
            citation=_CITATION,
            trace="P06.3 NC-PED-51",
        ),
        Row(
            id="high",
            group="high",
            when=KMT2A_R & HIGH,
            citation=_CITATION,
            reading="no level is printed for positive MRD after intensive consolidation: any that "
            "is found counts, at the end of consolidation",
            trace="P06.3 NC-PED-50",
        ),
        Row(
            id="intermediate",
            group="intermediate",
            when=KMT2A_R & ~HIGH,
            citation=_CITATION,
            trace="P06.3 NC-PED-51",
        ),
    ),
    listed=False,
    caution=NCCN_CAUTION,
)

SCHEMES = (INFANT_INTERNATIONAL_2019,)
