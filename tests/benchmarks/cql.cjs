// Runs ELM over patients with cql-execution, and says how long it took.
// node cql.cjs MODULE ELM PATIENTS: a folder with node_modules, and two files of JSON.
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");

const [folder, elm, patients] = process.argv.slice(2);
const cql = createRequire(`${folder}/`)("cql-execution");
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const library = new cql.Library(read(elm));
const records = read(patients);

async function once() {
  const executor = new cql.Executor(library);
  const start = process.hrtime.bigint();
  const results = await executor.exec(new cql.PatientSource([...records]));
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  return { seconds, results: results.patientResults };
}

(async () => {
  const runs = [];
  for (let i = 0; i < 5; i++) runs.push(await once());
  const seconds = runs.map((run) => run.seconds).sort((a, b) => a - b)[2];
  const names = Object.keys(runs[0].results[records[0].id]).filter((name) => name !== "Patient");
  const answers = records.map(({ id }) => names.map((name) => runs[0].results[id][name]));
  process.stdout.write(JSON.stringify({ seconds, names, answers }));
})();
