"""The publications cited by more than one module, and whom their lists are asked about."""

from __future__ import annotations

from all_risk.facts import age
from all_risk.guideline import Citation
from all_risk.quantities import years

__all__ = [
    "ADULTS",
    "CHILDREN",
    "CHILDREN_BOUND",
    "EBMT_SEARCH",
    "ELN_2024",
    "NMDP_CONSULTATION",
    "NMDP_PATIENT_2017",
    "NMDP_SEARCH",
    "PDQ_CHILDHOOD",
]

PDQ_CHILDHOOD = Citation(
    source="NCI PDQ, Childhood Acute Lymphoblastic Leukemia Treatment, health professional version",
    edition="21 April 2025",
    url="https://www.cancer.gov/types/leukemia/hp/child-all-treatment-pdq",
)

ELN_2024 = Citation(
    source="Gökbuget et al., Blood 2024;143:1891-1902: 2024 ELN recommendations for ALL in adults",
    edition="2024",
    url="https://doi.org/10.1182/blood.2023020794",
)

NMDP_PATIENT_2017 = Citation(
    source="Be The Match (NMDP), patient page on acute lymphoblastic leukemia",
    edition="medical review March 2017",
    url="https://bethematch.org/patients-and-families/about-transplant/"
    "blood-cancers-and-diseases-treated-by-transplant/acute-lymphoblastic-leukemia--all-/",
)

NMDP_CONSULTATION = Citation(
    source="NMDP network, consultation guidelines",
    edition="stored copy, before 2026",
    url="https://network.nmdp.org/en/services-support/hematology-oncology/"
    "consultation-guidelines-outcomes",
)

NMDP_SEARCH = Citation(
    source="HapLogic search prognosis, NMDP",
    edition="PMC5953787",
    url="https://pmc.ncbi.nlm.nih.gov/articles/PMC5953787/",
)

EBMT_SEARCH = Citation(
    source="EBMT prospective registration of donor search, Bone Marrow Transplantation",
    edition="doi 10.1038/bmt.2013.178",
    url="https://www.nature.com/articles/bmt2013178",
)

CHILDREN = age < years(31)
CHILDREN_BOUND = (
    "through 30 completed years; the bound is this library's: trials of the Children's "
    "Oncology Group for high-risk disease enrolled patients from 1 to 30 years"
)
ADULTS = age >= years(18)
