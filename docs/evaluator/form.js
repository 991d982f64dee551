// The form: what fields.js asks, filled from a record and kept in step with it.

import { field, idOf } from "./controls.js";
import { make, options } from "./elements.js";
import { SECTIONS } from "./fields.js";
import { read, write } from "./record.js";
import { say } from "./words.js";

// A record for the empty form, with rows ready to be filled.
export const emptyRecord = () => ({
  genetics: [{ karyotype: "" }, { lesion: "", status: "detected" }],
  mrd: [{}],
  treatment: { responses: [{}] },
});

// Fill `root` with the form of a record. `changed` is called after every change to it.
export function buildForm(root, record, changed) {
  const open = new Set([...root.querySelectorAll("details[open]")].map((each) => each.dataset.section));
  const first = root.childElementCount === 0;
  const sections = SECTIONS.map((section) => {
    const body = make("div", { class: "section-body" });
    fillSection(body, section, record, changed);
    const shown = first ? section.open : open.has(section.name);
    const heading = make("summary", {}, make("h3", {}, say(`section.${section.name}`)));
    return make("details", { "data-section": section.name, open: shown || hasEntries(section, record) }, heading, body);
  });
  root.replaceChildren(...sections);
}

function hasEntries(section, record) {
  const entered = (value) =>
    value !== null && typeof value === "object" ? Object.values(value).some(entered) : value !== undefined && value !== "" && value !== null;
  const paths = [...(section.fields ?? []).map((each) => each.path), ...(section.rows ? [section.rows] : [])];
  return paths.some((path) => entered(read(record, path)) || (section.none && Array.isArray(read(record, path))));
}

function fillSection(body, section, record, changed) {
  const at = (spec, path) =>
    field(spec, `$.${path}`, read(record, path), (value) => {
      write(record, path, value);
      changed();
    });
  const fields = make("div", { class: "fields" }, ...(section.fields ?? []).map((spec) => at(spec, spec.path)));
  body.replaceChildren(fields);
  if (!section.rows) return;

  const again = (focus) => {
    fillSection(body, section, record, changed);
    changed();
    body.querySelector(focus)?.focus();
    body.dispatchEvent(new Event("change", { bubbles: true })); // an entry that is finished
  };
  const rows = read(record, section.rows);
  if (section.none) fields.append(noneOrListed(section, rows, record, again));
  if (Array.isArray(rows)) {
    const counts = {};
    rows.forEach((row, index) => {
      const kind = shapeOf(section, row);
      counts[kind] = (counts[kind] ?? 0) + 1;
      body.append(rowOf(section, kind, counts[kind], index, at, () => {
        rows.splice(index, 1);
        if (rows.length === 0) write(record, section.rows, undefined);
        again("button.add, select");
      }));
    });
  }
  if (!section.none || rows?.length) body.append(addButtons(section, record, again));
}

// Which kind of row it is: by the key that only this kind has.
const shapeOf = (section, row) => Object.keys(section.shapes).find((kind) => row && kind in row) ?? Object.keys(section.shapes)[0];

function rowOf(section, kind, number, index, at, remove) {
  const path = `${section.rows}[${index}]`;
  const title = `${say(`row.${kind}`)} ${number}`;
  const fields = section.shapes[kind].map((spec) => at(spec, `${path}.${spec.path}`));
  const button = make("button", { type: "button", class: "remove", "aria-label": `${say("ui.remove")}: ${title}`, onclick: remove }, say("ui.remove"));
  const error = make("p", { class: "error", id: `${idOf(`$.${path}`)}-error` });
  return make("fieldset", { class: "row", "data-path": `$.${path}`, "data-row": kind }, make("legend", {}, title), make("div", { class: "fields" }, ...fields), button, error);
}

function addButtons(section, record, again) {
  const buttons = Object.entries(section.shapes).map(([kind, specs]) =>
    make("button", {
      type: "button",
      class: "add",
      onclick: () => {
        const rows = read(record, section.rows) ?? [];
        const row = section.rows === "genetics" ? { [kind]: "" } : {};
        for (const spec of specs) if (spec.preset) row[spec.path] = spec.preset;
        rows.push(row);
        write(record, section.rows, rows);
        again(`[data-path="$.${section.rows}[${rows.length - 1}]"] :is(input, select, textarea)`);
      },
    }, say(`add.${kind}`)),
  );
  return make("div", { class: "buttons" }, ...buttons);
}

// A list that is not recorded, known to be empty, or given.
function noneOrListed(section, rows, record, again) {
  const path = `$.${section.rows}`;
  const id = idOf(path);
  const state = !Array.isArray(rows) ? "" : rows.length ? "listed" : "none";
  const choices = [["", say("ui.blank")], ["none", say("ui.none")], ["listed", say("ui.listed")]];
  const select = make("select", {
    id,
    "aria-describedby": `${id}-error`,
    onchange: () => {
      write(record, section.rows, { "": undefined, none: [], listed: [{}] }[select.value]);
      again(`#${id}`);
    },
  }, ...options(choices, state));
  const label = make("label", { for: id }, say(`label.${section.rows}`));
  return make("div", { class: "field", "data-path": path }, label, make("div", { class: "boxes" }, select), make("p", { class: "error", id: `${id}-error` }));
}

// Put each problem next to the field it belongs to, and say which control that is. A mild
// one is a remark: the entry may stand.
export function showProblems(root, problems) {
  for (const place of root.querySelectorAll(".error")) place.textContent = "";
  for (const control of root.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  return problems.map((problem) => {
    const place = placeOf(root, problem.path);
    if (!place) return { ...problem, control: undefined };
    const error = place.querySelector(":scope > .error");
    error.textContent = [error.textContent, problem.message].filter(Boolean).join(" ");
    const control = place.querySelector("input, select, textarea");
    if (!problem.mild) control?.setAttribute("aria-invalid", "true");
    place.closest("details")?.setAttribute("open", "");
    const name = place.querySelector("label, legend")?.textContent;
    return { ...problem, control, name };
  });
}

function placeOf(root, path) {
  for (let at = path; at.length > 1; at = at.replace(/(\.\w+|\[[^\]]*\]|\.?[^.[\]]*)$/, "")) {
    const found = root.querySelector(`[data-path="${CSS.escape(at)}"]`);
    if (found) return found;
  }
  return undefined;
}
