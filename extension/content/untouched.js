// Methods taken from their prototypes. A page can shadow those of `document`, forms and the window with an element's
// name or id (`<img name="querySelectorAll">`), in this world too.

const ofDocument = Document.prototype.querySelectorAll;
const ofElement = Element.prototype.querySelectorAll;
const ofFragment = DocumentFragment.prototype.querySelectorAll;
const add = EventTarget.prototype.addEventListener;
const baseURI = /** @type {() => string} */ (Object.getOwnPropertyDescriptor(Node.prototype, "baseURI")?.get);
const remove = EventTarget.prototype.removeEventListener;

/**
 * @param {Document | Element | ShadowRoot} root
 * @param {string} selector
 * @returns {NodeListOf<Element>}
 */
export function all(root, selector) {
  const query = root instanceof Element ? ofElement : root instanceof Document ? ofDocument : ofFragment;
  return query.call(root, selector);
}

/**
 * The first node of an XPath, which finds what no selector can: part of an element's name.
 * @param {string} path
 * @param {Node} root
 */
export function firstByPath(path, root) {
  return new XPathEvaluator().evaluate(path, root, null, XPathResult.FIRST_ORDERED_NODE_TYPE, null).singleNodeValue;
}

/** @type {(node: Node) => string} */
export const baseOf = (node) => baseURI.call(node);

/**
 * Listens on the window before the page's own listeners can stop the event.
 * @param {string} type
 * @param {(event: any) => void} listener
 * @param {boolean} [passive] whether it leaves to the page what comes of the event
 */
export function listen(type, listener, passive = true) {
  add.call(window, type, listener, { capture: true, passive });
}

/**
 * @param {string} type
 * @param {(event: any) => void} listener
 */
export function unlisten(type, listener) {
  remove.call(window, type, listener, { capture: true });
}
