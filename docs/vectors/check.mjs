// Ask an implementation for every vector of a file, and compare its answers.
//
//     node check.mjs nci-rome.json -- my-program its arguments
//
// The program gets one line of JSON for each vector on its standard input,
//     {"asks": "nci-rome", "kind": "risk", "patient": {…}, "as_of": "2025-03-20"}
// (as_of only where the vector has one), and writes one line of JSON for each, in the same
// order: what stands under "expect". The exit status is 0 if all agree.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const SETS = new Set(["missing", "grounds"]); // their order says nothing

// The same value, whatever the order of keys; null for what is absent.
function plain(value, key) {
  if (Array.isArray(value)) {
    const parts = value.map((part) => plain(part));
    return SETS.has(key) ? parts.sort() : parts;
  }
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.keys(value).sort().map((name) => [name, plain(value[name], name)]),
  );
}

function differences(expected, given) {
  if (given === null || typeof given !== "object") return ["no answer"];
  return Object.keys(expected).filter(
    (key) => JSON.stringify(plain(expected[key], key)) !== JSON.stringify(plain(given[key], key)),
  );
}

function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

const [file, dashes, program, ...rest] = process.argv.slice(2);
if (!file || dashes !== "--" || !program) {
  console.error("node check.mjs FILE -- PROGRAM [ARGUMENT …]");
  process.exit(2);
}
const { format, kind, asks, vectors } = JSON.parse(readFileSync(file, "utf8"));
if (format !== "all-risk/vectors/1") {
  console.error(`${file} is not a file of all-risk/vectors/1`);
  process.exit(2);
}
const input = vectors
  .map(({ patient, as_of }) => JSON.stringify({ asks, kind, patient, as_of }))
  .join("\n");
const run = spawnSync(program, rest, { input: `${input}\n`, encoding: "utf8", maxBuffer: 1 << 28 });
if (run.error || run.status !== 0) {
  console.error(run.error ? run.error.message : run.stderr);
  process.exit(2);
}
const lines = run.stdout.split("\n");
let failed = 0;
vectors.forEach(({ about, expect }, i) => {
  const given = parsed(lines[i] ?? "");
  const wrong = differences(expect, given);
  if (wrong.length === 0) return;
  failed += 1;
  console.log(`${about[0]}: ${wrong.join(", ")}`);
  for (const key of wrong.filter((each) => each in expect)) {
    console.log(`  expected ${JSON.stringify(expect[key])}`);
    console.log(`  given    ${JSON.stringify(given[key])}`);
  }
});
console.log(`${asks}: ${vectors.length - failed} of ${vectors.length} agree`);
process.exit(failed ? 1 : 0);
