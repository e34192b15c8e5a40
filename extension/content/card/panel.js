// The card's elements: a host in the page, and in its closed root a popover, which stands above everything without the
// page hearing of it. The host exists only while the card is shown.

/** @type {HTMLElement | null} */
let host = null;

/**
 * @param {string} css
 * @param {string[]} parts class names of the card's children
 * @param {string} direction `ltr` or `rtl`
 * @returns {HTMLElement | null} `null` where a document takes no card
 */
export function openPanel(css, parts, direction) {
  closePanel();
  const root = document.documentElement;
  if (!(root instanceof HTMLElement)) return null;

  host = document.createElement("div");
  // What it says is in the popup, where a screen reader finds it.
  host.ariaHidden = "true";
  const shadow = host.attachShadow({ mode: "closed" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet];

  const panel = document.createElement("div");
  panel.popover = "manual";
  panel.dir = direction;
  for (const part of parts) panel.appendChild(document.createElement("div")).className = part;
  shadow.append(panel);
  root.append(host);
  panel.showPopover();
  return panel;
}

export function closePanel() {
  host?.remove();
  host = null;
}
