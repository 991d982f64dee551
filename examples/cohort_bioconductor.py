# %% [markdown]
# # 128 patients of the Bioconductor package ALL
#
# The phenotype table of the data package `ALL` (Chiaretti, Ritz; Artistic-2.0) has no white
# cell count, no MRD and no start of treatment. What can be said of these patients all the
# same, and what is missing most?

# %%
from pathlib import Path

import polars as pl

from all_risk import cohort

table = pl.read_csv(Path("examples/data/bioconductor_ALL_phenotype.csv"), infer_schema_length=0)
reading = cohort.read_bioconductor(table)
for account in reading.accounts:
    print(f"{account.column:12} read {account.read:3}, missing {account.missing:2}")
for reject in reading.rejects:
    print(f"row {reject.row}, {reject.column}: {reject.value!r} is {reject.reason}")

# %% [markdown]
# Each row became a patient, and each patient's facts are now a row. Who are they?

# %%
frame = reading.frame()
answers = cohort.evaluate(frame, on_absent="ignore")
print(
    cohort.summary(
        answers, by="refer", facts=["age", "lineage", "BCR::ABL1", "KMT2A::AFF1", "relapses"]
    )
)

# %% [markdown]
# Where it is open whether the risk of relapse is high, which test would have brought an answer
# nearer? Facts that nobody recorded count as missing for everybody.

# %%
found = cohort.missing_map(frame, "nmdp-patient-2017", trigger="high_risk_of_relapse")
print(found)

# %%
figure = found.plot()

# %% [markdown]
# `because` and `missing` say the same for each patient.

# %%
told = cohort.evaluate(frame, reasons=True, on_absent="ignore")
for row in told.filter(pl.col("refer") == "unknown").head(3).iter_rows(named=True):
    print(f"{row['id']}: could be changed by {row['missing'].replace('|', ', ')}")
