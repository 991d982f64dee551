# %% [markdown]
# # A made-up cohort in TARGET's shape
#
# No row of this table describes anybody: `all_risk.testing` makes it from a seed, with the
# headers and words of TARGET's clinical supplement, with gaps, and with one value in a hundred
# that nobody can read.

# %%
import polars as pl

from all_risk import cohort
from all_risk.testing import synthetic_target

table = synthetic_target(600, seed=2026, unreadable=0.01)
reading = cohort.read_target(table)
print(f"{len(reading.patients)} patients, {len(reading.rejects)} values refused")
for reject in reading.rejects[:4]:
    print(f"row {reject.row}, {reject.column}: {reject.value!r}")

# %% [markdown]
# Two schemes over the same patients. Patients a scheme cannot place yet are not left out.

# %%
frame = reading.frame(keep=["Event Free Survival Time in Days", "First Event"])
compared = cohort.agreement(frame, "nci-rome", "cog-aall1731-1732")
print(compared)

# %%
figure = compared.plot()

# %% [markdown]
# Most of them are open in the COG scheme. Which result would settle most?

# %%
found = cohort.missing_map(frame, "cog-aall1731-1732")
figure = found.plot(most=8)

# %% [markdown]
# Event-free survival by NCI/Rome group. In this table a first event of `None` means that
# nothing happened.

# %%
grouped = cohort.classify(frame, "nci-rome").with_columns(
    time=pl.col("Event Free Survival Time in Days").cast(pl.Float64),
    event=pl.col("First Event") != "None",
)
curves = cohort.kaplan_meier(
    grouped, time="time", event="event", by="group", title="Event-free survival (made up)"
)
print(curves.table([365, 1825]))

# %%
figure = curves.plot()
