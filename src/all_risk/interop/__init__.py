"""Into and out of clinical systems, as pure functions over plain JSON dictionaries.

[fhir][all_risk.interop.fhir] reads FHIR R4 bundles and writes the answer as mCODE;
[phenopackets][all_risk.interop.phenopackets] reads and writes GA4GH phenopackets;
[cds_hooks][all_risk.interop.cds_hooks] makes the cards that a record shows. None needs a
library beyond the core, opens a connection or reads a clock.
"""
