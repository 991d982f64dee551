"""Remission at the end of induction in children, Ponte di Legno consensus.

Buchmann et al., Blood 2022;139:1785, read in the abstract and in a summary of the paper. Rows
F-06 and GX-10 as corrected. MRD goes before morphology. Morphology decides only where MRD is
not available, and MRD that is not on record is not known to be that: it stays open here. The
days to remission of a patient's record apply the rule to what is recorded.
"""

from __future__ import annotations

from all_risk.facts import extramedullary_end_of_induction, mrd
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.published.sources import CHILDREN, CHILDREN_BOUND
from all_risk.quantities import percent

__all__ = ["PONTE_DI_LEGNO_REMISSION", "SCHEMES"]

_CITATION = Citation(
    source="Buchmann et al., Blood 2022;139:1785-1793: Ponte di Legno consensus",
    edition="2022",
    url="https://pubmed.ncbi.nlm.nih.gov/34192312/",
    provenance="secondary",
    read_in="a summary by Hematology Advisor, beside the abstract",
)

REMISSION = (mrd("end_of_induction") < percent(1)) & ~extramedullary_end_of_induction

PONTE_DI_LEGNO_REMISSION = Scheme(
    id="ponte-di-legno-remission",
    title="Remission at the end of induction, Ponte di Legno",
    citation=_CITATION,
    population=Population(who=CHILDREN, words=f"childhood ALL, {CHILDREN_BOUND}"),
    groups=("remission", "no_remission"),
    year=2022,
    question="response",
    adverse=frozenset({"no_remission"}),
    rows=(
        Row(
            id="remission",
            group="remission",
            when=REMISSION,
            citation=_CITATION,
            reading="CNS1 and a mass reduced to a third at least are disease outside the marrow "
            "recorded as resolved",
            trace="F-06 GX-10 NC-D16",
        ),
        Row(
            id="no-remission",
            group="no_remission",
            when=~REMISSION,
            citation=_CITATION,
            trace="F-06 GX-10",
        ),
    ),
    left_out=(
        "marrow blasts below 5 % where MRD is not available: MRD that is not on record stays open",
    ),
)

SCHEMES = (PONTE_DI_LEGNO_REMISSION,)
