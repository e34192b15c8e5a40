// Filling the page: templates, parts, texts. Text is only ever set as text.

import { brand, say } from "./words.js";

/** Fills in the page's title and messages, and shows it. @param {string} title */
export function open(title) {
  document.title = `${title} – ${brand()}`;
  show();
}

/** Fills in the page's messages, and shows it. */
export function show() {
  document.documentElement.lang = say("locale");
  document.documentElement.dir = say("direction");
  localise(document.body);
  document.body.hidden = false;
}

/**
 * The first element with this `data-part`.
 * @param {string} name
 * @param {ParentNode} root
 */
export function part(name, root = document) {
  const found = root.querySelector(`[data-part=${name}]`);
  if (!(found instanceof HTMLElement)) throw new Error(`no part ${name}`);
  return found;
}

/** @param {string} name */
export function field(name) {
  return /** @type {HTMLInputElement} */ (part(name));
}

/**
 * A copy of a template, its messages and these parts filled in.
 * @param {string} id
 * @param {Record<string, string>} texts by part
 */
export function template(id, texts = {}) {
  const template = document.getElementById(id);
  if (!(template instanceof HTMLTemplateElement)) throw new Error(`no template ${id}`);
  const copy = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  localise(copy);
  for (const [name, text] of Object.entries(texts)) part(name, copy).textContent = text;
  return copy;
}

/**
 * @param {string} tag
 * @param {string} text
 * @param {string} [kind] its class
 */
export function element(tag, text, kind) {
  const element = document.createElement(tag);
  element.textContent = text;
  if (kind) element.className = kind;
  return element;
}

/**
 * A button that does something, as `main.js` knows it.
 * @param {string} does
 * @param {string} text
 */
export function button(does, text) {
  const button = element("button", text, "button");
  button.setAttribute("type", "button");
  button.dataset.do = does;
  return button;
}

/** @param {HTMLElement} root */
function localise(root) {
  for (const [attribute, set] of FILLED) {
    for (const element of [root, ...root.querySelectorAll(`[${attribute}]`)]) {
      const key = element.getAttribute(attribute);
      if (key) set(element, say(key));
    }
  }
}

/** @type {[string, (element: Element, text: string) => void][]} */
const FILLED = [
  ["data-message", (element, text) => (element.textContent = text)],
  ["data-message-label", (element, text) => element.setAttribute("aria-label", text)],
  ["data-message-placeholder", (element, text) => element.setAttribute("placeholder", text)],
];
