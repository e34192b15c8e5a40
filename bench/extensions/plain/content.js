// What one would write first, in the manner of several extensions that say something about links: an address is parsed
// and a message sent for each link, and an element put behind each that is listed. It was written for this bench.

const api = globalThis.browser ?? chrome;

/** @param {HTMLAnchorElement} link */
async function check(link) {
  const { hostname } = new URL(link.href);
  if (!(await api.runtime.sendMessage(hostname))) return;
  const badge = document.createElement("span");
  badge.className = "badge";
  badge.textContent = "⚠";
  badge.title = "This place is listed";
  link.after(badge);
}

/** @param {Document | Element} root */
function checkAll(root) {
  for (const link of root.querySelectorAll("a[href]")) check(/** @type {HTMLAnchorElement} */ (link));
}

checkAll(document);
new MutationObserver((records) => {
  for (const { addedNodes } of records) {
    for (const node of addedNodes) if (node instanceof Element) checkAll(node);
  }
}).observe(document, { childList: true, subtree: true });
