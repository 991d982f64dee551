"""Strings written for this project to cover the grammar, each with the findings expected.

A row: the string, lesions detected, lesions presumptive (both complete), and marks:
`N` the karyotype is normal, `E` it is read after edits, `W` a warning must be given.
"""

from __future__ import annotations

import json
from typing import NamedTuple

import pytest

from all_risk.errors import UnreadableNotation
from all_risk.genetics.document import to_dict
from all_risk.genetics.karyotype import read_karyotype


class Row(NamedTuple):
    text: str
    detected: str = ""
    presumptive: str = ""
    marks: str = ""


HEH, LOWER, HYPO = "HIGH_HYPERDIPLOIDY", "LOW_HYPERDIPLOIDY", "HIGH_HYPODIPLOIDY"
T410, T41017 = "TRISOMY_4_10", "TRISOMY_4_10_17"
# The gains of single chromosomes have a test of their own below.
SINGLE_TRISOMIES = frozenset(f"TRISOMY_{n}" for n in (5, 8, 17, 18, 20))
COMPLEX, MASKED = "COMPLEX_KARYOTYPE", "MASKED_HYPODIPLOIDY"

NORMAL = [
    Row("46,XX[20]", marks="N"),
    Row("46,XY[30]", marks="N"),
    Row("46,XX[8]", marks="W"),
    Row("46,XY[19]", marks="W"),
    Row("46,XY", marks="NW"),
    Row("46,XX[12]/46,XX[8]", marks="N"),
    Row("47,XX,+21c[20]", marks="N"),
    Row("47,XY,+21c[7]", marks="W"),
    Row("47,XXYc[20]", marks="N"),
    Row("45,Xc[25]", marks="N"),
    Row("46,XY,inv(9)(p12q13)c[20]", marks="N"),
    Row("45,XX,rob(13;14)(q10;q10)c[22]", marks="N"),
    Row("45,XY,der(13;14)(q10;q10)c[22]", marks="N"),
    Row("46,XX,t(2;5)(p23;q35)c[20]", marks="N"),
    Row("46,XY,inc[20]"),
    Row("46,X[20]", marks="W"),
    Row("47,XX[20]", LOWER, marks="W"),
    Row("45,X[20]", HYPO),
    Row("46,XX,foo(3)[20]", marks="W"),
    Row("mos 47,XY,+21c[12]/46,XY[18]", marks="N"),
    Row("chi 46,XX[15]/46,XY[15]", marks="N"),
    Row("46,XX[20]/nonclonal[2]", marks="W"),
    Row("//46,XX[20]", marks="W"),
]

FUSIONS = [
    Row("46,XX,t(9;22)(q34;q11.2)[20]", "BCR::ABL1"),
    Row("46,XX,t(9;22)(q34;q11)[20]", "BCR::ABL1"),
    Row("46,XY,t(9;22)(q34.1;q11.23)[12]/46,XY[8]", "BCR::ABL1"),
    Row("46,XX,t(9;22;14)(q34;q11.2;q24)[9]", "BCR::ABL1"),
    Row("46,XX,t(3;9;22)(p21;q34;q11.2)[9]", "BCR::ABL1"),
    Row("46,XY,der(22)t(9;22)(q34;q11.2)[9]", "BCR::ABL1"),
    Row("46,XY,der(9)t(9;22)(q34;q11.2)[9]"),
    Row("46,XY,der(9)t(9;22)(q34;q11.2),der(22)t(9;22)[9]", "BCR::ABL1"),
    Row("46,XX,ider(22)(q10)t(9;22)(q34;q11.2)[9]", "BCR::ABL1"),
    Row("45,XX,der(9;22)(p10;q10)[9]", HYPO),
    Row("45,XX,dic(9;22)(q34;q11.2)[9]", HYPO),
    Row("46,XX,t(8;22)(q24;q11.2)[9]", "IGL::MYC"),
    Row("46,XX,?t(9;22)(q34;q11.2)[9]", "", "BCR::ABL1"),
    Row("46,XX,t(9;22)(q3?4;q11.2)[9]", "", "BCR::ABL1"),
    Row("46,XX,t(9;22)(q34;?)[9]", "", "BCR::ABL1"),
    Row("46,XX,t(9;22)(q34;q11.2)[1]/46,XX[19]", "", "BCR::ABL1"),
    Row("46,XX,t(9;22)(q34;q11.2)[1]/46,idem,del(6)(q21)[1]/46,XX[9]", "BCR::ABL1", "DEL_6Q"),
    Row("46,XX,t(9;22)", "", "BCR::ABL1", "W"),
    Row("46,XX,t(9;22)(q34;q11.2)[8]/47,XX,+8,t(9;22)[3]", f"BCR::ABL1 {LOWER}"),
    Row("46,XY,t(9;22)(q34;q11.2)c[20]", marks="N"),
    Row("46,XY,t(12;21)(p13;q22)[7]", "ETV6::RUNX1"),
    Row("46,XY,t(12;21)(p13.2;q22.1)[7]", "ETV6::RUNX1"),
    Row("46,XY,t(12;21)(p12;q22)[7]", "", "ETV6::RUNX1"),
    Row("46,XY,t(12;21)(q24.1;q22)[7]"),
    Row("46,XX,t(7;12)(q22;p13)[7]"),
    Row("46,XY,der(21)t(12;21)(p13;q22)[7]", "ETV6::RUNX1"),
    Row("46,XY,der(12)t(12;21)(p13;q22)[7]"),
    Row("46,XX,t(4;11)(q21;q23)[20]", "KMT2A::AFF1 KMT2A-r"),
    Row("46,XX,t(4;11)(q21.3;q23.3)[20]", "KMT2A::AFF1 KMT2A-r"),
    Row("46,XX,t(4;11)(q12;q13)[20]"),
    Row("46,XX,t(11;19)(q23;p13.3)[20]", "KMT2A::MLLT1 KMT2A-r"),
    Row("46,XX,t(11;19)(q23;p13.1)[20]", "KMT2A::ELL KMT2A-r"),
    Row("46,XX,t(11;19)(q23;p13)[20]", "KMT2A-r", "KMT2A::MLLT1 KMT2A::ELL"),
    Row("46,XX,t(11;19)(q13;q13)[20]"),
    Row("46,XX,t(9;11)(p21;q23)[20]", "KMT2A::MLLT3 KMT2A-r"),
    Row("46,XX,t(9;11)(p21~22;q23)[20]", "KMT2A::MLLT3 KMT2A-r"),
    Row("46,XX,t(10;11)(p12;q23)[20]", "KMT2A::MLLT10 KMT2A-r"),
    Row("46,XX,ins(10;11)(p12;q23q13)[20]", "", "KMT2A::MLLT10 KMT2A-r"),
    Row("46,XX,t(6;11)(q27;q23)[20]", "KMT2A::AFDN KMT2A-r"),
    Row("46,XX,t(5;11)(q35;q23)[20]", "KMT2A::MAML1 KMT2A-r"),
    Row("46,XX,t(2;11)(p21;q23)[20]", "", "KMT2A-r"),
    Row("46,XX,inv(11)(p15q23)[20]", "", "KMT2A-r"),
    Row("46,XX,del(11)(q23)[20]"),
    Row("46,XX,add(11)(q23)[20]"),
    Row("46,XX,hsr(11)(q23)[20]"),
    Row("46,XX,der(11)t(1;11)(q21;q23)[20]"),
    Row("46,XX,t(1;19)(q23;p13.3)[20]", "TCF3::PBX1"),
    Row("46,XX,t(1;19)(q23;p13)[20]", "TCF3::PBX1"),
    Row("46,XX,der(19)t(1;19)(q23;p13.3)[20]", "TCF3::PBX1"),
    Row("46,XX,t(1;19)(q21;p13.3)[20]", "", "TCF3::PBX1"),
    Row("46,XX,t(1;19)(q23;p13.1)[20]"),
    Row("46,XX,t(1;19)(p36;q13)[20]"),
    Row("46,XX,-19,+der(19)t(1;19)(q23;p13.3)[20]", "TCF3::PBX1", "", "W"),
    Row("46,XX,t(17;19)(q22;p13.3)[20]", "TCF3::HLF"),
    Row("46,XX,t(17;19)(q11;p13.3)[20]", "", "TCF3::HLF"),
    Row("46,XX,add(19)(p13)[20]", "", "TCF3-r"),
    Row("46,XX,t(17;18)(q22;q21.2)[20]", "TCF4::HLF"),
    Row("46,XX,t(5;14)(q31;q32)[20]", "IGH::IL3"),
    Row("46,XX,t(5;14)(q35;q32)[20]", "TLX3-r"),
    Row("46,XY,t(8;14)(q24;q32)[20]", "IGH::MYC"),
    Row("46,XY,t(8;14)(q24.21;q32.3)[20]", "IGH::MYC"),
    Row("46,XY,t(2;8)(p12;q24)[20]", "IGK::MYC"),
    Row("46,XY,t(8;14)(q24;q11.2)[20]", "TRA::MYC"),
    Row("46,XY,t(8;14)(q11.2;q32)[20]", "IGH::CEBPD"),
    Row("46,XY,t(14;19)(q32;q13)[20]", "IGH-r"),
    Row("46,XY,t(14;19)(q32;p13.1)[20]", "IGH::EPOR IGH-r"),
    Row("46,Y,t(X;14)(p22;q32)[20]", "IGH::CRLF2"),
    Row("46,X,t(Y;14)(p11.3;q32)[20]", "IGH::CRLF2"),
    Row("46,XY,t(11;14)(p13;q11.2)[20]", "LMO2-r"),
    Row("46,XY,t(11;14)(p15;q11.2)[20]", "LMO1-r"),
    Row("46,XY,t(11;14)(q13;q32)[20]"),
    Row("46,XY,t(10;14)(q24;q11.2)[20]", "TLX1-r"),
    Row("46,XY,t(10;14)(q26;q11.2)[20]", "", "TRA/TRD-r"),
    Row("46,XY,t(7;10)(q34;q24)[20]", "TLX1-r"),
    Row("46,XY,t(1;14)(p32;q11.2)[20]", "TAL1-r"),
    Row("46,XY,t(1;14)(p34;q11.2)[20]", "", "TAL1-r"),
    Row("46,XY,t(1;3)(p32;p21)[20]"),
    Row("46,XY,t(10;11)(p13;q21)[20]", "PICALM::MLLT10"),
    Row("46,XY,t(14;18)(q11.2;q21)[20]"),
    Row("46,XY,t(7;9)(q34;q32)[20]", "", "TRB-r"),
    Row("46,XX,add(19)(p13) or der(19)t(1;19)(q23;p13.3)[9]", "", "TCF3-r TCF3::PBX1"),
    Row("46,XY,del(X)(p22.33p22.33)[9]", "", "P2RY8::CRLF2"),
]

FUSIONS += [
    Row("46,XX,ins(11;1)(q23;q21q32)[20]"),
    Row("46,XX,t(4;11)(q21;q23),t(14;18)(q32;q21)[20]", "", "KMT2A::AFF1 KMT2A-r"),
    Row("46,XX,t(12;14)(q15;q24) or t(12;14)(q13;q22)[20]"),
    Row("46,XX,t(4;12;21;16)(q32;p13;q22;q24.3)[20]", "ETV6::RUNX1"),
    Row("46,XX,psu dic(15;13)(q12;q12)[20]", marks="W"),
    Row("45,XX,tas(12;21)(p13;q22)[20]", HYPO),
]

OTHERS = [
    Row("46,XX,der(9)del(9)(p12)inv(9)(q13q34)[20]", "DEL_9P"),
    Row("47,XX,+8 or +9[20]", LOWER),
    Row("45,XX,-7 or -9[20]", HYPO, "MONOSOMY_7"),
    Row("48,XX,+4,+10 or +11[20]", LOWER, "TRISOMY_4_10"),
    Row("46,XX,+8 or der(22)t(9;22)(q34;q11.2)[20]", "", "BCR::ABL1"),
    Row("46,XX,t(12;16)(q13;p11.2),ace,dmin[20]"),
    Row("47,XY,-10,+fis(10)(p10),+fis(10)(q10)[20]", LOWER),
    Row("46,XX,der(1)hsr(1)(p22)hsr(1)(q31)[20]"),
    Row("45,XX,trc(4;12;9)(q31.2;q22p13;q34)[20]", HYPO, "", "W"),
    Row("45,XX,dic(9;20)(p13;q11.2)[20]", f"DIC_9_20 DEL_9P {HYPO}"),
    Row("45,XX,dic(9;20)(p11~13;q11)[20]", f"DIC_9_20 DEL_9P {HYPO}"),
    Row("45,XX,dic(9;12)(p13;p13)[20]", f"DEL_9P {HYPO}"),
    Row("46,XX,del(9)(p13)[20]", "DEL_9P"),
    Row("46,XX,del(9)(p13p22)[20]", "DEL_9P"),
    Row("46,XX,del(9)(q13q22)[20]"),
    Row("46,XX,i(9)(q10)[20]", "DEL_9P"),
    Row("46,XX,idic(9)(p12)[20]", "DEL_9P"),
    Row("46,XX,add(9)(p13)[20]", "", "DEL_9P"),
    Row("46,XX,der(9)t(8;9)(q13;p13)[20]", "DEL_9P"),
    Row("46,XX,t(8;9)(q13;p13)[20]"),
    Row("47,XX,+del(9)(p13)[20]", LOWER),
    Row("46,XX,del(6)(q15q21)[20]", "DEL_6Q"),
    Row("46,XX,del(6)(p21)[20]"),
    Row("46,XX,i(17)(q10)[20]", "I_17Q"),
    Row("46,XX,idic(17)(p11.2)[20]", "I_17Q"),
    Row("46,XX,del(17)(p11.2)[20]", "", "TP53 deletion"),
    Row("45,XX,-7[20]", f"MONOSOMY_7 {HYPO}"),
    Row("46,XX,-7,+mar[20]", "", "MONOSOMY_7"),
    Row("45,XX,der(7;9)(q10;q10)[20]", f"DEL_9P {HYPO}"),
    Row("46,XX,-7,+der(7)t(7;17)(p11;q11)[20]", "", "MONOSOMY_7", "W"),
    Row("69<3n>,XXY,-7,+8[5]", "NEAR_TRIPLOIDY", MASKED),
    Row("46,XX,add(21)(q22)[20]", "", "iAMP21"),
    Row("46,XX,dup(21)(q22q22)[20]", "", "iAMP21"),
    Row("46,XX,r(21)(p11q22)[20]", "", "iAMP21"),
    Row("46,XX,-21,+mar[20]", "", "iAMP21"),
    Row("46,XX,der(21)dup(21)(q11q22)[20]", "", "iAMP21"),
    Row("45,XX,rob(15;21)(q10;q10)c[20]", marks="N"),
    Row("47,XX,+8[20]", LOWER),
    Row("45,X,-Y[20]", HYPO),
    Row("47,XY,+mar1[3]/48,XY,+mar1,+mar2x2[4]", LOWER, "", "W"),
    Row("46,XY,10~50dmin[6]"),
    Row("46,XX,hsr(8)(q24)[6]"),
    Row("46,XX,ins(5;2)(p14;q22q32)[6]"),
    Row("46,XX,inv(16)(p13.1q22)[6]"),
    Row("46,XX,trp(1)(q21q32)[6]"),
    Row("46,XX,der(1)t(1;3)(p36;q21)add(1)(q32)[6]"),
    Row("46,X,add(X)(q24)[5]"),
    Row("46,XX,t(1;2)(p36;q31),t(3;4)(p21;q21),del(5)(q13),add(7)(q32),del(13)(q14)[9]", COMPLEX),
    Row("46,XX,t(1;2)(p36;q31),t(3;4)(p21;q21),del(5)(q13),del(13)(q14)[9]"),
    Row("46,XX,der(1)t(1;3)(p36;q21),der(2)t(2;5)(q31;q13),del(13)(q14)[9]", "", COMPLEX),
    Row(
        "46,XX,t(9;22)(q34;q11),t(1;2)(p36;q31),del(5)(q13),del(7)(q32),del(13)(q14)[9]",
        "BCR::ABL1",
    ),
    Row("46,XX,t(1;2)(p36;q31),del(5)(q13),del(7)(q32),del(13)(q14),inv(9)(p11q13)c[9]"),
]

PLOIDY = [
    Row("54,XY,+X,+4,+6,+10,+14,+17,+18,+21[12]/46,XY[8]", f"{HEH} {T410} {T41017}"),
    Row("55,XX,+X,+4,+6,+10,+14,+17,+18,+21,+21[12]", f"{HEH} {T410} {T41017}"),
    Row("53,XX,+X,+4,+6,+14,+17,+18,+21[12]", HEH),
    Row("53,XX,+X,+4,+6,+10,+14,+18,+21[cp12]", HEH, T410),
    Row("53,XX,+X,+4,+6,+del(10)(q24),+14,+18,+21[12]", HEH, T410),
    Row("53,XX,+X,+4,+6,+?10,+14,+18,+21[12]", HEH, T410),
    Row("48,XX,+4,+10[12]", f"{LOWER} {T410}"),
    Row("47,XX,+4[12]/47,XX,+10[9]", LOWER),
    Row("47,XX,+4[12]/48,idem,+10[9]", f"{LOWER} {T410}"),
    Row("53,XX,+X,+4,+6,+10,+14,+18,+21[1]/46,XX[19]", "", f"{HEH} {T410}"),
    Row("52,XX,+4,+4,+8,+8,+21,+21[12]", "", MASKED),
    Row("54,XX,+X,+X,+14,+14,+18,+18,+21,+21[12]", "", MASKED),
    Row(
        "56,XX,+X,+X,+8,+8,+14,+14,+18,+18,+21,+21[12]/28,X,+X,+8,+14,+18,+21[3]",
        "NEAR_HAPLOIDY",
        MASKED,
    ),
    Row("27,X,+14,+18,+21,+X[5]/54,idemx2[9]", f"NEAR_HAPLOIDY {MASKED}"),
    Row("50(25,X,+X,+21)x2[9]", f"NEAR_HAPLOIDY {MASKED}"),
    Row("26<n>,X,+14,+18,+21[9]", "NEAR_HAPLOIDY"),
    Row("26,X,+14,+18,+21[9]", "NEAR_HAPLOIDY"),
    Row(
        "29~32,XX,-2,-3,-4,-5,-7,-9,-12,-13,-15,-16,-17,-20[cp9]",
        "",
        "NEAR_HAPLOIDY LOW_HYPODIPLOIDY MONOSOMY_7",
    ),
    Row("37,XX,-2,-3,-4,-7,-12,-13,-15,-16,-17[9]", "LOW_HYPODIPLOIDY MONOSOMY_7"),
    Row(
        "37,XX,-2,-3,-4,-7,-12,-13,-15,-16,-17[9]/74,slx2[4]",
        f"LOW_HYPODIPLOIDY MONOSOMY_7 {MASKED}",
    ),
    Row("44,XY,-13,-20[9]", HYPO),
    Row(
        "64,XX,+1,+2,+4,+5,+6,+8,+10,+11,+12,+14,+18,+19,+20,+21,+21,+22,+X,+X[9]",
        "",
        f"{MASKED} {T410}",
    ),
    Row(
        "62,XX,+X,+2,+4,+5,+6,+8,+9,+10,+12,+14,+14,+17,+18,+21,+21,+22[9]",
        f"{HEH} {T410} {T41017}",
    ),
    Row("72<3n>,XXY,+1,+8,+21[9]", "NEAR_TRIPLOIDY", MASKED),
    Row("78<3n>,XXY,+1,+2,+4,+5,+8,+11,+18,+19,+21[9]", "NEAR_TRIPLOIDY", MASKED),
    Row("79<3n>,XXY,+1,+2,+4,+5,+8,+11,+18,+19,+21,+22[9]", "", "NEAR_TRIPLOIDY"),
    Row("92,XXYY[9]", "NEAR_TETRAPLOIDY"),
    Row("92<4n>,XXYY[9]", "NEAR_TETRAPLOIDY"),
    Row("45~48,XX,+8,-20[cp9]"),
    Row("50~52,XX,+4,+8,+18,+21[cp9]", "", f"{LOWER} {HEH}"),
    Row("61~68<3n>,XXX,-3[cp9]", "", "NEAR_TRIPLOIDY"),
    Row("52,XX,+4,+6,+8,+14,+17,+21c[9]/47,XX,+21c[11]", HEH),
    Row("48,XY,+8,+21c[9]/47,XY,+21c[11]", LOWER),
    Row("46,XY,+21c,-7[9]/47,XY,+21c[11]", f"MONOSOMY_7 {HYPO}"),
    Row("47,XY,+21?c[20]"),
    Row(
        "60,XX,+X,+4,+4,+6,+7,+8,+9,+10,+14,+17,+18,der(19)t(1;19)(q23;p13.3),+21,+21,+22[7]",
        f"{HEH} {T410} {T41017}",
        "TCF3::PBX1",
    ),
]

CLONES = [
    Row(
        "46,XX,t(12;21)(p13;q22)[4]/46,sl,del(6)(q15)[3]/47,sdl1,+21[2]",
        f"ETV6::RUNX1 DEL_6Q {LOWER}",
    ),
    Row("46,XX,t(12;21)(p13;q22)[4]/47,idem,+8[3]/48,idem,+8,+10[2]", f"ETV6::RUNX1 {LOWER}"),
    Row("46,XX,del(9)(p22)[9]/45,idem,-del(9),-9[3]", f"DEL_9P {HYPO}"),
    Row("48,XX,+8,+mar1[9]/47,idem,-mar1[3]", LOWER),
    Row("46,XX,t(9;22)(q34;q11.2)[12]//46,XY[8]", "BCR::ABL1"),
    Row("46,XX[12]//46,XY,t(9;22)(q34;q11.2)[8]", marks="W"),
    Row("//46,XY,t(9;22)(q34;q11.2)[20]", marks="W"),
    Row("46,XX,t(9;22)(q34;q11.2)[20]//", "BCR::ABL1"),
    Row("46,XX,del(5)(q13)[4],+8[2],-7[3][cp9]", "", "MONOSOMY_7"),
    Row("47,XX,+8,inc[4]", LOWER),
    Row("46,idem,+8[4]", marks="W"),
    Row("46,XX,t(1;2)(p36;q31)[9].ish t(1;2)(wcp1+;wcp2+)", marks=""),
    Row("46,XX[20].nuc ish(ABL1,BCR)x3(ABL1 con BCR)x2[90/200]", "BCR::ABL1", "", "N"),
    Row("46,XX[20].nuc ish(KMT2Ax2)[200]", "", "", "NW"),
    Row("46,XX[20].arr(X,1-22)x2", "", "", "NW"),
]

MALFORMED = [
    Row("46XY[20]", marks="NE"),
    Row("46.XY[20]", marks="NE"),
    Row(" 46, XX [20] .", marks="NE"),
    Row("46,xx[20]", marks="NE"),
    Row("Karyotype: 46,XX[20]", marks="NE"),
    Row("46,XX,T(9;22)(Q34;Q11.2)[20]", "BCR::ABL1", "", "E"),
    Row("46,XX,t(9:22)(q34:q11)[20]", "BCR::ABL1", "", "EW"),
    Row("46,XX,t(9,22)(q34,q11)[20]", "BCR::ABL1", "", "EW"),
    Row("46,XX,t(9;22)(q34;q11[20]", "BCR::ABL1", "", "EW"),
    Row("46,XX,t (9; 22) (q 34; q 11.2) [20]", "BCR::ABL1", "", "E"),
    Row("46,XX,t(9；22)（q34；q11.2）[20]", "BCR::ABL1", "", "E"),
    Row("45,XY,\u22127[20]", f"MONOSOMY_7 {HYPO}", "", "E"),
    Row("47,XX,+8[[9]", LOWER, "", "EW"),
    Row("48,XX,+8+21[9]", LOWER, "", "EW"),
    Row("46,XX,6q-[9]", "DEL_6Q", "", "EW"),
    Row("46,XX,del(6q)[9]", "DEL_6Q", "", "EW"),
    Row("46,XX,i(17q)[9]", "I_17Q", "", "EW"),
    Row("46,XX,del(9p)[9]", "DEL_9P", "", "EW"),
    Row("46,XX,9p-[9]", "DEL_9P", "", "EW"),
    Row("45-46,XX,-20[cp9]", "", "", "E"),
    Row(
        "58<2n>XY,+X,+4,+6,+8,+10,+12,+14,+17,+18,+21,+21,+22[9]", f"{HEH} {T410} {T41017}", "", "E"
    ),
    Row("46,XX,t(9;22)(q34;q11.2)[12];46,XX[8]", "BCR::ABL1", "", "EW"),
    Row("46,XX,t(9;22)(q34;q11.2)[12/60%]", "BCR::ABL1", "", "E"),
    Row("46,XX,t(9;22)(q34;q11.2),[12]", "BCR::ABL1", "", "E"),
    Row("46,XX,t(9;22)(q34;q11.2)[12]/", "BCR::ABL1", "", "E"),
    Row("47,XX,idem,+8[9]", LOWER, "", "W"),
    Row("47,XX,+8[9]/48,IDEM,+21[3]", LOWER, "", "E"),
    Row("46,XX,t(9;22)(q34;q11.2)|del(6)(q15)[9]", "BCR::ABL1 DEL_6Q", "", "EW"),
    Row("46,XX,t(4;12;9)(q21;p13q34)[9]", marks="EW"),
    Row("46,XX,t(8q-;14q+)[9]", marks="W"),
    Row("47,XX,+8 [9 cells]", LOWER, "", "E"),
    Row("46,XX,del(9)(p13/p22)[9]", "DEL_9P", "", "E"),
]

MALFORMED += [
    Row("46(44-47)<2n>X,-X,+16,del(3)(p22)[9]", "", "", "EW"),
    Row("human near-diploid karyotype with 3% polyploidy - 47(45-48)XY,+8[9]", "", "", "EW"),
    Row("47,XX,?+8[9]", LOWER, "", "E"),
    Row("46,XX,t(9;22;v)(q34;q11;v)[9]", "BCR::ABL1", "", "E"),
    Row("46,XX,t(11;v)(q23;v)[9]", "", "KMT2A-r", "E"),
    Row("46,XX,del(6)(q..)[9]", "DEL_6Q", "", "E"),
    Row("46,XX,del(6)(q13\u2192q23)[9]", "DEL_6Q", "", "EW"),
    Row("46,XX(20)", "", "", "NEW"),
    Row("46,XX{20}", "", "", "NE"),
    Row("46,XX,t(9;22)(q34;q11.2)[12/20]", "BCR::ABL1", "", "E"),
    Row("47,XX,+8[9cp]", LOWER, "", "E"),
    Row("47,XY,t(9;22)(q34;q11),+Ph[9]", f"BCR::ABL1 {LOWER}", "", "EW"),
    Row(
        "46,XX,t(12;21)(p13;q22)[4]/46,idem,del(6)(q15)[3]/47,sdl,+21[2]",
        f"ETV6::RUNX1 DEL_6Q {LOWER}",
        "",
        "W",
    ),
]

FRAGMENTS = [
    Row("t(4;11)(q21;q23)", "KMT2A::AFF1 KMT2A-r"),
    Row("t(1;19)", "", "TCF3::PBX1", "W"),
    Row("der(19)t(1;19)(q23;p13)", "TCF3::PBX1"),
    Row("-7", "MONOSOMY_7"),
    Row("+8,+21"),
    Row("t(9;22)(q34;q11),del(6)(q21)[12]", "BCR::ABL1 DEL_6Q"),
]

ROWS = NORMAL + FUSIONS + OTHERS + PLOIDY + CLONES + MALFORMED + FRAGMENTS


def test_the_corpus_is_large_enough() -> None:
    assert len({row.text for row in ROWS}) >= 150


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text)
def test_findings(row: Row) -> None:
    result = read_karyotype(row.text)
    by_status = {
        status: {
            finding.lesion
            for finding in result.findings
            if finding.status == status and finding.lesion not in SINGLE_TRISOMIES
        }
        for status in ("detected", "presumptive", "not_detected")
    }
    assert by_status["detected"] == set(row.detected.replace("TP53 deletion", "").split())
    presumptive = {row.presumptive} if "TP53" in row.presumptive else set(row.presumptive.split())
    assert by_status["presumptive"] == presumptive
    assert not by_status["not_detected"]
    assert result.normal == ("N" in row.marks)
    assert bool(result.edits) == ("E" in row.marks)
    assert bool(result.warnings) or "W" not in row.marks


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text)
def test_evidence_quotes_the_text(row: Row) -> None:
    document = to_dict(read_karyotype(row.text))
    assert json.loads(json.dumps(document)) == document
    for finding in read_karyotype(row.text).findings:
        start, end = finding.span
        assert 0 <= start < end <= len(row.text)


def test_the_span_is_the_item_that_decided() -> None:
    text = "46, XX, t (9;22) (q34;q11.2) [12]"
    (finding,) = read_karyotype(text).findings
    assert text[finding.span.start : finding.span.end] == "t (9;22) (q34;q11.2)"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("complex alt.", "at character 1"),
        ("", "no karyotype"),
        ("   ", "no karyotype"),
        ("46", "at character 1"),
        ("normal female", "at character 1"),
        ("hyperdiploid", "at character 1"),
        ("nuc ish(ABL1,BCR)x2[200]", "read_fish"),
        ("arr[GRCh38] 9p21.3(21000000_22000000)x0", "not read"),
        ("ogm[GRCh38] 21q22(...)", "not read"),
        ("rsa 21q22x3", "not read"),
        ("46,XX," + "+8," * 5000, "longer than"),
        ("46,XX[2]" + "/46,XX[2]" * 100, "too many"),
    ],
)
def test_refusals_name_the_place(text: str, place: str) -> None:
    with pytest.raises(UnreadableNotation, match=place):
        read_karyotype(text)


@pytest.mark.parametrize(
    ("text", "detected", "presumptive"),
    [
        ("54,XX,+X,+4,+8,+14,+17,+18,+21,+21[9]", "8 17 18", ""),
        ("52,XX,+5,+6,+14,+20,+21,+21[9]", "5 20", ""),
        ("47,XX,+8[1]/46,XX[19]", "", "8"),
        ("50~52,XX,+4,+8,+18,+21[cp9]", "", "8 18"),
        ("46,XX[20]", "", ""),
        ("47,XX,+21[9]", "", ""),
    ],
)
def test_single_trisomies(text: str, detected: str, presumptive: str) -> None:
    shown = {
        status: {
            finding.lesion.removeprefix("TRISOMY_")
            for finding in read_karyotype(text).findings
            if finding.lesion in SINGLE_TRISOMIES and finding.status == status
        }
        for status in ("detected", "presumptive")
    }
    assert shown == {"detected": set(detected.split()), "presumptive": set(presumptive.split())}
