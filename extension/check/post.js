// A server's post, whole: the text comes from the package when somebody opens it.

import { clipped, longDate } from "../content/message.js";
import { browser } from "../content/browser.js";
import { element, part, template } from "./page.js";
import { name, say } from "./words.js";

/** @typedef {import("../content/protocol.js").Announcement} Announcement */
/** @typedef {{text: string} | {link: [string, Piece[]]} | {part: [keyof typeof ELEMENTS, Piece[]]}} Piece see `Piece` in the core */

const ELEMENTS = {
  paragraph: "p",
  heading: "h4",
  list: "ul",
  numbered: "ol",
  item: "li",
  quote: "blockquote",
  codeBlock: "pre",
  code: "code",
  emphasis: "em",
  strong: "strong",
  break: "br",
  rule: "hr",
};

/** @param {Announcement} announcement */
export function post(announcement) {
  const whole = named(announcement);
  const place = part("post-text", whole);
  const fill = async () => place.replaceChildren(...(await pieces(announcement.address)).map(shown));
  part("post", whole).addEventListener("toggle", fill, { once: true });
  return whole;
}

/** Whose post it is, what it is called, and where it is, without its text. @param {Announcement} announcement */
export function named({ server, title, date, description, address }) {
  const whole = template("announcement", {
    "announcement-by": say("announcementOf", [name(server)]),
    "announcement-title": clipped(title),
    "announcement-date": longDate(date),
    "announcement-description": description ? clipped(description) : "",
  });
  /** @type {HTMLAnchorElement} */ (part("announcement-link", whole)).href = address;
  return whole;
}

/** @param {string} address @returns {Promise<Piece[]>} */
async function pieces(address) {
  const { posts } = await (await fetch(browser.runtime.getURL("brand-pages.json"))).json();
  return posts.find((/** @type {[string, Piece[]]} */ post) => post[0] === address)?.[1] ?? [];
}

/** @param {Piece} piece @returns {Node} */
function shown(piece) {
  if ("text" in piece) return document.createTextNode(piece.text);
  if ("link" in piece) {
    const [address, name] = piece.link;
    const link = pageLink(address);
    part("post-name", link).append(...name.map(shown));
    return link;
  }
  const [kind, inner] = piece.part;
  const whole = element(ELEMENTS[kind], "");
  whole.append(...inner.map(shown));
  return whole;
}

/** A link, still without a name, with the host that it leads to. @param {string} address */
export function pageLink(address) {
  const whole = template("post-link", { "post-host": new URL(address).hostname });
  /** @type {HTMLAnchorElement} */ (part("post-address", whole)).href = address;
  return whole;
}
