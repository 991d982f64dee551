"""What was looked for and is not shipped, and why.

A rule ships only if its number was read in the source or in a named document that reports it.
What is left out of a scheme that is shipped stands in its `left_out`; here stand whole
publications, and what no scheme holds.
"""

from __future__ import annotations

from typing import Final

from attrs import frozen

__all__ = ["OMISSIONS", "Omission"]


@frozen
class Omission:
    """Something that is not shipped.

    Attributes:
        what: The publication, or the part of one.
        why: Why it is not shipped.
        trace: The rows of the collection of sources that speak of it.
    """

    what: str
    why: str
    trace: str = ""


OMISSIONS: Final = (
    Omission(
        (
            'An age for "infant", and any cut-off for "high risk of relapse", as the founding '
            "page's own"
        ),
        (
            "the page prints neither; both are [visible "
            "choices](answer.md#the-choices-behind-the-founding-guideline)"
        ),
    ),
    Omission(
        "A number for a slow early response (NCI PDQ)",
        "none is printed; the item is never decided true",
    ),
    Omission(
        "One MRD threshold after induction (ELN 2024)",
        "printed as 0.1 % or 0.01 %, by study group; between the two it stays undecided",
    ),
    Omission(
        (
            "A COG group for NCI standard risk elevated by CNS3, testicular disease or steroid, "
            "with end-of-consolidation MRD of 1 % or more"
        ),
        "no printed row; the answer says `uncovered`",
    ),
    Omission(
        (
            "A COG group for favorable together with unfavorable features, where the rows ask for"
            " genetics"
        ),
        "no printed row; the answer says `uncovered`",
    ),
    Omission(
        (
            "A COG group for NCI standard risk with favorable features, some steroid but no more "
            "than 24 hours, day-8 MRD below 1 % and end-of-induction MRD below 0.01 %"
        ),
        "no printed row; the answer says `uncovered`",
    ),
    Omission(
        "The second, narrower list of very-high-risk features in NCI PDQ",
        "it serves another purpose; the two are not merged",
    ),
    Omission(
        "Ph-like and IKZF1 as deciding features",
        "no default list has them. ELN 2024 names Ph-like as variably considered, and it is shown",
    ),
    Omission(
        "TCF3::HLF and hypodiploidy as deciding features in adults",
        "ELN 2024 names BCR::ABL1 and KMT2A rearrangement as its key genetic elements",
    ),
    Omission(
        "NCCN cut-offs for the white cell count",
        "no number was seen in any text that could be read",
    ),
    Omission(
        "The NMDP and ASTCT consultation lists for patients under 15 and from 15 to 39 years",
        (
            "the text was not found, and memory is not a source; the list from 40 years on is "
            "nmdp-astct-2021"
        ),
        "N-20 to N-23",
    ),
    Omission(
        (
            "ECOG performance status, age as a continuous factor and the other ELN 2024 factors "
            "for which no fact exists"
        ),
        "nothing in a patient document says them; the checklist names what it has",
        "ELN-P1, ELN-P2, ELN-I1, ELN-I2",
    ),
    Omission(
        "COG prognostic index (PICOG)",
        "coefficients, transforms and cut-offs could not be read",
        "P03.1 to P03.4",
    ),
    Omission(
        "UKALL prognostic index and EWALL-PI",
        (
            "the formula was known only from memory, and the cut-offs of the first not at all; "
            "the two are on different scales"
        ),
        "P04.1 to P04.8, 3i",
    ),
    Omission(
        "UKALL copy-number profile in three tiers (Hamadeh 2019)",
        (
            "the table that divides intermediate from poor was not read; the two-tier profile of "
            "2014 is ukall-cna-2014"
        ),
        "5.2, PX-27",
    ),
    Omission(
        "AIEOP-BFM ALL 2017",
        (
            "the abstract could not be read again and disagrees with NCI PDQ about IKZF1-plus; "
            "what PDQ prints is bfm-pdq"
        ),
        "P05.45, P05.46",
    ),
    Omission(
        "NOPHO ALL2008",
        (
            "not yet shipped: its rule for transplant (MRD of 5 % or more at the end of induction, "
            "or of 0.1 % or more at the end of consolidation) was read in an abstract on T-ALL and "
            "in NCI PDQ; its risk groups were known only from memory"
        ),
        "P05.64, F-71",
    ),
    Omission(
        "Ma-Spore groups",
        "read only in an unnamed program, whose cells overlap at 0.01 %",
        "P05.66",
    ),
    Omission(
        "ALLTogether1",
        "its thresholds are not published where they could be read",
        "P05.67, PX-05, PX-25",
    ),
    Omission(
        "EsPhALL and AALL1631 groups of Ph-positive children",
        "the threshold at the end of phase IB was not read",
        "P07.1 to P07.4, PX-26",
    ),
    Omission(
        "NCCN risk groups of Ph-negative B-ALL in children",
        "their definitions stand on pages that no digest holds",
        "NC-PED-20 to NC-PED-22",
    ),
    Omission(
        (
            "NCCN pages on management: response and MRD after each phase, relapse, surveillance, "
            "transplant in first remission"
        ),
        (
            "they are routes of treatment, not groups; no level of MRD is printed, and slow MRD "
            "clearance has no number"
        ),
        (
            "NC-ADL-50 to NC-ADL-52, NC-ADL-54, NC-ADL-55, NC-ADL-61 to NC-ADL-71, NC-PED-23 to "
            "NC-PED-27, NC-PED-31, NC-PED-52, NC-PED-61 to NC-PED-67"
        ),
    ),
    Omission(
        "Late relapse in adults as more than 3 years from the diagnosis (NCCN)",
        (
            "reported by a third party, for the choice of a regimen; it is no class of risk, and "
            "no early relapse stands against it"
        ),
        "NC-ADL-80, F-53",
    ),
    Omission(
        "Infants: COG AALL0631 and AALL15P1, and the transplant subset of Interfant-99",
        "known from memory, or an analysis of a subset and no scheme",
        "P06.2, P06.6",
    ),
    Omission(
        "Adverse features in infants (NCI PDQ)",
        (
            "a list without groups; its white cell count is a range, 200,000 to 300,000, and in "
            "one place has an impossible unit"
        ),
        "P06.7",
    ),
    Omission(
        "Classes of the time of relapse in COG survival studies: below 18, 18 to 36, 36 months on",
        (
            "not yet shipped: they report survival in every lineage and at every site, and assign "
            "no risk; the classes of the COG trials are relapse-timing-cog"
        ),
        "8.1",
    ),
    Omission(
        (
            "Survival after relapse by time, site and lesion: COG trials (Rheingold 2024), CCG "
            "1983 to 1989; response to the first block on AALL1331"
        ),
        "figures of cohorts without a rule, and the older of them from another era of treatment",
        "8.4, P09.10, P08.34",
    ),
    Omission(
        "Size and relapse-free survival of the present COG groups, counted back in older trials",
        (
            "the figures were read once and not found again; those that NCI PDQ prints are shown "
            "with cog-aall1731-1732"
        ),
        "P02.24, O8",
    ),
    Omission(
        "Outcome by MRD on COG P9900 and AALL0232, and by CNS status in T-ALL",
        "figures of cohorts; the rules that COG made of them are in its schemes",
        "P02.40 to P02.43, P09.5",
    ),
    Omission(
        "Down syndrome as a matter of risk",
        (
            "no scheme of its own was read. Its cohorts give relapse, death from treatment, and "
            "favourable factors with limits of their own (6 years, 10 x10^9/L), not groups"
        ),
        "P10.1 to P10.4",
    ),
    Omission(
        "IKZF1 deletion with a deletion of 22q11.22, or with one of PAR1, as a pair",
        (
            "figures of cohorts; IKZF1-plus has PAR1 among its partners, and no rule that was read "
            "asks for 22q11.22"
        ),
        "PX-09, PX-10",
    ),
    Omission(
        "Who could enter a trial by MRD: blinatumomab in adults, poor early response on CCCG",
        (
            "entry to a treatment, not a risk; the provisional groups of CCCG, by which its limits "
            "differ, were not read"
        ),
        "PX-07, PX-11",
    ),
    Omission(
        "Relapse by the Ponte di Legno grid, and classical site classes",
        (
            "they ask for the marrow level at relapse and for confirmatory tests, which a patient"
            " document does not hold"
        ),
        "F-40 to F-48, GX-12 to GX-15",
    ),
    Omission(
        "The time point of treatment failure (Ponte di Legno), and extended induction (COG)",
        "not in the text that could be read",
        "F-20, F-21, F-28, GX-11",
    ),
    Omission(
        (
            "Other definitions of remission and failure (CIBMTR, NCI 2010, PDQ for adults, CoALL,"
            " UKALL)"
        ),
        "three definitions of remission are offered; these were not needed by a scheme",
        "F-08, F-10, F-11, F-22 to F-29",
    ),
    Omission(
        "MRD relapse",
        "the definition was known only from memory; what followed one in a cohort makes no rule",
        "F-67, PX-08",
    ),
    Omission(
        "EuroMRD laboratory criteria",
        "quantitative range and sensitivity are defined in a text that could not be read",
        "8c",
    ),
    Omission(
        "Transplant at MRD of 0.1 % in intermediate-risk relapse (IntReALL, ALL-REZ BFM)",
        "reported second-hand, and said with the outcomes of the group only",
        "P08.32",
    ),
    Omission(
        "Early T-cell precursor ALL as a risk group of its own",
        (
            "percentages of the phenotype were known only from memory, and with treatment by MRD "
            "it is not independently adverse"
        ),
        "P09.9, ETP-1 to ETP-3",
    ),
    Omission(
        "GIMEMA LAL2317",
        "its classes were not read, and what its authors allocated hangs on them",
        "PX-01, PX-02, NC-O7",
    ),
    Omission(
        "GMALL, NILG-10/07, GIMEMA LAL1913, HOVON-100, CALGB 8461, MD Anderson, E1910, ESMO 2016",
        "groups known only from memory, or figures without a rule",
        "GM rows, 3e, 3g, 4",
    ),
    Omission(
        "UKALLXII/E2993 bounds of the white cell count, 30 (B) and 100 (T)",
        (
            "not yet shipped: a single factor, printed as better below the bound, of which no "
            "group is made; the cytogenetic groups of the trial are ukallxii-cytogenetics"
        ),
        "NC-W1",
    ),
    Omission(
        "Who gained from a transplant in GRAALL-2003 and 2005 (Dhédin 2015)",
        (
            "not yet shipped: hazard ratios of subgroups (MRD of 0.1 % or more after induction; in "
            "B lineage a focal deletion of IKZF1), and no allocation; the high-risk factors of the "
            "same table are graall-2005"
        ),
        "3d, F09",
    ),
    Omission(
        "ELN 2024, Table 2: molecular subgroups and their prognosis in adults",
        (
            "a word on each lesion, without groups or weights, and the T-lineage part was seen "
            "only in part; Table 3 is eln-2024-factors"
        ),
        "2b",
    ),
    Omission(
        "Transplant in single situations: EWALL and EBMT 2019, NCI PDQ",
        (
            "not yet shipped: they say for whom transplant is usual, doubtful or not recommended, "
            "with evidence, and make neither groups nor a list; EWALL and EBMT print no MRD level"
        ),
        "G-21, G-61 to G-65",
    ),
    Omission(
        "Surveillance after treatment (NCI PDQ)",
        "it says that early detection was not shown to help; no risk hangs on it",
        "G-66",
    ),
    Omission(
        "ELN 2024, part 2 (management), and the graded table of DeFilipp 2019",
        "the tables could not be read",
        "2e, G-05, G-22",
    ),
    Omission(
        "Ph-positive ALL by transcript level (complete molecular response at three months)",
        (
            "a patient document holds no BCR::ABL1 transcript level, and the international scale "
            "is not for p190"
        ),
        "PH-1 to PH-11",
    ),
    Omission(
        "T-lineage entities of WHO-HAEM5, and the eight provisional ones of the ICC 2022",
        "their names were known only from memory; ETP with and without BCL11B is icc-2022-t",
        "7f",
    ),
    Omission(
        "Disease risk index for children at transplant",
        "the points of its items were not read",
        "8.5",
    ),
)
"""Everything that was looked for and left out."""
