/** An element with its attributes and what is in it. Texts become text and never HTML: the page has no other way to make elements. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>> = {},
  ...inside: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

/** An element that the page brings. */
export function part<T extends HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}
