"""The wire form of a reading: plain data, as `to_json` writes it."""

from __future__ import annotations

from all_risk.genetics import fish, karyotype
from all_risk.genetics.clones import Clone
from all_risk.genetics.findings import ReadFinding
from all_risk.genetics.fish import FishResult
from all_risk.genetics.iscn.model import CHROMOSOMES, Edit, Item, Range
from all_risk.genetics.karyotype import Karyotype
from all_risk.genetics.signals import ProbeSet

__all__ = ["to_dict"]


def to_dict(reading: Karyotype | FishResult) -> dict[str, object]:
    """A reading as plain data.

    Args:
        reading: What `read_karyotype` or `read_fish` returned.

    Returns:
        A dictionary that `json.dumps` takes.

    Examples:
        >>> from all_risk.genetics.karyotype import read_karyotype
        >>> document = to_dict(read_karyotype("45,XY,-7[40]"))
        >>> document["format"], document["normal"]
        ('all-risk/karyotype/1', False)
    """
    if isinstance(reading, Karyotype):
        name: str = karyotype.FORMAT
        clones = [_clone(clone) for clone in reading.clones]
    else:
        name = fish.FORMAT
        clones = [_set(one) for one in reading.sets]
    return {
        "format": name,
        "text": reading.text,
        "edits": [_edit(edit) for edit in reading.edits],
        "warnings": list(reading.warnings),
        "normal": reading.normal,
        "unlikely": list(reading.unlikely),
        "clones": clones,
        "findings": [_finding(finding) for finding in reading.findings],
    }


def _finding(finding: ReadFinding) -> dict[str, object]:
    return {
        "lesion": finding.lesion,
        "status": finding.status,
        "clone": finding.clone,
        "span": list(finding.span),
        "reason": finding.reason,
    }


def _edit(edit: Edit) -> dict[str, object]:
    return {
        "span": list(edit.span),
        "was": edit.was,
        "now": edit.now,
        "why": edit.why,
        "kind": edit.kind,
    }


def _range(count: Range | None) -> list[int] | None:
    return None if count is None else list(count)


def _clone(clone: Clone) -> dict[str, object]:
    return {
        "text": clone.text,
        "span": list(clone.span),
        "side": clone.side,
        "count": _range(clone.count),
        "ploidy": clone.ploidy,
        "sex": clone.sex or None,
        "items": [_item(item) for item in clone.items],
        "parent": clone.parent,
        "cells": clone.cells,
        "composite": clone.composite,
        "incomplete": clone.incomplete,
        "whole_gains": list(clone.whole_gains),
        "copies": {
            name: list(copies) for name, copies in zip(CHROMOSOMES, clone.copies, strict=True)
        },
    }


def _item(item: Item) -> dict[str, object]:
    return {
        "text": item.text,
        "kind": item.kind,
        "span": list(item.span),
        "constitutional": item.constitutional,
    }


def _set(one: ProbeSet) -> dict[str, object]:
    return {
        "text": one.text,
        "span": list(one.span),
        "signals": [
            {
                "probe": signal.end + signal.probe,
                "count": _range(signal.count),
                "constitutional": signal.constitutional,
                "amplified": signal.amplified,
            }
            for signal in one.signals
        ],
        "relations": [
            {
                "link": relation.link,
                "probes": list(relation.probes),
                "count": _range(relation.count),
            }
            for relation in one.relations
        ],
        "abnormal": one.abnormal,
        "total": one.total,
        "normal": one.normal,
    }
