// The evaluator: a form, the same record as JSON, and the answer of the library to it.
// Nothing is stored and nothing is sent; all of it lives in this page and its worker.

import { copy, download, showReadings, showReferral, showScheme, showSchemes, showSources, verdictOf } from "./answer.js";
import { make, options } from "./elements.js";
import { startEngine } from "./engine.js";
import { buildForm, emptyRecord, showProblems } from "./form.js";
import { documentIn, documentOf, recordOf } from "./record.js";
import { LANGUAGES, say, speak } from "./words.js";

const AUDIENCES = ["clinician", "patient"];
const root = document.getElementById("workbench");

// What is known and asked. `text` is what is evaluated; `inForm` leads from its paths to the form's.
const state = {
  record: emptyRecord(),
  text: "",
  inForm: (path) => path,
  language: document.documentElement.lang in LANGUAGES ? document.documentElement.lang : "en",
  audience: "clinician",
  guideline: "nmdp-patient-2017",
  asOf: "",
  scheme: undefined,
  vocabulary: undefined,
  examples: [],
  answer: {}, // the parts of the answer that is shown
  wanted: false, // whether an answer was asked for
};
let engine;
let page; // the elements that change, by name

function start() {
  speak(state.language);
  Object.assign(state, documentOf(state.record));
  layOut();
  load();
}

// Loading the library.

function load() {
  engine?.stop();
  let shown = 0;
  engine = startEngine({
    progress({ stage, loaded, total }) {
      if (stage === "starting") return loading(say("ui.starting"));
      if (performance.now() - shown < 100) return undefined;
      shown = performance.now();
      const mb = (bytes) => (bytes / 1e6).toFixed(1);
      return loading(`${say("ui.loading")}: ${say("ui.loading.of", { loaded: mb(loaded), total: mb(total) })}`, loaded / total);
    },
    ready({ vocabulary, examples }) {
      Object.assign(state, { vocabulary, examples });
      page.loading.replaceChildren();
      root.dataset.state = "ready";
      announce(say("ui.ready", { version: vocabulary.version }));
      offer();
      if (state.wanted) evaluate();
      else refresh();
    },
    failed({ message }) {
      engine.stop();
      root.dataset.state = "failed";
      page.loading.replaceChildren(
        make("p", { role: "alert" }, say("ui.failed", { message })),
        make("button", { type: "button", onclick: load }, say("ui.retry")),
      );
      refresh();
    },
    broken({ message }) {
      root.dataset.answer = "broken";
      page.note.textContent = say("ui.broken", { message });
      page.answer.removeAttribute("aria-busy");
    },
    answer: ({ part, reply }) => received(part, reply),
  });
  root.dataset.state = "loading";
  announce(say("ui.loading"));
  loading(say("ui.loading"), 0);
}

function loading(words, share) {
  const bar = make("progress", { max: 1, "aria-label": words });
  if (share !== undefined) bar.value = Math.min(share, 1);
  page.loading.replaceChildren(bar, make("span", {}, words));
}

const announce = (words) => {
  page.status.textContent = words;
};

// Asking and answering.

function evaluate() {
  state.wanted = true;
  if (root.dataset.state !== "ready") return refresh();
  page.answer.setAttribute("aria-busy", "true");
  page.note.textContent = say("ui.working");
  ask(["referral", "side_by_side", "one_scheme"]);
}

function ask(parts) {
  const { text, guideline, asOf, audience, language, scheme } = state;
  root.dataset.answer = "working";
  // Which scheme to show is known only once all were asked.
  const now = scheme === undefined ? parts.filter((part) => part !== "one_scheme") : parts;
  engine.ask({ document: text, guideline, as_of: asOf || null, audience, language, scheme }, now);
  state.last = now.at(-1);
}

function received(part, reply) {
  if (reply.problems) return refused(reply.problems);
  state.answer[part] = { ...reply, of: state.text };
  if (part === "referral") {
    page.problems.replaceChildren();
    showProblems(root, remarks(reply));
    showReferral(page.referral, reply);
    showReadings(page.readings, reply.readings);
    announce(say("ui.answered", { verdict: verdictOf(page.referral) || reply.wordless }));
    page.note.textContent = "";
    show(true);
  } else if (part === "side_by_side") {
    showSources(page.sources, reply);
    const ids = reply.schemes.map(({ id }) => id);
    const usual = (reply.schemes.find(({ open }) => open) ?? reply.schemes[0])?.id;
    const known = ids.includes(state.scheme);
    if (!known) state.scheme = usual;
    showSchemes(page.schemes, reply.schemes, state.scheme, (id) => {
      state.scheme = id;
      ask(["one_scheme"]);
    });
    if (!known && state.scheme) return ask(["one_scheme"]);
  } else {
    if (reply.wordless) page.schemes.replaceChildren(); // said above the table already
    else showScheme(page.schemes, reply);
  }
  if (part === state.last) {
    root.dataset.answer = "shown";
    page.answer.removeAttribute("aria-busy");
  }
  return undefined;
}

// A string that cannot be read counts for nothing, and of another a part may not count; that
// is said beside it, and the rest is answered.
const remarks = ({ readings }) =>
  readings.flatMap(({ path, problems = [], warnings = [] }) => [
    ...problems.map(({ message }) => ({ path: state.inForm(path), message })),
    ...warnings.map((message) => ({ path: state.inForm(path), message, mild: true })),
  ]);

function refused(problems) {
  root.dataset.answer = "refused";
  page.answer.removeAttribute("aria-busy");
  page.note.textContent = "";
  show(false);
  const placed = showProblems(root, problems.map((each) => ({ ...each, path: state.inForm(each.path) })));
  const items = placed.map(({ path, message, control, name }) => {
    const words = `${name ?? path.replace(/^\$\.?/, "")}: ${message}`.replace(/^: /, "");
    if (!control) return make("li", {}, words);
    const link = make("a", { href: `#${control.id}`, onclick: (event) => {
      event.preventDefault();
      control.focus();
    } }, words);
    return make("li", {}, link);
  });
  page.problems.replaceChildren(make("h3", { class: "part" }, say("ui.problems")), make("ul", {}, ...items));
  announce(`${say("ui.problems")}: ${placed.length}`);
}

// Keeping form, JSON and answer in step.

function recordChanged() {
  Object.assign(state, documentOf(state.record));
  page.json.value = state.text;
  page.apart.textContent = "";
  stale();
}

function jsonChanged() {
  state.text = page.json.value;
  state.inForm = (path) => path;
  const record = recordOf(state.text);
  page.apart.textContent = record ? "" : say("ui.json.apart");
  if (record) {
    delete record.format;
    state.record = record;
    buildForm(page.form, record, recordChanged);
  }
  stale();
}

function replaceRecord(text) {
  page.json.value = documentIn(text);
  jsonChanged();
  evaluate();
}

function show(answered) {
  page.results.hidden = !answered;
  page.jump.hidden = !answered;
}

function stale() {
  if (page.results.hidden && page.problems.childElementCount === 0) return;
  root.dataset.answer = "stale";
  page.note.textContent = say("ui.stale");
}

function refresh() {
  if (state.answer.referral || page.problems.childElementCount) return;
  page.note.textContent = root.dataset.state === "failed" ? "" : say(state.wanted ? "ui.waiting" : "ui.empty");
}

// What can be taken away.

function answerText() {
  const parts = [state.answer.referral, state.answer.side_by_side];
  return parts.map((part) => part?.text ?? part?.wordless ?? "").join("\n\n");
}

function answerJson() {
  const { patient, assessment } = state.answer.referral;
  return JSON.stringify({ patient, assessment, comparison: state.answer.side_by_side?.comparison }, null, 2);
}

async function copied(text) {
  announce(say((await copy(text)) ? "ui.copied" : "ui.notCopied"));
}

// Laying out the page, in the language chosen; done again when the language changes.

function layOut() {
  root.lang = state.language;
  page = {
    loading: make("div", { class: "loading" }),
    status: make("p", { role: "status", class: "status" }),
    jump: make("p", { class: "jump", hidden: true }, make("a", { href: "#answer" }, say("ui.jump"))),
    form: make("div", { class: "form" }),
    json: make("textarea", { id: "json", rows: 12, spellcheck: "false", autocapitalize: "off", autocomplete: "off", "aria-describedby": "json-hint json-apart", oninput: jsonChanged }),
    apart: make("p", { class: "error", id: "json-apart" }),
    names: make("datalist", { id: "lesion-names" }),
    example: make("select", { id: "example", onchange: openExample }),
    guideline: make("select", { id: "guideline", onchange: set("guideline") }),
    note: make("p", { class: "note" }),
    problems: make("div", { class: "problems" }),
    referral: make("div"), readings: make("div"), sources: make("div"), schemes: make("div"),
    results: make("div", { class: "results", hidden: true }),
    answer: make("section", { class: "answer", "aria-labelledby": "answer" }),
  };
  page.json.value = state.text;
  page.results.append(takeAway(), page.referral, page.readings, page.schemes, page.sources);
  page.answer.append(
    make("h2", { id: "answer" }, say("ui.answer")),
    settings(), page.note, page.problems, page.results,
  );
  // The page itself says it in its own language.
  const intended = state.language === document.documentElement.lang ? [] : [make("p", { class: "intended" }, say("ui.intended"))];
  root.replaceChildren(...intended, page.loading, known(), page.answer);
  buildForm(page.form, state.record, recordChanged);
  offer();
}

function known() {
  const file = make("input", { type: "file", id: "file", accept: ".json,application/json", onchange: async () => {
    const [chosen] = file.files;
    if (chosen) replaceRecord(await chosen.text());
    file.value = "";
  } });
  const clear = make("button", { type: "button", onclick: () => {
    state.record = emptyRecord();
    buildForm(page.form, state.record, recordChanged);
    recordChanged();
    state.answer = {};
    state.wanted = false;
    show(false);
    announce("");
    page.problems.replaceChildren();
    delete root.dataset.answer;
    refresh();
    page.form.querySelector("input, select")?.focus();
  } }, say("ui.clear"));
  const form = make("form", { autocomplete: "off", novalidate: true, onsubmit: (event) => {
    event.preventDefault();
    evaluate();
  }, onchange: () => {
    // Once an answer was asked for it follows each entry that is finished.
    if (state.wanted) evaluate();
  } },
    page.form,
    make("div", { class: "buttons" }, make("button", { type: "submit", class: "primary" }, say("ui.evaluate")), clear),
    page.status,
    page.jump,
    make("details", { class: "json" },
      make("summary", {}, make("h3", {}, say("ui.json"))),
      make("div", { class: "field", "data-path": "$" },
        make("label", { for: "json", class: "hint", id: "json-hint" }, say("ui.json.hint")), page.json, page.apart)),
    page.names,
  );
  return make("section", { class: "known", "aria-labelledby": "known" },
    make("h2", { id: "known" }, say("ui.known")),
    make("div", { class: "fields start" },
      make("div", { class: "field" }, make("label", { for: "example" }, say("ui.example")), page.example),
      make("div", { class: "field" }, make("label", { for: "file" }, say("ui.open")), file)),
    form);
}

function settings() {
  const labelled = (id, words, control) => make("div", { class: "field" }, make("label", { for: id }, words), control);
  const asOf = make("input", { type: "date", id: "as-of", value: state.asOf, onchange: set("asOf") });
  const audience = make("select", { id: "audience", onchange: set("audience") },
    ...options(AUDIENCES.map((each) => [each, say(`option.${each}`)]), state.audience));
  const language = make("select", { id: "language", onchange: changeLanguage }, ...options(Object.entries(LANGUAGES), state.language));
  return make("div", { class: "fields settings" },
    labelled("guideline", say("ui.guideline"), page.guideline),
    labelled("audience", say("ui.audience"), audience),
    labelled("language", say("ui.language"), language),
    labelled("as-of", say("ui.asOf"), asOf));
}

function set(name) {
  return ({ target }) => {
    state[name] = target.value;
    if (state.wanted) evaluate();
  };
}

function changeLanguage({ target }) {
  state.language = target.value;
  speak(state.language);
  layOut();
  if (root.dataset.state === "loading") loading(say("ui.loading"), 0);
  else if (root.dataset.state === "failed") load();
  document.getElementById("language").focus();
  if (state.wanted) evaluate();
  else refresh();
}

function takeAway() {
  const button = (key, take) => make("button", { type: "button", onclick: take }, say(key));
  return make("div", { class: "buttons" },
    button("ui.copyText", () => copied(answerText())),
    button("ui.copyJson", () => copied(answerJson())),
    button("ui.saveText", () => download(answerText(), "all-risk-answer.txt", "text/plain")),
    button("ui.saveJson", () => download(answerJson(), "all-risk-answer.json", "application/json")));
}

// What only the library knows, once it is loaded.
function offer() {
  const { vocabulary, examples, guideline } = state;
  const guidelines = vocabulary?.guidelines ?? [{ id: guideline, title: guideline }];
  page.guideline.replaceChildren(...options(guidelines.map(({ id, title }) => [id, `${title} (${id})`]), guideline));
  page.example.replaceChildren(...options([["", say("ui.example.none")], ...examples.map(({ title, url }) => [url, title])], ""));
  page.names.replaceChildren(...(vocabulary?.lesions ?? []).map(({ name, words }) => make("option", { value: name }, words)));
}

async function openExample() {
  if (!page.example.value) return;
  const reply = await fetch(page.example.value);
  if (reply.ok) replaceRecord(await reply.text());
}

start();
