"""Transplant as consolidation in adult ALL: an education table of ASH.

Read as the stored table alone (view-large 12527357); its article was not confirmed, probably a
review in Hematology 2024. Rows G-30 to G-32.
"""

from __future__ import annotations

from all_risk.facts import (
    days_to_remission,
    detected,
    etp_phenotype,
    modal_number,
    mrd_detected,
    unprinted,
)
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import Expr, any_of
from all_risk.published.adult_terms import ADULTS_BOUND, COMPLEX
from all_risk.published.sources import ADULTS
from all_risk.quantities import count, days

__all__ = ["ASH_EDUCATION_TRANSPLANT", "SCHEMES"]

_CITATION = Citation(
    source="ASH education table on transplant as consolidation in adult ALL",
    edition="about 2024; its article was not confirmed",
    url="https://ashpublications.net/view-large/12527357",
)

# Each printed indication: id, rule, what was read into it.
INDICATIONS: tuple[tuple[str, Expr, str], ...] = (
    ("etp", etp_phenotype, ""),
    ("complex-karyotype", COMPLEX, ""),
    (
        "hypodiploidy",
        any_of(
            (modal_number >= count(24)) & (modal_number <= count(39)),
            detected("LOW_HYPODIPLOIDY"),
            detected("NEAR_HAPLOIDY"),
        ),
        "low hypodiploidy of 32 to 39 chromosomes, or near haploidy of 24 to 31",
    ),
    ("ikzf1", detected("IKZF1 alteration"), "which change of IKZF1 is not printed: any"),
    ("ph-like", detected("Ph-like"), ""),
    ("kmt2a-r", detected("KMT2A-r"), ""),
    ("mef2d-r", detected("MEF2D-r"), ""),
    ("myc-r", detected("MYC-r"), ""),
    ("tp53", detected("TP53 alteration"), "which change of TP53 is not printed: any"),
    ("iamp21", detected("iAMP21"), ""),
    ("late-remission", days_to_remission > days(28), "morphologic remission after over 4 weeks"),
    (
        "mrd",
        mrd_detected("end_of_induction", method="flow")
        | mrd_detected("end_of_induction", method="ngs"),
        "MRD that persists after induction, by flow or NGS; no level is printed: any",
    ),
)
INDICATED = any_of(*(rule for _, rule, _ in INDICATIONS))
PROMPT_DEEP_RESPONSE = unprinted("how prompt and how deep a response must be")

ASH_EDUCATION_TRANSPLANT = Scheme(
    id="ash-education-transplant",
    title="Transplant as consolidation in adults, ASH education table",
    citation=_CITATION,
    population=Population(who=ADULTS, words=ADULTS_BOUND),
    groups=("no_added_benefit", "indicated"),
    year=2024,
    question="indication",
    rows=(
        Row(
            id="no-added-benefit",
            group="no_added_benefit",
            when=~INDICATED & PROMPT_DEEP_RESPONSE,
            citation=_CITATION,
            reading="no high-risk feature, and a prompt and deep response, with BCR::ABL1 on a "
            "TKI; no number is printed for the response",
            trace="G-31",
        ),
        *(
            Row(
                id=id_,
                group="indicated",
                when=rule,
                citation=_CITATION,
                reading=reading,
                trace="G-30",
            )
            for id_, rule, reading in INDICATIONS
        ),
    ),
    outcomes={
        "no_added_benefit": "no added benefit of transplant",
        "indicated": "an indication for transplant; early referral, so that a donor can be sought",
    },
    left_out=("consolidation after CAR-T cells, printed as unclear (G-32)",),
)

SCHEMES = (ASH_EDUCATION_TRANSPLANT,)
