// The answer: the library's own words and pictures, to read, copy and download.

import { make, options } from "./elements.js";
import { say } from "./words.js";

// Show one part of an answer in its place.
export function showReferral(root, reply) {
  root.replaceChildren(make("h3", { class: "part" }, say("ui.referral")), told(reply));
}

export function showSources(root, reply) {
  root.replaceChildren(make("h3", { class: "part" }, say("ui.sources")), told(reply));
}

// A choice among the schemes; `ask` is called with the one that is wanted.
export function showSchemes(root, schemes, chosen, ask) {
  if (schemes.length === 0) return root.replaceChildren();
  const words = ({ id, title, open }) => (open ? `${title} (${say("ui.scheme.open")})` : title);
  const select = make("select", { id: "scheme", onchange: () => ask(select.value) },
    ...options(schemes.map((scheme) => [scheme.id, words(scheme)]), chosen));
  root.replaceChildren(
    make("h3", { class: "part" }, say("ui.settle")),
    make("div", { class: "field" }, make("label", { for: "scheme" }, say("ui.scheme")), select),
    make("div", { class: "scheme" }),
  );
}

export const showScheme = (root, reply) => root.querySelector(".scheme")?.replaceChildren(told(reply));

// What was read from each karyotype and FISH string, with the picture of the first.
export function showReadings(root, readings) {
  const shown = readings.filter((reading) => reading.lines);
  if (shown.length === 0) return root.replaceChildren();
  root.replaceChildren(
    make("h3", { class: "part" }, say("ui.karyotype")),
    ...shown.flatMap(({ lines, picture }) => [
      picture === undefined ? undefined : drawing(picture),
      make("pre", {}, lines.join("\n")),
    ]).filter(Boolean),
  );
}

// HTML and SVG are the library's own, in which every text is escaped.
function drawing(svg) {
  const figure = make("figure", { class: "karyogram", tabindex: 0, role: "region", "aria-label": say("ui.karyotype") });
  figure.innerHTML = svg;
  return figure;
}

function told(reply) {
  if (reply.wordless) return make("p", { class: "wordless" }, reply.wordless);
  const card = make("div", { class: "card" });
  card.innerHTML = reply.html;
  return card;
}

// The first heading of the card: what the answer comes to.
export const verdictOf = (root) => root.querySelector(".card h3")?.textContent ?? "";

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

export function download(text, name, type) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
