"""Into and out of clinical systems, as pure functions over plain JSON dictionaries.

[fhir][all_risk.interop.fhir] reads FHIR R4 bundles and writes the answer as mCODE;
[phenopackets][all_risk.interop.phenopackets] reads and writes GA4GH phenopackets. Neither
needs a library beyond the core, opens a connection or reads a clock.
"""
