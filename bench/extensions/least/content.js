// The least that marks links: hosts are asked about in one message, and listed links get an attribute, for which the
// background inserts a style before it answers.

const api = globalThis.browser ?? chrome;

/** @type {Map<string, HTMLAnchorElement[]>} */
const waiting = new Map();
for (const link of document.querySelectorAll("a[href]")) {
  const { hostname } = /** @type {HTMLAnchorElement} */ (link);
  const others = waiting.get(hostname);
  if (others) others.push(/** @type {HTMLAnchorElement} */ (link));
  else waiting.set(hostname, [/** @type {HTMLAnchorElement} */ (link)]);
}
if (waiting.size) {
  api.runtime.sendMessage([...waiting.keys()]).then((/** @type {string[]} */ listed) => {
    for (const host of listed) for (const link of waiting.get(host) ?? []) link.setAttribute("data-listed", "");
  });
}
