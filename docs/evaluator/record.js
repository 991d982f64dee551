// The patient document as the form holds it: plain data, addressed by paths as errors name them.

export const FORMAT = "all-risk/patient/1";

const steps = (path) =>
  [...path.replace(/^\$\.?/, "").matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) =>
    index === undefined ? name : Number(index),
  );

export const read = (record, path) => steps(path).reduce((part, step) => part?.[step], record);

// Set a value, or take it away where it is undefined; objects left empty go with it.
export function write(record, path, value) {
  const [last, ...before] = steps(path).reverse();
  const parents = [record];
  for (const step of before.reverse()) {
    const parent = parents.at(-1);
    parent[step] ??= {};
    parents.push(parent[step]);
  }
  if (value !== undefined) parents.at(-1)[last] = value;
  else delete parents.at(-1)[last];
  for (let depth = before.length; depth > 0; depth -= 1) {
    const empty = !Array.isArray(parents[depth]) && Object.keys(parents[depth]).length === 0;
    const member = typeof before[depth - 1] === "string";
    if (empty && member) delete parents[depth - 1][before[depth - 1]];
  }
}

const blank = (value) => value === undefined || value === null || value === "";

// A row of the form in which nothing was entered yet; a preset status is no entry.
const untouched = (row) =>
  typeof row === "object" && row !== null && Object.entries(row).every(([key, value]) => key === "status" || blank(value));

const DROPPED_IF_BLANK = ["genetics", "mrd", "treatment.responses"];

// The document without empty rows, and where each path of it stands in the form.
export function documentOf(record) {
  const document = { format: FORMAT, ...structuredClone(record) };
  const kept = {};
  for (const path of DROPPED_IF_BLANK) {
    const rows = read(document, path);
    if (!Array.isArray(rows)) continue;
    kept[path] = [...rows.keys()].filter((index) => !untouched(rows[index]));
    const entered = kept[path].map((index) => rows[index]);
    write(document, path, entered.length ? entered : undefined);
  }
  const inForm = (path) => {
    for (const [list, indices] of Object.entries(kept)) {
      const head = `$.${list}[`;
      if (!path.startsWith(head)) continue;
      const index = Number.parseInt(path.slice(head.length), 10);
      return head + indices[index] + path.slice(head.length + String(index).length);
    }
    return path;
  };
  return { text: JSON.stringify(document, null, 2), inForm };
}

// A record from JSON text, or undefined where it is not an object.
export function recordOf(text) {
  try {
    const document = JSON.parse(text);
    return document !== null && typeof document === "object" && !Array.isArray(document) ? document : undefined;
  } catch {
    return undefined;
  }
}

// The document in a file: the file itself, or the record in an answer that was downloaded here.
export function documentIn(text) {
  const shared = recordOf(text)?.patient;
  return shared === undefined ? text : JSON.stringify(shared, null, 2);
}

// What stands in a text box, as a value of the document and back.
export const asValue = (text) => {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  if (!trimmed.startsWith("{")) return trimmed;
  try {
    return JSON.parse(trimmed);
  } catch {
    return trimmed;
  }
};

export const asNumber = (text) => {
  const value = asValue(text);
  return typeof value === "string" && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
};

export const asText = (value) =>
  blank(value) ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);

// A number and its unit are two boxes; what names its own unit is kept as it was written.
export function joined(number, unit) {
  const value = asValue(number);
  return typeof value === "string" && unit && /^[<>=≤≥]*\s*[\d.,]+$/.test(value) ? `${value} ${unit}` : value;
}

export function parted(value, units) {
  const text = asText(value);
  const unit = units.find((each) => text.endsWith(` ${each}`));
  const number = unit === undefined ? text : text.slice(0, -unit.length - 1);
  return /^[<>=≤≥]*\s*[\d.,]+$/.test(number) && unit !== undefined ? [number, unit] : [text, ""];
}
