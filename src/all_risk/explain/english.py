"""English words for clinicians."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from all_risk.explain.render import Catalogue

__all__ = ["CLINICIAN"]

_MESSAGES: Final = {
    # The answer.
    "refer_yes": "SEE A TRANSPLANT DOCTOR: yes. {met} of {triggers} referral triggers met.",
    "refer_unknown": "SEE A TRANSPLANT DOCTOR: not decided. No referral trigger is met so far, and "
    "results that could meet one are missing.",
    "refer_no_trigger_met": "SEE A TRANSPLANT DOCTOR: no trigger of this guideline is met. That "
    "does not mean that no referral is needed: several guidelines advise an evaluation for every "
    "patient.",
    "guideline": "By: {title} ({id}), source [{number}].",
    "intended_use": "For a clinician who can review the basis of every statement below. It "
    "supports a decision; it does not order treatment. A referral is a conversation, not an "
    "indication for transplant.",
    "as_of": "As known on {date}; later results are left out.",
    "trigger": "{number}. {trigger}: {status}",
    "basis": "- {words} ({source})",
    "basis_if": "- {words} ({source}), where the patient belongs to its population",
    "compared_read": "{fact}: {value}; {compared} (from {where})",
    "compared_follows": "{fact}: {value}; {compared} (follows from: {facts})",
    "compared_given": "{fact}: {value}; {compared}",
    "known_read": "{fact}: {value} (from {where})",
    "known_follows": "{fact}: {value} (follows from: {facts})",
    "known_given": "{fact}: {value}",
    "whatever": "This holds whatever the result for: {facts}.",
    "settled_by": "One of these results alone would change it:",
    "settler": "- {fact}: {leads}",
    "settler_partly": "- {fact}: {leads}; otherwise still open",
    "unprinted": "Part of it rests on what no source prints: {what}.",
    "together": "It also hangs, in combination, on: {facts}.",
    "due_not_due": "Not due yet: day 28 of treatment is {date}. Plan a marrow assessment for that "
    "day.",
    "due_unknown": "Day 28 of treatment: {date}.",
    "died_before_day_28": "Death is recorded before day 28, so the response could not be judged. "
    "That is not a trigger.",
    "outside_population": "The guideline is not about this patient.",
    "source_primary": "Source [{number}], read in the source itself.",
    "source_secondary": "Source [{number}], read in another document that reports it.",
    "sources": "Sources",
    "source": "[{number}] {citation}. {url}",
    "population": "Population: {words}.",
    # Remarks.
    "definition_would_differ": "By another definition ({definition}) this would be: {holds}.",
    "met_if_confirmed": "It would be met if {lesion} were confirmed; so far that is presumptive or "
    "inconclusive.",
    "rests_on_age_or_wbc": "This rests on age or white cell count alone: nothing else recorded "
    "would meet it. It is a reason for an early conversation, not an alarm.",
    # Risk schemes.
    "schemes": "Risk groups",
    "class_one": "{title} [{id}]: {groups}",
    "class_open": "{title} [{id}]: still possible: {groups}",
    "class_open_uncovered": "{title} [{id}]: still possible: {groups}; or a combination that the "
    "printed tables do not cover",
    "class_uncovered": "{title} [{id}]: no printed row covers this patient",
    "class_not_applicable": "{title} [{id}]: does not apply to this patient",
    "class_if_applicable": "if it applies, which is not settled",
    "class_missing": "would be narrowed by: {facts}",
    "outcome": "In the published cohort: {text}. A figure for the group, not for one patient.",
    "outcome_indication": "Printed there: {text}. It is about transplant itself, for a situation "
    "of the disease; it is no advice for one patient.",
    "outcome_subtype": "That is: {text}.",
    "checklist": "{title} [{id}]. A list without a score or groups.",
    "weight_key": "Key factors",
    "weight_variable": "Considered by some groups",
    "weight_occasional": "Considered occasionally",
    "weight_historical": "Historical",
    "checked": "- {words}: {state}",
    "factors": "Factors on record",
    "factor_adverse": "- counts against: {facts} [{numbers}]",
    "factor_favourable": "- counts for: {facts} [{numbers}]",
    "factor_shown": "- considered by some groups, not decisive here: {facts} [{numbers}]",
    # Side by side.
    "comparison": "WHAT EACH SOURCE SAYS, SIDE BY SIDE",
    "question": "{question}",
    "column_trigger": "guideline, trigger",
    "column_scheme": "scheme, year",
    "column_status": "status",
    "column_group": "group",
    "column_reason": "decided by, or would be changed by",
    "column_steps": "status from",
    "column_dates": "first decided",
    "cell_scheme": "{id}, {year}",
    "cell_trigger": "{title}",
    "cell_name": "{trigger}",
    "cell_status": "{status}{layer}",
    "cell_basis": "{words} ({source})",
    "cell_group": "{group}",
    "cell_or_group": "or {group}",
    "cell_uncovered": "in no printed row",
    "cell_or_uncovered": "or in no printed row",
    "cell_if_applicable": "if it applies",
    "cell_compared": "{fact}: {value} ({compared})",
    "cell_known": "{fact}: {value}",
    "cell_needs": "open: {facts}",
    "cell_more": "and {number} more",
    "cell_outcome": "cohort: {text}",
    "cell_outcome_indication": "printed: {text}",
    "cell_outcome_subtype": "{text}",
    "cell_step": "{date}: {status}",
    "cell_met": "met on {date}",
    "cell_decided": "decided on {date}, not met",
    "cell_undecided": "not decided",
    "cell_due": "due on {date}",
    "caution": "{id}: {text}",
    "disagreements": "Where the sources disagree about this patient",
    "disagreement": "{question}: counted as a high risk by {high}; not by {other}. They part over:",
    "point_threshold": "- {fact}, {value}: the line is drawn elsewhere. {asked}; against "
    "{answered}.",
    "point_not_asked": "- {fact}, {value}: counts in {asked}; {answered} does not ask for it.",
    "point_in_combination": "- {fact}, {value}: {asked} and {answered} weigh it with other "
    "results.",
    "disagreement_era": "- the era: the oldest of them is of {first}, the newest of {last}; risk "
    "groups describe the treatment of their time.",
    "most_telling": "Missing results that would say most",
    "telling": "- {fact}: can change the answer of {number}",
    "not_about": "Not about this patient",
    "not_listed": "Not shown unless asked for",
    "ids": "{ids}",
    # Along time.
    "timeline": "THE COURSE, BY WHAT WAS KNOWN ON EACH DAY: {title} ({id})",
    "no_dates": "Nothing on record has a date.",
    "asked_on": "Asked on {number} days from {first} to {last}, each time using only what was "
    "known by then.",
    "delay": "From trigger to consultation",
    "never_met": "No consultation trigger was met on any of these days.",
    "first_met": "The first consultation trigger was met on {date}.",
    "no_consultation": "No date of a visit to a transplant doctor is on record.",
    "consulted": "A transplant doctor was seen on {date}.",
    "delay_days": "That is {days} days later.",
    "consulted_before": "That was {days} days before.",
    "undated": "Without a date, and so counted on every day: {paths}.",
    # The record.
    "conflicts": "Results that contradict each other",
    "where": "at {paths}",
    "values_exclude": "{fact}: the results exclude each other; every value they span is kept "
    "possible.",
    "found_and_excluded": "{lesion}: one result finds it and another excludes it; it counts as "
    "unknown until that is settled.",
    "cannot_both_hold": "These cannot hold together and count as unknown: {facts}.",
    "days_disagree": "{path}: the day and the date disagree; both are kept possible.",
    "response_contradicts": "{path}: the recorded status and the other findings of this test "
    "disagree; the test counts as unknown.",
    "responses_contradict": "Tests on the same day (elapsed day {day}) disagree about remission.",
    "notes": "About the record",
    "later_ignored": "{path} is dated {date}, later than the day asked about, and was left out.",
    "undated_kept": "{path} has no date and was kept.",
    "not_read": "{path} could not be read and counts for nothing: {why}.",
    "read_with_edits": "{path} was read after edits: {edits}.",
    "notation_warning": "{path}: {warning}.",
    "normal_karyotype": "{path}: a normal karyotype makes what bands can show unlikely. It "
    "excludes nothing; fusions that decide are looked for by FISH or RT-PCR.",
    "extra_21": "{path}: with extra whole chromosomes 21 that many signals of RUNX1 do not show "
    "iAMP21; it counts as presumptive.",
    "no_status": "{path} does not say whether the lesion was detected; it counts for nothing.",
    "cannot_exclude": "{path}: {method} cannot exclude {lesion}; it counts as not tested.",
    "doubled_clone": "{path} counts a doubled clone; it says nothing of the stem line.",
    "doubling_not_excluded": "{path}: a count from 50 to 78 does not show by itself that the clone "
    "is not a doubled hypodiploid one; trisomies, or an SNP array that excludes "
    "MASKED_HYPODIPLOIDY, would.",
    "end_of_induction_window": "{path}: no day is given; the end of induction is taken as day 29 "
    "to 42 of the protocol, as study groups judge it.",
    "no_level": "{path}: an MRD result without a level counts for nothing.",
    "timepoint_not_used": "{path}: no scheme asks for MRD at this time point.",
    "timepoint_from_day": "{path}: by its day this is taken as {timepoint}.",
    "specimen_not_stated": "{path}: the specimen is not stated and is taken as the one each scheme "
    "asks for.",
    "method_not_stated": "{path}: the method is not stated and is taken as the one each scheme "
    "asks for.",
    "below_sensitivity": "{path}: the level lies below the stated sensitivity of its own assay.",
    "remission_not_recorded": "A relapse is recorded and the remission before it is not; the "
    "relapse counts.",
    "died": "{path}: a death is recorded.",
    # Next steps.
    "next_steps": "Next",
    "consult": "- Arrange a conversation with a transplant centre.",
    "test_due": "- Assess the marrow on day 28 of treatment, {date}.",
    "resolve_conflict": "- Settle the contradiction about {facts}.",
    "obtain_history": "- Obtain from history, examination and counts: {facts}.",
    "obtain_genetics": "- Obtain from cytogenetics and molecular tests: {facts}.",
    "obtain_mrd": "- Obtain: {facts}.",
    "obtain_response": "- Obtain from marrow assessments with their dates: {facts}.",
    # The first appointment, and why early: facts of the founding page and of the registries.
    "appointment": "What the first transplant appointment covers",
    "appointment.history": "- a review of the medical history",
    "appointment.options": "- the options for treatment, with and without transplant",
    "appointment.risks_and_benefits": "- what transplant may bring and what it may cost",
    "appointment.timing": "- when a transplant would be best, and what to prepare",
    "appointment.donor_search": "- the start of a donor search, even where none is needed now",
    "why_early": "Why typing and search early",
    "why_early.typing_at_diagnosis": "- Where an allogeneic transplant may come into question, the "
    "NMDP asks for high-resolution HLA typing of the patient and of possible family donors, and a "
    "preliminary search, already at diagnosis [{number}].",
    "why_early.narrow_window": "- The time in which a transplant is possible may be short; delay "
    "can prevent it or worsen its result [{number}].",
    "why_early.sibling_share": "- An HLA-identical sibling is found for 25 to 30 %; about 70 % of "
    "those who need a transplant have no fully matched donor in the family [{number}].",
    "why_early.delayed_typing": "- Among 695 adults with acute leukaemia, delayed HLA typing was "
    "the one factor that lowered the chance of a sibling transplant in first remission "
    "[{number}].",
    "why_early.evidence_limit": "- No study read for this library measured survival by the time of "
    "the consultation in ALL; the support is indirect.",
    "questions": "Questions worth asking there",
    "questions.chance_with": "- How likely is cure, or a lasting remission, with a transplant?",
    "questions.chance_without": "- And without one?",
    "questions.risk_of_waiting": "- What is risked by waiting, or by trying other treatment first?",
    "questions.health_and_age": "- How do present health and age bear on the result?",
    "questions.test_results": "- Which chromosome and gene findings bear on the treatment?",
    "questions.side_effects": "- Which side effects are possible, and what can lessen them?",
    "questions.quality_of_life": "- What would daily life be like in the years after, either way?",
    "copies": "Results worth asking a copy of",
    "copies.wbc": "- the white cell count at diagnosis, before any steroid",
    "copies.genetics": "- the cytogenetic and molecular reports, with methods",
    "copies.remission": "- the marrow reports during and after induction, with dates",
    "copies.mrd": "- every MRD result, with specimen, method, level and sensitivity",
    "parameters": "Choices behind this answer",
    "parameter": "{name}: {value}",
}

_QUESTIONS: Final = {
    "referral": "Referral to a transplant doctor",
    "risk": "Risk of relapse now",
    "relapse": "After a first relapse",
    "response": "Response and MRD",
    "subtype": "Subtype",
    "indication": "Transplant itself (not the same as referral)",
}

_LAYERS: Final = {
    "consultation": "",
    "typing": " (HLA typing)",
    "indication": " (transplant itself)",
}

_STATUS: Final = {
    "met": "MET",
    "not_met": "not met",
    "unknown": "UNKNOWN",
    "not_due": "not due yet",
    "not_applicable": "not applicable",
}

_STATES: Final = {
    "present": "PRESENT",
    "absent": "absent",
    "unknown": "UNKNOWN",
    "not_applicable": "not asked of this patient",
}

_TRIGGERS: Final = {
    "no_remission_28d": "No remission by day 28 of treatment",
    "high_risk_of_relapse": "High risk of relapse",
    "relapse": "Relapse, one or more",
    "infant": "Infant at diagnosis",
    # NMDP/ASTCT 2021, and the older list.
    "all_patients_early": "Every patient, early after diagnosis, first remission included",
    "induction_failure": "Primary induction failure",
    "mrd_after_initial_therapy": "MRD after initial therapy, at any level",
    "first_relapse": "First relapse",
    "second_remission": "Second or later remission, if not evaluated before",
    "hla_typing": "HLA typing at diagnosis (typing, which is no referral)",
    "first_remission_up_to_35": "First remission, up to 35 years",
    "over_35_poor_cytogenetics": "Over 35: t(9;22) or 11q23",
    "over_35_high_wbc": "Over 35: white cell count above 30 to 50 x10^9/L",
    "over_35_cns_or_testicular": "Over 35: CNS or testicular leukaemia",
    "over_35_no_remission_4_weeks": "Over 35: no remission within 4 weeks of treatment",
    "over_35_induction_failure": "Over 35: induction failure",
    "second_remission_or_later": "Second or later remission",
    # NCCN, workup.
    "evaluation_at_workup": "Early transplant evaluation at workup, for every patient",
    "mrd_positive": "MRD-positive, T-ALL or without BCR::ABL1: a centre with expertise",
    "donor_search": "Donor search at workup (search, which is no referral)",
}

_METHODS: Final = {
    "karyotype": "a banded karyotype",
    "fish": "FISH",
    "pcr": "PCR",
    "flow": "flow cytometry",
    "ngs": "sequencing of DNA",
    "panel": "a gene panel",
    "array": "an array",
    "rna_seq": "RNA sequencing",
    "wgs": "genome sequencing",
    "ogm": "optical genome mapping",
}

_FACTS: Final = {
    "age": "age at diagnosis",
    "age_in_days": "age at diagnosis in days",
    "wbc": "white cell count at diagnosis",
    "lineage": "lineage",
    "cns": "CNS status",
    "testicular": "testicular leukaemia",
    "down_syndrome": "Down syndrome",
    "prior_cml": "CML before the ALL",
    "steroid_within_month": "steroid in the month before diagnosis",
    "steroid_hours_within_two_weeks": "steroid in the two weeks before diagnosis",
    "modal_number": "number of chromosomes",
    "dna_index": "DNA index",
    "days_to_remission": "days from the start of treatment to remission",
    "days_to_remission_ponte_di_legno": "days to remission (Ponte di Legno)",
    "days_to_remission_eln_2024": "days to remission (ELN 2024)",
    "etp_phenotype": "early T-cell precursor phenotype",
    "blood_blasts_day_8": "blasts in the blood on day 8 (prednisone response)",
    "marrow_blasts_day_15": "marrow blasts on induction day 15",
    "marrow_blasts_end_of_induction": "marrow blasts at the end of induction",
    "neutrophils_end_of_induction": "neutrophils at the end of induction",
    "platelets_end_of_induction": "platelets at the end of induction",
    "extramedullary_end_of_induction": "disease outside the marrow at the end of induction",
    "in_remission": "remission by the last assessment",
    "relapses": "number of relapses",
    "months_to_relapse": "time from diagnosis to the first relapse",
    "months_off_therapy_at_relapse": "time from the end of front-line treatment to the relapse",
    "relapse_marrow": "marrow as a site of the first relapse",
    "relapse_extramedullary": "a site of the first relapse outside the marrow",
    "transplants": "number of allogeneic transplants",
    "transplant_consultation": "earlier visit to a transplant doctor",
    "second_remission": "remission after a relapse",
    "consulted_before_second_remission": "visit to a transplant doctor before the remission that "
    "followed the relapse",
    "died": "death",
    "died_before_day_28": "death before day 28",
    "mrd": "MRD in {specimen} {timepoint} {method}",
    "mrd_detected": "MRD found in {specimen} {timepoint} {method}",
    "mrd_quantifiable": "MRD quantifiable in {specimen} {timepoint} {method}",
    "mrd_sensitivity": "sensitivity of the MRD assay in {specimen} {timepoint} {method}",
    "mrd_markers": "number of MRD markers in {specimen} {timepoint} {method}",
    "mrd_marrow": "marrow",
    "mrd_blood": "blood",
    "mrd_flow": "(flow)",
    "mrd_pcr": "(PCR)",
    "mrd_ngs": "(NGS)",
    "mrd_induction_day_8": "on induction day 8",
    "mrd_induction_day_15": "on induction day 15",
    "mrd_induction_day_19": "on induction day 19",
    "mrd_end_of_induction": "at the end of induction",
    "mrd_end_of_ib": "at the end of phase IB",
    "mrd_week_10": "at week 10",
    "mrd_week_11": "at week 11",
    "mrd_week_12": "at week 12",
    "mrd_week_14": "at week 14",
    "mrd_week_15": "at week 15",
    "mrd_week_16": "at week 16",
    "mrd_week_22": "at week 22",
    "mrd_end_of_early_consolidation": "at the end of early consolidation",
    "mrd_end_of_consolidation": "at the end of consolidation",
    "mrd_end_of_reinduction": "at the end of reinduction",
}

CLINICIAN: Final = Catalogue(
    messages=MappingProxyType(_MESSAGES),
    words=MappingProxyType(
        {
            "status": _STATUS,
            "holds": _STATUS,
            "state": _STATES,
            "trigger": _TRIGGERS,
            "question": _QUESTIONS,
            "layer": _LAYERS,
            "group": {},
            "fact": _FACTS,
            "method": _METHODS,
        }
    ),
)
