// One control of the form: its label, its boxes, its hint and the place for its error.

import { make, options } from "./elements.js";
import { asNumber, asText, asValue, joined, parted } from "./record.js";
import { has, say } from "./words.js";

export const idOf = (path) => `at${path.replace(/\W+/g, "-")}`;

// A field at a path. `set` is called with each new value, undefined where it is emptied.
export function field(spec, path, value, set) {
  const id = idOf(path);
  const label = say(`label.${spec.path}`);
  const hint = has(`hint.${spec.path}`) ? make("p", { class: "hint", id: `${id}-hint` }, say(`hint.${spec.path}`)) : undefined;
  const described = [hint?.id, `${id}-error`].filter(Boolean).join(" ");
  const common = { id, "aria-describedby": described, autocomplete: "off" };
  const boxes = KINDS[spec.kind](spec, common, value, set, label);
  const error = make("p", { class: "error", id: `${id}-error` });
  if (spec.kind === "several") {
    const group = make("fieldset", { class: "several", id }, make("legend", {}, label), ...boxes);
    return make("div", { class: "field", "data-path": path }, group, error);
  }
  const row = make("div", { class: "boxes" }, ...boxes);
  return make("div", { class: "field", "data-path": path }, make("label", { for: id }, label), row, hint, error);
}

const KINDS = {
  text: (_, common, value, set) => [box(common, asText(value), (text) => set(asValue(text)))],
  number: (_, common, value, set) => [box({ ...common, inputmode: "decimal" }, asText(value), (text) => set(asNumber(text)))],
  date: (_, common, value, set) => [box({ ...common, type: "date" }, asText(value), (text) => set(text || undefined))],
  // An emptied notation or name stays in its row, which is known by it.
  lesion: (_, common, value, set) => [
    box({ ...common, list: "lesion-names", autocapitalize: "off", spellcheck: "false" }, asText(value), (text) => set(text.trim())),
  ],
  notation(_, common, value, set) {
    const area = make("textarea", { ...common, rows: 3, spellcheck: "false", autocapitalize: "off", oninput: () => set(area.value.trim()) });
    area.value = asText(value);
    return [area];
  },
  choice: (spec, common, value, set) => [
    choice(common, spec.options.map((option) => [option, say(`option.${option}`), option]), value, set),
  ],
  flag: (_, common, value, set) => [
    choice(common, [["true", say("ui.yes"), true], ["false", say("ui.no"), false]], value, set),
  ],
  quantity(spec, common, value, set, label) {
    const [number, unit] = parted(value, spec.units);
    const told = () => set(joined(input.value, select.value));
    const input = box(common, number, told);
    const words = [...spec.units.map((each) => [each, say(`option.${each}`)]), ["", say("ui.asWritten")]];
    const shown = number === "" ? spec.units[0] : unit;
    const select = make("select", { "aria-label": `${label}: ${say("ui.unit")}`, onchange: told }, ...options(words, shown));
    return [input, select];
  },
  several(spec, common, value, set) {
    const chosen = new Set(Array.isArray(value) ? value : []);
    return spec.options.map((option) => {
      const box = make("input", { type: "checkbox", onchange: () => {
        chosen[box.checked ? "add" : "delete"](option);
        set(chosen.size ? spec.options.filter((each) => chosen.has(each)) : undefined);
      } });
      box.checked = chosen.has(option);
      return make("label", { class: "tick" }, box, say(`option.${option}`));
    });
  },
};

function box(attributes, text, set) {
  const input = make("input", { type: "text", ...attributes, oninput: () => set(input.value) });
  input.value = text;
  return input;
}

// A choice, or nothing recorded. A value that is not among the choices is kept as it is.
function choice(common, choices, value, set) {
  const known = choices.some(([, , each]) => each === value);
  const kept = value === undefined || value === null || known ? [] : [["kept", asText(value), value]];
  const values = [["", say("ui.blank"), undefined], ...choices, ...kept];
  const chosen = values.find(([, , each]) => each === (value ?? undefined))?.[0] ?? "";
  const select = make("select", {
    ...common,
    onchange: () => set(values.find(([key]) => key === select.value)[2]),
  }, ...options(values.map(([key, words]) => [key, words]), chosen));
  return select;
}
