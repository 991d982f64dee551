"""How many karyotypes a second are read on one core: `python tests/benchmarks/bench_karyotype.py`.

At least 5,000 typical ones are asked for. Where `iscn-authenticator` is installed, its time
over the strings both read is printed beside it.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Sequence

from all_risk.genetics.karyotype import read_karyotype

TYPICAL: tuple[str, ...] = (
    "46,XX[20]",
    "46,XY[25]",
    "47,XX,+21c[20]",
    "46,XX,t(9;22)(q34;q11.2)[12]/46,XX[8]",
    "45,XY,dic(9;20)(p13;q11.2)[17]/46,XY[3]",
    "54,XY,+X,+4,+6,+10,+14,+17,+18,+21[12]/46,XY[8]",
    "46,XY,t(12;21)(p13;q22)[4]/46,idem,del(6)(q15q21)[6]/46,XY[10]",
    "46,XX,t(1;19)(q23;p13.3)[6]/46,idem,add(7)(p22)[8]/46,XX[6]",
    "46,XY,del(9)(p13p22)[10]/46,XY[10]",
    "39,XY,-2,-3,-7,-13,-15,-16,-17[11]/78,idemx2[4]/46,XY[5]",
    "46,XX,t(4;11)(q21;q23)[20]",
    "47,XX,del(12)(p11.2p12),+21[7]/46,XX[13]",
)


def rate(read: Callable[[str], object], texts: Sequence[str], seconds: float = 2.0) -> float:
    """Texts read in a second, the best of three runs."""
    best = 0.0
    for _ in range(3):
        done, start = 0, time.perf_counter()
        while (passed := time.perf_counter() - start) < seconds / 3:
            for text in texts:
                read(text)
            done += len(texts)
        best = max(best, done / passed)
    return best


def main() -> None:
    print(f"typical karyotypes: {rate(read_karyotype, TYPICAL):,.0f}/s")
    try:
        other = importlib.import_module("iscn_authenticator")
    except ImportError:
        print("iscn-authenticator is not installed: no comparison")
        return
    shared = [text for text in TYPICAL if other.is_valid_karyotype(text)]
    print(f"both read {len(shared)} of {len(TYPICAL)}")
    print(f"  all_risk           {rate(read_karyotype, shared):,.0f}/s")
    print(f"  iscn-authenticator {rate(other.is_valid_karyotype, shared):,.0f}/s")


if __name__ == "__main__":
    main()
