"""Coverage-guided fuzzing of both readers: `fuzz_notation.py -max_total_time=600`.

Needs `atheris`. Any exception but the library's own, any finding without its piece of text,
any canonical form that reads differently, and any input that takes a second is a crash.
"""

from __future__ import annotations

import sys
import time

import atheris

with atheris.instrument_imports(include=["all_risk"]):
    from all_risk.errors import AllRiskError
    from all_risk.genetics.document import to_dict
    from all_risk.genetics.fish import FishResult, read_fish
    from all_risk.genetics.iscn.normalise import normalise
    from all_risk.genetics.karyotype import Karyotype, read_karyotype
    from all_risk.genetics.picture import copy_number_line, ideogram_svg

# pieces that random bytes would seldom make
_PIECES = (
    "46,XX", "54,XY", "45~48", "<3n>", "[20]", "[cp9]", "idem", "sl", "sdl1", "x2", "/", "//",
    "t(9;22)(q34;q11.2)", "der(22)t(9;22)", "dic(9;20)(p13;q11)", "del(6)(q?)", "(q21~22)",
    "inv(9)(p12q13)c", "+mar", "+21c", "-7", "?", " or ", ",inc", ".ish ", ".nuc ish", "i(17q)",
    "nuc ish", "ish ", "(ABL1,BCR)x3", "(ABL1 con BCR)x2", "[87/200]", "5'KMT2A sep 3'KMT2Ax1",
    "RUNX1 amp", "CEP4x3", "1R1G2F", "BCR/ABL1", "cut-off 1%", "50(25,X,+X,+21)x2", "−", "×",
)  # fmt: skip


def _text(data: bytes) -> str:
    provider = atheris.FuzzedDataProvider(data)
    pieces: list[str] = []
    while provider.remaining_bytes() and len(pieces) < 60:
        if provider.ConsumeBool():
            pieces.append(_PIECES[provider.ConsumeIntInRange(0, len(_PIECES) - 1)])
        else:
            pieces.append(provider.ConsumeUnicodeNoSurrogates(3))
    return "".join(pieces)


def one(data: bytes) -> None:
    """Read one made-up text with both readers."""
    text = _text(data)
    begun = time.process_time()
    for read in (read_karyotype, read_fish):
        result: Karyotype | FishResult
        try:
            result = read(text)
        except AllRiskError:
            continue
        to_dict(result)
        for finding in result.findings:
            start, end = finding.span
            if not 0 <= start < end <= len(text):
                raise AssertionError(f"no evidence for {finding} in {text!r}")
        if isinstance(result, Karyotype):
            ideogram_svg(result)
            for clone in result.clones:
                copy_number_line(clone)
            again = read_karyotype(result.canonical)
            if again.canonical != result.canonical:
                raise AssertionError(f"{text!r}: {result.canonical!r} reads as {again.canonical!r}")
    try:
        once = normalise(text).text
    except AllRiskError:
        return
    if normalise(once).text != once:
        raise AssertionError(f"normalising {text!r} twice changes it")
    if time.process_time() - begun > 1:
        raise AssertionError(f"too slow: {text!r}")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
