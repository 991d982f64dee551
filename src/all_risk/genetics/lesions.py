"""The vocabulary of genetic lesions.

[LESIONS][all_risk.genetics.lesions.LESIONS] is a table: one row per lesion that a
classification or a published scheme names. Names outside the table follow its
patterns (`TYK2-r`, `PHF6 mutation`, `KMT2A::USP2`) and are made by
[fusion][all_risk.genetics.lesions.fusion] and
[of_gene][all_risk.genetics.lesions.of_gene].

Sources of the table: WHO-HAEM5 (Alaggio, Leukemia 2022;36:1720) as listed by the NCI
PDQ for childhood ALL; ICC 2022 (Arber, Blood 2022;140:1200; Duffield, Virchows Arch
2023;482:11), paired with WHO names as in IntegrateALL's mapping file; fusion partners
from the same file.
"""

from __future__ import annotations

from typing import Final, Literal

from attrs import frozen

__all__ = ["LESIONS", "GeneKind", "Kind", "Lesion", "fusion", "of_gene"]

GeneKind = Literal["rearrangement", "mutation", "deletion", "alteration"]
Kind = Literal[GeneKind, "fusion", "ploidy", "karyotype", "amplification", "expression"]


@frozen(kw_only=True)
class Lesion:
    """A genetic abnormality with a name.

    Attributes:
        name: The canonical name, as written in documents: `BCR::ABL1`, `KMT2A-r`.
        display: The name in words, for people.
        kind: What sort of abnormality it is.
        who_haem5: The entity it defines in WHO-HAEM5, completing "B-lymphoblastic
            leukaemia/lymphoma with ...".
        icc: The entity it defines in the ICC 2022, without the leading "B-ALL with";
            provisional entities included.
        aliases: Other names, beyond those that follow from separators, gene order,
            case and old gene symbols.
        cryptic: Whether a normal banded karyotype says nothing about it: too small to
            see, usually missed, or without a banded form on record.
    """

    name: str
    display: str
    kind: Kind
    who_haem5: str | None = None
    icc: str | None = None
    aliases: tuple[str, ...] = ()
    cryptic: bool = False


_Entity = tuple[str | None, str | None]
_NONE: Final[_Entity] = (None, None)


def _lesion(
    name: str,
    display: str,
    kind: Kind,
    *aliases: str,
    entity: _Entity = _NONE,
    cryptic: bool = False,
) -> Lesion:
    who_haem5, icc = entity
    return Lesion(
        name=name,
        display=display,
        kind=kind,
        who_haem5=who_haem5,
        icc=icc,
        aliases=aliases,
        cryptic=cryptic,
    )


def fusion(
    name: str,
    *aliases: str,
    display: str = "",
    entity: tuple[str | None, str | None] = (None, None),
    cryptic: bool = False,
) -> Lesion:
    """The fusion of two genes.

    Args:
        name: Both genes in HGNC form, `A::B`.
        *aliases: Other names.
        display: The name in words, where "A::B fusion" will not do.
        entity: What it defines in WHO-HAEM5 and in the ICC 2022.
        cryptic: Whether banding misses it.

    Returns:
        The lesion.

    Examples:
        >>> fusion("KMT2A::USP2", cryptic=True).display
        'KMT2A::USP2 fusion'
    """
    display = display or f"{name} fusion"
    return _lesion(name, display, "fusion", *aliases, entity=entity, cryptic=cryptic)


def of_gene(
    gene: str,
    kind: GeneKind,
    *aliases: str,
    display: str = "",
    entity: tuple[str | None, str | None] = (None, None),
    cryptic: bool = True,
) -> Lesion:
    """A change of one gene: `GENE-r`, `GENE mutation`, `GENE deletion`, `GENE alteration`.

    Args:
        gene: The HGNC symbol.
        kind: What happened to the gene.
        *aliases: Other names.
        display: The name in words, where "GENE kind" will not do.
        entity: What it defines in WHO-HAEM5 and in the ICC 2022.
        cryptic: Whether banding misses it.

    Returns:
        The lesion.

    Examples:
        >>> of_gene("TYK2", "rearrangement").name
        'TYK2-r'
        >>> of_gene("PHF6", "mutation").name
        'PHF6 mutation'
    """
    words = f"{gene} {kind}"
    name = f"{gene}-r" if kind == "rearrangement" else words
    return _lesion(name, display or words, kind, *aliases, entity=entity, cryptic=cryptic)


def _t_cell(gene: str, *aliases: str) -> Lesion:
    # PDQ: translocations to the T-cell receptor loci are often not apparent by banding.
    loci = (f"{locus}::{gene}" for locus in ("TRA", "TRB", "TRD", "TRG"))
    return of_gene(gene, "rearrangement", *loci, *aliases)


def _fusions(pattern: str, partners: str, entity: _Entity = _NONE) -> tuple[Lesion, ...]:
    names = (pattern.format(partner) for partner in partners.split())
    return tuple(fusion(name, entity=entity, cryptic=True) for name in names)


def _each(genes: str, kind: GeneKind) -> tuple[Lesion, ...]:
    return tuple(of_gene(gene, kind) for gene in genes.split())


# Entities of more than one lesion: in WHO-HAEM5, in the ICC 2022.
_OTHER: Final = "other defined genetic abnormalities"
_KMT2A: Final = ("KMT2A rearrangement", "t(v;11q23.3)/KMT2A-r")
_ABL_CLASS: Final = (None, "BCR::ABL1-like: ABL-class")
_HLF: Final = (None, "HLF rearrangement")
_MYC: Final = (_OTHER, "MYC rearrangement")
_DUX4: Final = (_OTHER, "DUX4 rearrangement")
_MEF2D: Final = (_OTHER, "MEF2D rearrangement")
_ZNF384: Final = (_OTHER, "ZNF384(362) rearrangement")
_NUTM1: Final = (_OTHER, "NUTM1 rearrangement")
_PAX5ALT: Final = (_OTHER, "PAX5 alteration")
_ZEB2_CEBPE: Final = (_OTHER, "mutated ZEB2 p.H1038R/IGH::CEBPE")

# Translocations are written with the classical bands; the reader allows finer and
# coarser ones. Unbanded forms stand only where they mean one thing in ALL.
# fmt: off
LESIONS: Final[tuple[Lesion, ...]] = (
    # Fusions that define an entity (WHO-HAEM5, ICC 2022)
    fusion("BCR::ABL1", "Ph", "Ph1", "Philadelphia", "t(9;22)", "t(9;22)(q34;q11)",
           "der(22)t(9;22)", "der(22)t(9;22)(q34;q11)", "p185", "p190", "p210", "e1a2", "e13a2",
           "e14a2", "b2a2", "b3a2", display="Philadelphia chromosome (BCR::ABL1)",
           entity=("BCR::ABL1 fusion", "t(9;22)(q34.1;q11.2)/BCR::ABL1")),
    fusion("ETV6::RUNX1", "ETV6::AML", "t(12;21)", "t(12;21)(p13;q22)",
           entity=("ETV6::RUNX1 fusion", "t(12;21)(p13.2;q22.1)/ETV6::RUNX1"), cryptic=True),
    fusion("TCF3::PBX1", "t(1;19)", "t(1;19)(q23;p13.3)", "der(19)t(1;19)",
           "der(19)t(1;19)(q23;p13.3)",
           entity=("TCF3::PBX1 fusion", "t(1;19)(q23.3;p13.3)/TCF3::PBX1")),
    fusion("TCF3::HLF", "t(17;19)", "t(17;19)(q22;p13)", entity=("TCF3::HLF fusion", _HLF[1])),
    fusion("TCF4::HLF", "t(17;18)(q22;q21.2)", entity=_HLF),
    fusion("IGH::IL3", "IGH::IL-3", "t(5;14)(q31;q32)",
           entity=("IGH::IL3 fusion", "t(5;14)(q31.1;q32.3)/IL3::IGH")),
    fusion("KMT2A::AFF1", "t(4;11)", "t(4;11)(q21;q23)", entity=_KMT2A),
    fusion("KMT2A::MLLT1", "t(11;19)(q23;p13.3)", "t(11;19)(q23.3;p13.3)", entity=_KMT2A),
    fusion("KMT2A::MLLT3", "t(9;11)(p21;q23)", "t(9;11)(p22;q23)", entity=_KMT2A),
    fusion("KMT2A::MLLT10", "t(10;11)(p12;q23)", entity=_KMT2A),
    fusion("KMT2A::AFDN", "t(6;11)(q27;q23)", entity=_KMT2A),
    fusion("KMT2A::EPS15", "t(1;11)(p32;q23)", entity=_KMT2A),
    fusion("KMT2A::MAML1", "t(5;11)(q35;q23)", entity=_KMT2A),
    fusion("KMT2A::ELL", "t(11;19)(q23;p13.1)", "t(11;19)(q23.3;p13.1)", entity=_KMT2A),
    fusion("IGH::MYC", "IGH::c-MYC", "t(8;14)(q24;q32)", entity=_MYC),
    fusion("IGK::MYC", "t(2;8)(p12;q24)", entity=_MYC),
    fusion("IGL::MYC", "t(8;22)(q24;q11)", entity=_MYC),
    fusion("IGH::DUX4", entity=_DUX4, cryptic=True),
    fusion("ERG::DUX4", entity=_DUX4, cryptic=True),
    # Other fusions of the immunoglobulin heavy chain, and of CRLF2
    fusion("IGH::CRLF2", "t(X;14)(p22;q32)", "t(Y;14)(p11;q32)", cryptic=True),
    fusion("P2RY8::CRLF2", "del(X)(p22.33p22.33)", cryptic=True),
    fusion("IGH::EPOR", "t(14;19)(q32;p13.1)"),
    fusion("IGH::CEBPD", "t(8;14)(q11;q32)"),
    fusion("IGH::CEBPE", entity=_ZEB2_CEBPE),
    *_fusions("IGH::{}", "CEBPA CEBPB ID4 BCL2 LHX4 IGF2BP1"),
    # Fusions of T-cell ALL
    fusion("STIL::TAL1", "STIL::TAL", cryptic=True),
    fusion("PICALM::MLLT10", "t(10;11)(p13;q14)", "t(10;11)(p12;q14)", "t(10;11)(p13;q21)",
           "t(10;11)(p12;q21)"),
    *_fusions("{}::SPI1", "TCF7 STMN1"),
    *(fusion(name, cryptic=True) for name in ("SET::NUP214", "ZEB2::BCL11B", "HOXA9::MED12")),
    # Fusion partners on file (IntegrateALL): Ph-like kinases first
    *_fusions("{}::ABL1", "CENPC ETV6 EXOSC2 FOXP1 LSM14A MYO18B NUP153 NUP214 RANBP2 RCSD1 SFPQ "
                          "SNX1 SNX2 ZMIZ1", _ABL_CLASS),
    *_fusions("{}::ABL2", "PAG1 RCSD1 ZC3HAV1", _ABL_CLASS),
    *_fusions("{}::CSF1R", "SSBP2 MEF2D TBL1XR1", _ABL_CLASS),
    *_fusions("{}::PDGFRB", "EBF1 ATF7IP ETV6 SNX29 SSBP2 TNIP1 ZEB2 ZMYND8", _ABL_CLASS),
    *_fusions("{}::PDGFRA", "FIP1L1", _ABL_CLASS),
    *_fusions("{}::LYN", "GATAD2A NCOR1"),
    *_fusions("{}::EPOR", "IGK LAIR1 THADA"),
    *_fusions("{}::JAK2", "ATF7IP BCR EBF1 ETV6 OFD1 PAX5 PCM1 PPFIBP1 RFX3 SMU1 SSBP2 STRN3 "
                          "TERF2 TPR USP25 WDR37 ZNF274 ZNF340"),
    *_fusions("{}::TYK2", "MYB ZNF340"),
    *(fusion(name, cryptic=True) for name in
      ("ETV6::NTRK3", "GOPC::ROS1", "CEMIP2::PTK2B", "MYH9::IL2RB", "IKZF1::ZEB2")),
    *_fusions("MEF2D::{}", "BCL9 HNRNPUL1 DAZAP1 PYGO2 FOXJ2 HNRNPM SS18", _MEF2D),
    *_fusions("{}::ZNF384", "EP300 TCF3 TAF15 EWSR1 CREBBP SMARCA2 ARID1B CLTC NIPBL DDX42",
              _ZNF384),
    *_fusions("{}::ZNF362", "SMARCA2", _ZNF384),
    *_fusions("{}::NUTM1", "ACIN1 BRD9 CUX1 ZNF618 IKZF1 SLC12A6", _NUTM1),
    *_fusions("PAX5::{}", "ETV6 NOL4L AUTS2 ZNF521 CBFA2T3 DACH1 ELN PML", _PAX5ALT),
    # Rearrangements, whatever the partner
    of_gene("KMT2A", "rearrangement", "KMT2A", "11q23/KMT2A", "11q23/KMT2A rearrangement",
            "11q23 rearrangement", "t(v;11q23)", "t(11q23;var) or KMT2A rearrangement",
            "t(11;19)(q23;p13)", "t(11;19)(q23.3;p13)", entity=_KMT2A, cryptic=False),
    of_gene("MYC", "rearrangement", "IG::MYC", "c-MYC rearrangement", entity=_MYC, cryptic=False),
    of_gene("HLF", "rearrangement", entity=_HLF, cryptic=False),
    of_gene("TCF3", "rearrangement", cryptic=False),
    of_gene("IGH", "rearrangement", "t(14;19)(q32;q13)", display="IGH translocation"),
    of_gene("DUX4", "rearrangement", "DUX4", entity=_DUX4),
    of_gene("MEF2D", "rearrangement", "MEF2D", entity=_MEF2D),
    of_gene("ZNF384", "rearrangement", "ZNF384", entity=_ZNF384),
    of_gene("ZNF362", "rearrangement", entity=_ZNF384),
    of_gene("NUTM1", "rearrangement", "NUTM1", entity=_NUTM1),
    _lesion("CDX2/UBTF", "CDX2/UBTF (UBTF::ATXN7L3 with PAN3 and CDX2)", "rearrangement",
            "UBTF::ATXN7L3/PAN3,CDX2", "UBTF::ATXN7L3/PAN3::CDX2", "UBTF::ATXN7L3",
            entity=(_OTHER, "UBTF::ATXN7L3/PAN3,CDX2 (CDX2/UBTF)"), cryptic=True),
    # Rearrangements of Ph-like ALL (NCCN and PDQ lists; often cryptic)
    of_gene("ABL1", "rearrangement", display="ABL1 rearrangement other than BCR::ABL1"),
    *_each("CRLF2 ABL2 CSF1R PDGFRA PDGFRB EPOR JAK1 JAK2 JAK3 TYK2 FGFR1 NTRK1 NTRK2 NTRK3 FLT3 "
           "LYN PTK2B", "rearrangement"),
    _lesion("ABL-class", "ABL-class rearrangement (ABL1 other than BCR::ABL1, ABL2, CSF1R, PDGFRA, "
            "PDGFRB)", "rearrangement", "ABL-class rearrangement", entity=_ABL_CLASS, cryptic=True),
    # Rearrangements of T-cell ALL (ICC 2022 names BCL11B alone with certainty)
    _t_cell("TAL1", "t(1;14)(p32;q11)", "t(1;7)(p32;q34)"),
    _t_cell("TAL2", "t(7;9)(q34;q32)"),
    _t_cell("LMO1", "t(11;14)(p15;q11)"),
    _t_cell("LMO2", "t(11;14)(p13;q11)", "t(7;11)(q35;p13)"),
    _t_cell("LYL1"),
    _t_cell("TLX1", "TLX1", "t(10;14)", "t(10;14)(q24;q11)", "t(7;10)(q34;q24)"),
    _t_cell("TLX3", "TLX3", "BCL11B::TLX3", "t(5;14)(q35;q32)"),
    _t_cell("NKX2-1"),
    of_gene("BCL11B", "rearrangement", entity=(None, "ETP-ALL with BCL11B rearrangement")),
    *_each("HOXA SPI1", "rearrangement"),
    of_gene("TRA/TRD", "rearrangement", "TRA/D rearrangement",
            display="T-cell receptor alpha/delta translocation"),
    of_gene("TRB", "rearrangement", display="T-cell receptor beta translocation"),
    of_gene("TRG", "rearrangement", display="T-cell receptor gamma translocation"),
    # Ploidy (WHO-HAEM5 knows one hypodiploidy, the ICC 2022 two)
    _lesion("NEAR_HAPLOIDY", "near haploidy", "ploidy", entity=("hypodiploidy", "near haploid")),
    _lesion("LOW_HYPODIPLOIDY", "low hypodiploidy", "ploidy", "LH",
            entity=("hypodiploidy", "low hypodiploid")),
    _lesion("HIGH_HYPODIPLOIDY", "high hypodiploidy", "ploidy"),
    _lesion("MASKED_HYPODIPLOIDY", "masked (doubled) hypodiploidy", "ploidy",
            "doubled hypodiploidy", entity=("hypodiploidy", None), cryptic=True),
    _lesion("LOW_HYPERDIPLOIDY", "low hyperdiploidy", "ploidy"),
    _lesion("HIGH_HYPERDIPLOIDY", "high hyperdiploidy", "ploidy", "HeH", "HHD",
            entity=("high hyperdiploidy", "hyperdiploid")),
    _lesion("NEAR_TRIPLOIDY", "near triploidy", "ploidy"),
    _lesion("NEAR_TETRAPLOIDY", "near tetraploidy", "ploidy"),
    _lesion("TRISOMY_4_10", "trisomies of chromosomes 4 and 10", "ploidy", "double trisomy",
            "trisomies 4 and 10", "trisomies 4+10", "double trisomy 4+10", "DT(4+10)",
            "trisomy of both chromosomes 4 and 10", "double trisomy 4 and 10"),
    _lesion("TRISOMY_4_10_17", "trisomies of chromosomes 4, 10 and 17", "ploidy", "triple trisomy",
            "trisomies 4, 10 and 17", "trisomies 4, 10, and 17", "trisomies 4, 10, 17",
            "trisomies 4+10+17",
            "triple trisomy 4+10+17", "triple trisomy 4, 10, 17", "triple trisomy 4, 10 and 17"),
    *(_lesion(f"TRISOMY_{n}", f"trisomy {n}", "ploidy", f"trisomy {n}", f"+{n}")
      for n in (5, 8, 17, 18, 20)),
    # Other findings of the karyotype
    _lesion("COMPLEX_KARYOTYPE", "complex karyotype", "karyotype"),
    _lesion("MONOSOMY_7", "monosomy 7", "karyotype"),
    _lesion("DEL_6Q", "deletion of 6q", "karyotype"),
    _lesion("DEL_9P", "loss of 9p", "karyotype"),
    _lesion("DIC_9_20", "dic(9;20)", "karyotype", "dic(9;20)", "dic(9;20)(p11;q11)",
            "dic(9;20)(p12;q11)", "dic(9;20)(p13;q11)"),
    _lesion("I_17Q", "isochromosome 17q", "karyotype", "i(17q)", "i(17)(q10)", "iso(17q)",
            "idic(17)(p11)"),
    _lesion("iAMP21", "iAMP21 (intrachromosomal amplification of chromosome 21)", "amplification",
            "intrachromosomal amplification of chromosome 21", "RUNX1 amplification", "amp(21)",
            entity=("iAMP21", "iAMP21"), cryptic=True),
    # Entities called by expression, and by single mutations
    _lesion("Ph-like", "Ph-like (BCR::ABL1-like)", "expression", "BCR::ABL1-like", "Ph1-like",
            "Philadelphia-like", "Ph-like (BCR::ABL1-like)", "BCR::ABL1-like (Ph-like)",
            "BCR::ABL1-like features", entity=("BCR::ABL1-like features", "BCR::ABL1-like"),
            cryptic=True),
    _lesion("ETV6::RUNX1-like", "ETV6::RUNX1-like", "expression", "ETV6::RUNX1-like features",
            entity=("ETV6::RUNX1-like features", "ETV6::RUNX1-like"), cryptic=True),
    _lesion("ZNF384-r-like", "ZNF384-rearranged-like", "expression", "ZNF384-like",
            entity=(_OTHER, "ZNF384-r-like"), cryptic=True),
    _lesion("KMT2A-r-like", "KMT2A-rearranged-like", "expression", "KMT2A-like",
            entity=(_OTHER, "KMT2A-r-like"), cryptic=True),
    _lesion("PAX5alt", "PAX5alt (the PAX5-altered subtype)", "alteration",
            entity=_PAX5ALT, cryptic=True),
    _lesion("PAX5 P80R", "PAX5 P80R mutation", "mutation", "PAX5 P80R mutation", "PAX5 p.Pro80Arg",
            "PAX5 p.P80R", entity=(_OTHER, "mutated PAX5 P80R"), cryptic=True),
    _lesion("IKZF1 N159Y", "IKZF1 N159Y mutation", "mutation", "IKZF1 N159Y mutation",
            "IKZF1 p.Asn159Tyr", "IKZF1 p.N159Y", entity=(_OTHER, "mutated IKZF1 N159Y"),
            cryptic=True),
    _lesion("ZEB2 H1038R", "ZEB2 H1038R mutation", "mutation", "ZEB2 H1038R mutation",
            "ZEB2 p.H1038R", entity=_ZEB2_CEBPE, cryptic=True),
    # Single genes: copy-number profiles, IKZF1plus, Ph-like and T-cell classifiers
    *_each("IKZF1 ERG PAX5 ETV6 BTG1 RB1 EBF1 TP53 PTEN", "deletion"),
    of_gene("CDKN2A", "deletion", "p16 deletion"),
    of_gene("CDKN2B", "deletion", "p15 deletion"),
    _lesion("IKZF1 focal deletion", "focal (intragenic) deletion of IKZF1", "deletion",
            "focal IKZF1 deletion", "intragenic IKZF1 deletion", cryptic=True),
    of_gene("PAR1", "deletion", display="deletion of the pseudoautosomal region 1 (PAR1)"),
    _lesion("CDKN2A_HOMOZYGOUS_DELETION", "homozygous deletion of CDKN2A", "deletion",
            "homozygous CDKN2A deletion", "homozygous deletion of CDKN2A",
            "homozygous p16 deletion", "biallelic CDKN2A deletion", "CDKN2A biallelic deletion",
            cryptic=True),
    *_each("TP53 NOTCH1 FBXW7 NRAS KRAS PTEN PHF6 EP300 PIK3CA PIK3R1 DNMT3A IDH1 IDH2 IKZF1 PAX5 "
           "CRLF2 JAK1 JAK2 JAK3 IL7R SH2B3 FLT3", "mutation"),
    *_each("IKZF1 TP53 PTEN PAX5 CRLF2", "alteration"),
)
"""Every lesion with a row of its own."""
# fmt: on
