/** What every page says of itself, and small things to build a page with. */

/** From this page to the root of the site: `""` or `"../"`. */
export const up = document.documentElement.dataset["up"] ?? "";

/** The element with an id, which the template of the page has. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) {
    throw new Error(`the page has no ${id}`);
  }
  return found;
}

/** An element with this text and these children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

/** Text in which what stands in backticks is code. */
export function withCode(text: string): (Node | string)[] {
  return text.split("`").map((part, at) => (at % 2 ? element("code", part) : part));
}

/** What a screen reader says next. */
export function announce(text: string): void {
  byId("announced", HTMLElement).textContent = text;
}
