"""Single strings as laboratories and papers printed them, each with its source.

`shown` must be reported; `unsure` may be, but only as presumptive; `never` must not be.
Breakpoints off the classical ones (12p12) or left out (`t(9;22)+other`) are reported as
presumptive, so `shown` asks for a finding and not for its status.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from all_risk.errors import UnreadableNotation
from all_risk.genetics.fish import read_fish
from all_risk.genetics.karyotype import read_karyotype


class Published(NamedTuple):
    text: str
    source: str
    shown: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    normal: bool = False
    altered: bool = False


KARYOTYPES = [
    Published(
        "54,XX,+X,t(2;14)(p11.2;q11.2),+4,+6,inv(9)(p11q13)c,+10,+14,+17,+21,+21[14]/46,XX,inv(9)(p11q13)c[9]",
        "https://github.com/jwanglab/long-read-digital-karyotype README.md (git history)",
        shown=("HIGH_HYPERDIPLOIDY", "TRISOMY_4_10"),
        never=("TRA/TRD-r",),
    ),
    Published(
        "59,XX,+X,+4,+4,+6,+7,i(7)(q10),+8,+9,+10,+14,+17,+18,der(19)t(1;19)(q?21;p13.3),+21,+21[7]/46,XX[15]",
        "https://github.com/jwanglab/long-read-digital-karyotype README.md (git history)",
        shown=("HIGH_HYPERDIPLOIDY", "TRISOMY_4_10"),
        unsure=("TCF3::PBX1",),
    ),
    Published(
        "54,XX,+X,+4,+6,+10,+14,+17,+21,+21",
        "https://github.com/jwanglab/long-read-digital-karyotype README.md (git history)",
        shown=("HIGH_HYPERDIPLOIDY", "TRISOMY_4_10"),
    ),
    Published(
        "46,XX,t(9;22)(q34.1;q11.2)[17]/47,idem,+der(22)t(9;22)(q34.1;q11.2)[3]",
        "Blood 2022;139(2):305 (Blood Work), ashpublications.org",
        shown=("BCR::ABL1",),
    ),
    Published(
        "46,XY,t(4;11)(q21;q23)",
        "Blood 2018;131(22):2507 (Blood Work), ashpublications.org",
        shown=("KMT2A::AFF1", "KMT2A-r"),
    ),
    Published(
        "46,XX,t(5;14)(q31;q32)",
        "2014 case report 'ALL with eosinophilia lacking peripheral blood leukemic cell', acemap.info/paper/203885697",
        shown=("IGH::IL3",),
    ),
    Published(
        "41,X,-Y,der(3)t(3;20)(p11.2;q11.2),-4,t(5;22)(q32;q11.2),del(9)(p13),dic(9;17)(p13;p11.2),t(12;21)(p13;q22),der(14)t(14;17)(p11.2;q11.2),der(17;22)(q11.2;q11.2),-20,add(21)(q22),-22[4]/46,XY[15]",
        "Mol Cytogenet 2016, doi:10.1186/s13039-016-0294-0",
        shown=("ETV6::RUNX1", "DEL_9P"),
        unsure=("iAMP21",),
    ),
    Published(
        "48,XX,t(4;11)(q21;q23),+4,+mar[1]/48,XX,idem,−4,+der(4)t(4;11)(q21;q23)[19]",
        "Blood table view-large/9218447 (multiplex RT-PCR, childhood AML), ashpublications.org",
        shown=("KMT2A::AFF1", "KMT2A-r"),
        altered=True,
    ),
    Published(
        "46,XX,t(11;19)(q23;p13)[10]",
        "Blood table view-large/9218447, ashpublications.org",
        shown=("KMT2A-r",),
        unsure=("KMT2A::MLLT1",),
    ),
    Published(
        "46,XX,t(X;17)(p21;q11),r(6p)[15]",
        "Blood table view-large/9218447, ashpublications.org",
        altered=True,
    ),
    Published(
        "45,XY,−7[40]", "Blood table view-large/9218447, ashpublications.org", shown=("MONOSOMY_7",)
    ),
    Published(
        "47,XY,+der(19)[40]",
        "Blood table view-large/9218447, ashpublications.org",
        never=("TCF3::PBX1",),
        altered=True,
    ),
    Published("46,XX,t(1;3)(p32;p25)[37]", "PMC3874732 table T2", never=("TAL1-r",)),
    Published(
        "46,XX,t(1;8)(q32;p21),t(11;14) (p15;q24)[16]/46,XX[3]",
        "PMC3874732 table T2",
        never=("LMO1-r", "LMO2-r"),
        altered=True,
    ),
    Published(
        "45,X,5q-,t(16;20)(p12;q13)", "LOUCY, Cancer Genet Cytogenet 1990;49(2):241", altered=True
    ),
    Published(
        "46, XY, t (8q+; 15q‐)",
        "KH-1 cell line, Int J Cancer 1982, doi:10.1002/ijc.2910300208",
        never=("IGH::MYC",),
        altered=True,
    ),
    Published(
        "47, XY, +3, t (8q‐; 10p+)",
        "KH-2 cell line, Int J Cancer 1982, doi:10.1002/ijc.2910300208",
        altered=True,
    ),
    Published(
        "61–68<3n>XX,−X,−3,+7,−13,−18,+3mar,del(9)(p11/13), der(14)t(14;?)(p11;?),der(17)t(17;?)(p11/13;?),der(?18) t(15;?18)(q21;?q12),del(X)(p22)",
        "K-562 (DSMZ wording), PLoS ONE table pone-0042863-t001",
        shown=("DEL_9P",),
        unsure=("BCR::ABL1",),
        never=("HIGH_HYPERDIPLOIDY",),
        altered=True,
    ),
    Published(
        "39,XX,-3,-4,der(5)t(5;11)(q35;q12).ish der(5)t(5;11)(q35;q12)(wcp11+),-7,-9,add(12)(p11.2),-15,-16,-17,-18,-22,+2mar [6/30%]; 68-71,idemx2,-3,i(3)(p11)x2,-7,-11[cp5] [5/25%]; 39,X,add(X)(q24),add(1)(q24),-3,i(3)(p11),-4,inv(5)(p15.3q13),-7,add(9)(p22),-10,der(12)t(7;12)(q11.2;q24.1),-15,-16,add(17)(q25),-18,add(21)(q22).ish der(21)t(3;21)(p24;q22)(wcp3+),-22,+mar [3/15%]; 46,XX [6/30%]",
        "https://github.com/jwanglab/long-read-digital-karyotype README.md (git history)",
        shown=("LOW_HYPODIPLOIDY",),
        never=("HIGH_HYPERDIPLOIDY",),
        altered=True,
    ),
    Published(
        "39,XX,-3,-4,-7,-9,-15,-16,-17,-18,-22",
        "https://github.com/jwanglab/long-read-digital-karyotype README.md (git history)",
        shown=("LOW_HYPODIPLOIDY",),
        altered=True,
    ),
    Published(
        "ider(21)(q10)t(12:21)(p12;q22)",
        "1997 report 'Childhood ALL with ider(21)(q10)t(12;21)', concepedia W2076754852",
        shown=("ETV6::RUNX1",),
        altered=True,
    ),
    Published(
        "t(12; 14) (q 22; q 11)",
        "T-ALL with 14q11, medluna.com/article/3258538",
        unsure=("TRA/TRD-r",),
        altered=True,
    ),
    Published(
        "t(11;19) (q23;p13.3)",
        "infant leukaemia FISH series, paperexplained.cn d4c37353; also PMID 32992102",
        shown=("KMT2A::MLLT1", "KMT2A-r"),
        altered=True,
    ),
    Published(
        "46XY",
        "Pediatr Therapeut 2014;4:204, doi:10.4172/2161-0665.1000204",
        normal=True,
        altered=True,
    ),
    Published(
        "46, XX",
        "Mol Cytogenet 2019 case 1, doi:10.1186/s13039-019-0454-0",
        normal=True,
        altered=True,
    ),
    Published("t(5;11)(q35;q23)", "PMID 32992102 (KMT2A::MAML1, infant B-ALL)", shown=("KMT2A-r",)),
    Published("t(9;11)(p22;q23)", "PMID 32992102", shown=("KMT2A::MLLT3", "KMT2A-r")),
    Published(
        "t(17;19)(q22;p13)",
        "Blood Res letter, synapse.koreamed.org/articles/1092429",
        shown=("TCF3::HLF",),
    ),
    Published(
        "t(11;14)(p15;q11)",
        "PMID 7497440 (three children with T-ALL and t(11;14))",
        shown=("LMO1-r",),
        never=("LMO2-r", "CCND1-r"),
    ),
    Published(
        "t(1;4)(p32;p12), t(8;14)(q24;q11.2)",
        "Coll Antropol 2010;34:265, PMID 20432760",
        never=("IGH::MYC", "TAL1-r"),
    ),
    Published("t(14;19)(q32;q13)", "PMID 14603446 (BCP-ALL, break outside BCL3)", shown=("IGH-r",)),
    Published(
        "t(8;14)(q11.2;q32)",
        "Am J Clin Pathol 2010;133:75, doi:10.1309/AJCPYWC6AQC7BAVJ",
        shown=("IGH::CEBPD",),
        never=("IGH::MYC",),
    ),
    Published(
        "t(8;22)(q24.1;q11.2)",
        "Angi 2017, doi:10.1016/j.hemonc.2017.03.002",
        shown=("IGL::MYC",),
        never=("BCR::ABL1",),
    ),
    Published(
        "t(2;8)(p12;q24.1)", "Angi 2017, doi:10.1016/j.hemonc.2017.03.002", shown=("IGK::MYC",)
    ),
    Published("dic(9;20)(p11~13;q11)", "Leukemia 2000;14:241 (20 cases)", shown=("DIC_9_20",)),
    Published(
        "52,XY,+4,+8,+8,+11,+19,+22?30]",
        "ts482/Cytogenetics_calculator test_data (public test set)",
        shown=("HIGH_HYPERDIPLOIDY",),
        altered=True,
    ),
    Published(
        "50,X,?X,+11,+11,+13,+17,+22,[22]",
        "ts482/Cytogenetics_calculator test_data (public test set)",
        shown=("LOW_HYPERDIPLOIDY",),
        altered=True,
    ),
    Published(
        "44-45,XY,add(2)(p?11.2),-5,add(9)(p2?2),del(17)(p1?3),-20,add(22)(p1?1.2),+mar1[cp3]/43,sl,add(3)(q?21),add(14)(q32),-mar1,+mar2[cp2]/43,sl,-4,-7,-8,add(18)(q1?2),add(18)(q1?1.2),add(19)(q13),- add(22)(p1?1.2),-mar1,+mar3,+mar4[cp11]",
        "ts482/Cytogenetics_calculator test_data (public test set)",
        shown=("COMPLEX_KARYOTYPE",),
        never=("BCR::ABL1", "IGH-r"),
        altered=True,
    ),
    Published(
        "47,XX,+21[2]/49,idem,+15,+19[17]/46,XX[3]",
        "ts482/Cytogenetics_calculator test_data (public test set)",
    ),
    Published(
        "46,XX,+12[9]/46,idem, del(13)(q12q22)[5]/nonclonal w/clonal abnormalities[1]/46,XX[5]",
        "cran/RCytoGPS inst/PreClean/startKaryotypes.csv",
        altered=True,
    ),
    Published(
        "t(9;22)+other",
        "Bioconductor ALL data set, field citog (Chiaretti 2004), mol.biol = BCR/ABL",
        shown=("BCR::ABL1",),
        altered=True,
    ),
]

FISH = [
    Published(
        "1R1G2F2A in 77.5%, 1G3F1A in 16.5% (tricolor dual-fusion BCR/ABL1)",
        "Blood 2022;139(2):305",
        shown=("BCR::ABL1",),
        altered=True,
    ),
    Published(
        "5 or more RUNX1 signals per cell",
        "Harrison et al, Leukemia 2014, scholars.mssm.edu record",
        shown=("iAMP21",),
        altered=True,
    ),
    Published(
        "ETV6/RUNX1: no fusion; RUNX1 amplification",
        "Indian J Hematol Blood Transfus 2016;32:154",
        unsure=("iAMP21",),
        altered=True,
    ),
    Published(
        "nuc ish(ABL1,BCR)X3,(ABL1 con BCRX2)",
        "code comment listing lab patterns, public GitHub file (index id 24742069808)",
        shown=("BCR::ABL1",),
        altered=True,
    ),
]


@pytest.mark.parametrize("row", KARYOTYPES, ids=lambda row: row.text[:60])
def test_karyotypes(row: Published) -> None:
    result = read_karyotype(row.text)
    status = {finding.lesion: finding.status for finding in result.findings}
    assert set(row.shown) <= set(status)
    assert not {lesion for lesion in row.unsure if status.get(lesion) == "detected"}
    assert not set(row.never) & set(status)
    assert result.normal == row.normal
    assert bool(result.edits or result.warnings) or not row.altered


def test_free_text_is_refused_with_the_place() -> None:
    # Bioconductor ALL data set, field citog
    with pytest.raises(UnreadableNotation, match=r"at character 1, 'complex alt'"):
        read_karyotype("complex alt.")


@pytest.mark.parametrize("row", FISH, ids=lambda row: row.text[:60])
def test_fish(row: Published) -> None:
    result = read_fish(row.text)
    status = {finding.lesion: finding.status for finding in result.findings}
    assert {lesion for lesion, one in status.items() if one == "detected"} == set(row.shown)
    assert not {lesion for lesion in row.unsure if status.get(lesion) == "detected"}
    assert bool(result.edits or result.warnings) or not row.altered
