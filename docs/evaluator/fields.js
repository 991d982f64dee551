// What the form asks, in order. Paths and options are those of the patient document; a test
// holds them against its schema. `rows` are lists; `none` is a list that may say "none".

const TIMEPOINTS = [
  "induction_day_8", "induction_day_15", "induction_day_19", "end_of_induction", "end_of_ib",
  "week_10", "week_11", "week_12", "week_14", "week_15", "week_16", "week_22",
  "end_of_early_consolidation", "end_of_consolidation", "end_of_reinduction", "other",
];
const METHODS = ["karyotype", "fish", "pcr", "flow", "ngs", "array", "panel", "rna_seq", "wgs", "ogm"];
const SITES = ["marrow", "cns", "testis", "other"];
const DATE = { path: "date", kind: "date" };

export const SECTIONS = [
  {
    name: "diagnosis",
    open: true,
    fields: [
      { path: "diagnosis.age", kind: "quantity", units: ["years", "months", "weeks", "days"] },
      { path: "diagnosis.wbc", kind: "quantity", units: ["x10^9/L", "/uL", "K/uL"] },
      { path: "diagnosis.lineage", kind: "choice", options: ["B", "T", "mixed"] },
      {
        path: "diagnosis.cns",
        kind: "choice",
        options: ["CNS1", "CNS2", "CNS2a", "CNS2b", "CNS2c", "CNS3", "CNS3a", "CNS3b", "CNS3c"],
      },
      { path: "sex", kind: "choice", options: ["female", "male"] },
      { path: "birth_date", kind: "date" },
      { path: "diagnosis.date", kind: "date" },
      { path: "diagnosis.down_syndrome", kind: "flag" },
      { path: "diagnosis.testicular", kind: "flag" },
      { path: "diagnosis.steroid_pretreatment", kind: "flag" },
      { path: "diagnosis.prior_cml", kind: "flag" },
    ],
  },
  {
    name: "genetics",
    open: true,
    rows: "genetics",
    shapes: {
      karyotype: [{ path: "karyotype", kind: "notation" }, DATE],
      fish: [{ path: "fish", kind: "notation" }, DATE],
      lesion: [
        { path: "lesion", kind: "lesion" },
        {
          path: "status",
          kind: "choice",
          options: ["detected", "not_detected", "presumptive", "inconclusive"],
          preset: "detected",
        },
        { path: "method", kind: "choice", options: METHODS },
        DATE,
      ],
      modal_number: [{ path: "modal_number", kind: "number" }, DATE],
      dna_index: [{ path: "dna_index", kind: "number" }, DATE],
    },
  },
  {
    name: "mrd",
    rows: "mrd",
    shapes: {
      mrd: [
        { path: "timepoint", kind: "choice", options: TIMEPOINTS },
        { path: "level", kind: "text" },
        { path: "sensitivity", kind: "text" },
        { path: "specimen", kind: "choice", options: ["marrow", "blood"] },
        { path: "method", kind: "choice", options: METHODS },
        { path: "day", kind: "number" },
        DATE,
      ],
    },
  },
  {
    name: "response",
    fields: [{ path: "treatment.started", kind: "date" }],
    rows: "treatment.responses",
    shapes: {
      response: [
        { path: "timepoint", kind: "choice", options: TIMEPOINTS },
        { path: "day", kind: "number" },
        DATE,
        { path: "marrow_blasts", kind: "text" },
        { path: "status", kind: "choice", options: ["CR", "CRi", "MLFS", "PR", "NR"] },
      ],
    },
  },
  {
    name: "relapse",
    fields: [{ path: "treatment.ended", kind: "date" }],
    rows: "treatment.relapses",
    none: true,
    shapes: { relapse: [DATE, { path: "sites", kind: "several", options: SITES }] },
  },
  {
    name: "transplant",
    fields: [{ path: "treatment.transplant_consultation", kind: "flag" }],
    rows: "treatment.transplants",
    none: true,
    shapes: {
      transplant: [DATE, { path: "donor", kind: "choice", options: ["allogeneic", "autologous"] }],
    },
  },
];
