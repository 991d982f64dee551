// Making elements, in one line each.

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

export function options(pairs, chosen) {
  return pairs.map(([value, words]) => {
    const option = make("option", { value }, words);
    option.selected = value === chosen;
    return option;
  });
}
