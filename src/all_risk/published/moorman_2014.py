"""The UKALL genetic classification of 2014, and its copy-number profile by itself.

Read in the abstract. Eight loci are looked at for deletion; CDKN2A and CDKN2B are one of them.
The classification asks for the profile only where the karyotype has not settled the group. That
the profile by itself makes two tiers was read in public code, which gives good for the profiles
of the abstract and poor for all others. Rows PX-03 and section 5.2 as corrected.
"""

from __future__ import annotations

from all_risk.facts import age, detected, unprinted
from all_risk.guideline import Citation, Population, Row, Scheme
from all_risk.logic import Expr, all_of, any_of
from all_risk.published.sources import CHILDREN, CHILDREN_BOUND
from all_risk.published.terms import B_LINEAGE, CDKN2A_B_DELETION, INFANTS_APART
from all_risk.quantities import years

__all__ = ["MOORMAN_2014", "SCHEMES", "UKALL_CNA_2014"]

_CITATION = Citation(
    source="Moorman et al., Blood 2014;124:1434-1444: integrated cytogenetic and genomic "
    "classification of childhood ALL",
    edition="2014",
    locator="abstract",
    url="https://ashpublications.org/blood/article/124/9/1434/73057",
)
# The abstract prints the good profiles within its classification, not as tiers of their own.
_BY_ITSELF = Citation(
    source=_CITATION.source,
    edition="2014",
    locator="copy-number profile",
    url=_CITATION.url,
    provenance="secondary",
    read_in="the abstract, for the good profiles, and public code of 20 September 2024, for two "
    "tiers of the profile by itself",
)
_HIGH_RISK_CYTOGENETICS = Citation(
    source="Moorman et al., Lancet Oncol 2010;11:429-438: cytogenetics in ALL97/99",
    edition="2010",
    locator="abstract",
)

ETV6, PAX5, BTG1 = (detected(f"{gene} deletion") for gene in ("ETV6", "PAX5", "BTG1"))
CDKN2A_B = CDKN2A_B_DELETION
# No good profile has one of these four.
OTHER_LOCUS = any_of(*(detected(f"{locus} deletion") for locus in ("IKZF1", "PAR1", "EBF1", "RB1")))


def _only(*deleted: Expr) -> Expr:
    """Of the eight loci, these are deleted and the rest are intact."""
    four = (ETV6, PAX5, BTG1, CDKN2A_B)
    return all_of(~OTHER_LOCUS, *(locus if locus in deleted else ~locus for locus in four))


NORMAL = _only()
ISOLATED = any_of(_only(ETV6), _only(PAX5), _only(BTG1))
ETV6_AND_ONE = any_of(_only(ETV6, BTG1), _only(ETV6, PAX5), _only(ETV6, CDKN2A_B))
GOOD_PROFILE = any_of(NORMAL, ISOLATED, ETV6_AND_ONE)

_WHO = B_LINEAGE & (age >= years(1)) & CHILDREN
_WORDS = f"B-lineage ALL from the first birthday {CHILDREN_BOUND}. {INFANTS_APART}"


def _row(id_: str, group: str, when: Expr, reading: str = "", trace: str = "") -> Row:
    return Row(id=id_, group=group, when=when, citation=_CITATION, reading=reading, trace=trace)


def _tier(id_: str, group: str, when: Expr, reading: str = "") -> Row:
    trace = "pediatric 5.2 CNA-Good, PX-03, NC-O2"
    return Row(id=id_, group=group, when=when, citation=_BY_ITSELF, reading=reading, trace=trace)


UKALL_CNA_2014 = Scheme(
    id="ukall-cna-2014",
    title="UKALL copy-number profile, two tiers",
    citation=_BY_ITSELF,
    population=Population(who=_WHO, words=_WORDS),
    groups=("good", "poor"),
    year=2014,
    adverse=frozenset({"poor"}),
    rows=(
        _tier("cna-good-normal", "good", NORMAL),
        _tier("cna-good-isolated", "good", ISOLATED),
        _tier("cna-good-etv6-and-one", "good", ETV6_AND_ONE),
        _tier(
            "cna-poor",
            "poor",
            ~GOOD_PROFILE,
            "every other profile, an isolated deletion of CDKN2A or CDKN2B among them",
        ),
    ),
    caution="The profile comes second to the cytogenetics: good says nothing against BCR::ABL1, a "
    "KMT2A rearrangement, iAMP21, hypodiploidy or TCF3::HLF. moorman-2014 asks for both.",
    left_out=(
        (
            "the three tiers of Hamadeh 2019, whose boundary between intermediate and poor was not "
            "read"
        ),
    ),
)

GOOD_CYTOGENETICS = detected("ETV6::RUNX1") | detected("HIGH_HYPERDIPLOIDY")
HIGH_RISK_CYTOGENETICS = any_of(*map(detected, ("KMT2A-r", "BCR::ABL1", "iAMP21")))
# That these belong to high-risk cytogenetics was not read in a source; a good profile may not
# make them good.
PERHAPS_HIGH_RISK = any_of(*map(detected, ("NEAR_HAPLOIDY", "LOW_HYPODIPLOIDY", "TCF3::HLF")))
HIGH_RISK_LESION = HIGH_RISK_CYTOGENETICS | (
    PERHAPS_HIGH_RISK
    & unprinted("whether near-haploidy, low hypodiploidy and TCF3::HLF go before the profile")
)
_WHICH = unprinted("whether good or high-risk cytogenetics prevail where both are present")
GOOD_BY_CYTOGENETICS = GOOD_CYTOGENETICS & (~HIGH_RISK_LESION | _WHICH)
POOR_BY_CYTOGENETICS = HIGH_RISK_LESION & (~GOOD_CYTOGENETICS | ~_WHICH)

MOORMAN_2014 = Scheme(
    id="moorman-2014",
    title="UKALL genetic classification, 2014",
    citation=_CITATION,
    population=Population(who=_WHO, words=_WORDS),
    groups=("good", "poor"),
    year=2014,
    adverse=frozenset({"poor"}),
    rows=(
        _row(
            "good-cytogenetics",
            "good",
            GOOD_BY_CYTOGENETICS,
            "whatever the profile; beside a high-risk lesion the group is open",
            "pediatric 5.2 two-tier, 5.1 Good",
        ),
        Row(
            id="poor-cytogenetics",
            group="poor",
            when=POOR_BY_CYTOGENETICS,
            citation=_HIGH_RISK_CYTOGENETICS,
            reading="the profile is subordinate to established abnormalities, so a good profile "
            "does not make a high-risk lesion good; which lesions these are is taken from the "
            "group's paper of 2010",
            trace="pediatric 5.2 two-tier, 5.1 High",
        ),
        _row(
            "good-profile",
            "good",
            GOOD_PROFILE & ~GOOD_CYTOGENETICS & ~HIGH_RISK_LESION,
            trace="pediatric 5.2 two-tier, CNA-Good",
        ),
        _row(
            "poor-profile",
            "poor",
            ~GOOD_PROFILE & ~GOOD_CYTOGENETICS & ~HIGH_RISK_LESION,
            "all other genetic features",
            "pediatric 5.2 two-tier, PX-03",
        ),
    ),
    outcomes={
        "good": "event-free survival 94 %, relapse 4 % at 5 years (UKALL 2003, 742 patients, of "
        "whom 75 % were good risk)",
        "poor": "event-free survival 79 %, relapse 17 % at 5 years (UKALL 2003, 742 patients)",
    },
    left_out=(
        (
            "whether near-haploidy, low hypodiploidy and TCF3::HLF count as high-risk "
            "cytogenetics: with a good profile they leave the group open"
        ),
        "abnormal 17p and loss of 13q, adverse in the paper of 2010 and in no list that was read",
    ),
)

SCHEMES = (UKALL_CNA_2014, MOORMAN_2014)
