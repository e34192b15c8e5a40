// How a link can carry its mark without moving anything but the rest of its line: a letter of the attribute's value,
// for which the style sheet in `src/marks.rs` has the rule.
//
// Pseudo-elements that the page uses are left alone. An outline needs none and no room, so it is what is left when
// nothing else works; it is drawn inside the box where an ancestor would cut it off outside.

import { own } from "../own.js";
import { eachInSlices } from "../pace.js";
import { all } from "../untouched.js";

/** @typedef {import("../protocol.js").Link} Link */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */

/**
 * - `a`, `b`: a sign after, before the text
 * - `o`: an outline; `q`: with a hidden name for screen readers; `c`: with a sign in the corner of the box; with a sign
 *   that takes no room after what the link holds (`g`), over its end (`e`), over its bottom (`k`)
 * - `i`, `p`, `d`, `h`, `f`, `m`: the same with the outline inside the box
 * @typedef {"a" | "b" | "o" | "q" | "c" | "e" | "g" | "k" | "i" | "p" | "d" | "f" | "h" | "m"} Place
 */

/**
 * - `text`: nothing but text in lines
 * - `box`: something else, all of it in the link's own box
 * - `loose`: something stands over or beyond the link's box, which an outline follows
 * - `blocks`: the same, and it ends with a block
 * @typedef {"text" | "box" | "loose" | "blocks"} Content
 */

const { core } = own;

const SIGN = 12; // px, the width of the sign
const OUTLINE = 2; // px
const MOST = 24; // elements looked at in one link
const REPLACED = "img,svg,picture,video,canvas,iframe,object,embed,input,button,select,textarea";
const INSIDE = /** @type {const} */ ({ o: "i", q: "p", c: "d", e: "f", g: "h", k: "m" });
const FEW = 50; // links of which it does not matter how far away they are
// Up to a window's height above and below a link is as good as on screen; beside, however far.
const NEAR = "100% 99999px";

/** Marks links that were far away, before they come on screen. */
const approaching = new IntersectionObserver(
  (entries) => void placeFar(entries.filter((it) => it.isIntersecting).map((it) => /** @type {Link} */ (it.target))),
  { rootMargin: NEAR },
);

/**
 * Marks links; of many only those that are near the screen, because each mark has the browser lay out its paragraph
 * again, and most of a long page is never seen.
 * @param {Link[]} links
 */
export async function place(links) {
  if (links.length <= FEW) return placeAll(links);
  /** @type {Link[]} */
  const near = [];
  /** @type {Link[]} */
  const far = [];
  await eachInSlices(links, (link) => {
    const { top, bottom } = link.getBoundingClientRect();
    (bottom >= 0 && top <= innerHeight ? near : far).push(link);
  });
  await placeAll(near);
  for (const link of far) approaching.observe(link);
}

/** Marks what was left because it is far away. */
export function placeRest() {
  return placeFar(core.listedLinks().filter((link) => !core.listing(link)?.place));
}

/** @param {Link[]} links */
async function placeFar(links) {
  for (const link of links) approaching.unobserve(link);
  await placeAll(links);
}

/**
 * All places are picked before the first attribute is set, because each attribute undoes the layout that picking
 * reads.
 * @param {Link[]} links
 */
async function placeAll(links) {
  /** @type {Map<Link, Place>} */
  const places = new Map();
  /** Ancestors are shared by many links. @type {Map<Element, Box | null>} */
  const clips = new Map();
  await eachInSlices(links, (link) => places.set(link, pick(link, clips)));
  await eachInSlices(links, (link) => {
    const entry = core.listing(link);
    const place = places.get(link);
    if (!entry || !place) return;
    entry.place = place;
    core.write(link);
  });
}

/**
 * @param {Link} link
 * @param {Map<Element, Box | null>} clips
 * @returns {Place}
 */
function pick(link, clips) {
  if (link instanceof SVGElement) return "o";
  const style = getComputedStyle(link);
  // Embeds are drawn around: what is in them is not their text.
  const isEmbed = !(link instanceof HTMLAnchorElement);
  const after = !isEmbed && isFree(link, "::after");
  const clip = clipOf(link, clips);

  const content = isEmbed ? "box" : contentOf(link, style);

  if (content === "text" && isFlowing(style)) {
    const [first, last] = ends(link);
    const ltr = style.direction === "ltr";
    if (after && isIn(clip, spot(last, "a", ltr))) return "a";
    if (isFree(link, "::before") && isIn(clip, spot(first, "b", ltr))) return "b";
  }

  const box = link.getBoundingClientRect();
  const place = after ? boxPlace(link, box, content, style) : "o";
  const isCut = style.clipPath !== "none" || !isIn(clip, grown(box, OUTLINE));
  return isCut ? INSIDE[place] : place;
}

/**
 * @param {Element} link
 * @param {DOMRect} box
 * @param {Content} content
 * @param {CSSStyleDeclaration} style
 */
function boxPlace(link, box, content, style) {
  const isSmall = box.width < SIGN || box.height < SIGN;
  if (isSmall) return "g";
  if (content === "text" || content === "box") return "q";
  if (style.position !== "static") return "c";
  if (content === "blocks") return "k";
  return style.display === "inline" && !mayWrap(link, box, style.direction === "ltr") ? "e" : "g";
}

/**
 * Whether a sign after a link may stand at the start of the next line, where nothing is before it: the link ends with
 * a space, and a second one beside it would not fit.
 * @param {Element} link
 * @param {DOMRect} box
 * @param {boolean} ltr
 */
function mayWrap(link, box, ltr) {
  const room = link.parentElement?.getBoundingClientRect();
  return !!room && /\s$/.test(link.textContent ?? "") && (ltr ? box.right + box.width > room.right : box.left - box.width < room.left);
}

/**
 * @param {Element} link
 * @param {CSSStyleDeclaration} style
 * @returns {Content}
 */
function contentOf(link, style) {
  /** @type {Content} */
  let content = style.content === "normal" && link.textContent?.trim() ? "text" : "box";
  for (const element of Array.from(all(link, "*")).slice(0, MOST)) {
    const { display, position, float } = getComputedStyle(element);
    if (display === "none") continue;
    if (/absolute|fixed/.test(position) || float !== "none") return "loose";
    if (!element.matches(REPLACED) && /^(inline$|contents|ruby)/.test(display)) continue;
    if (element instanceof SVGElement && element.ownerSVGElement) continue;
    content = !/^(inline|contents)$/.test(style.display) ? "box" : display.startsWith("inline") ? "loose" : "blocks";
  }
  return content;
}

/**
 * Whether a sign flows with the link's text. Not where the text is moved away to make room for a picture.
 * @param {CSSStyleDeclaration} style
 */
function isFlowing({ display, textIndent, overflowX, clipPath }) {
  if (parseFloat(textIndent) !== 0) return false;
  return /^(inline|contents)$/.test(display) || (display === "inline-block" && overflowX === "visible" && clipPath === "none");
}

/**
 * Whether the page does not use a pseudo-element. A sign of ours is in the way of none: a link whose severity changes
 * has one, and so has every marked link while an update of the extension replaces this script.
 * @param {Element} link
 * @param {"::after" | "::before"} pseudo
 */
function isFree(link, pseudo) {
  return /^(none|normal|"\u2060" \/ .*)$/.test(getComputedStyle(link, pseudo).content);
}

/**
 * What ancestors leave visible of the content of an element's parent; `null` when nothing is cut off. Behind a
 * scroll bar nothing is cut off for good.
 * @param {Element} element
 * @param {Map<Element, Box | null>} known
 * @returns {Box | null}
 */
function clipOf(element, known) {
  const parent = element.parentElement;
  if (!parent || parent === document.body || parent === document.documentElement) return null;
  const before = known.get(parent);
  if (before !== undefined) return before;

  const style = getComputedStyle(parent);
  let clip = null;
  if (!isScrolled(style)) {
    clip = clipOf(parent, known);
    if (cutsOff(style)) clip = both(clip, parent.getBoundingClientRect());
  }
  known.set(parent, clip);
  return clip;
}

/** @param {CSSStyleDeclaration} style */
function isScrolled({ overflowX, overflowY }) {
  return /auto|scroll/.test(overflowX + overflowY);
}

/** @param {CSSStyleDeclaration} style */
function cutsOff({ overflowX, overflowY, clipPath, contain }) {
  return /hidden|clip/.test(overflowX + overflowY) || clipPath !== "none" || /paint|strict|content/.test(contain);
}

/**
 * The first and the last line box of a link's text.
 * @param {Element} link
 * @returns {[Box, Box]}
 */
function ends(link) {
  const rects = link.getClientRects();
  const [first] = rects;
  const last = rects[rects.length - 1];
  if (first && last) return [first, last];
  const range = document.createRange();
  range.selectNodeContents(link);
  const box = range.getBoundingClientRect();
  return [box, box];
}

/**
 * The middle of the line where a sign after, or before, the text would be. A sign after it is added to the line; one
 * before it moves the text along.
 * @param {Box} line
 * @param {"a" | "b"} place
 * @param {boolean} ltr
 * @returns {Box}
 */
function spot({ left, right, top, bottom }, place, ltr) {
  const y = (top + bottom) / 2;
  const x = place === "a" ? (ltr ? right : left - SIGN) : ltr ? left : right - SIGN;
  return { left: x, right: x + SIGN, top: y, bottom: y };
}

/**
 * @param {Box} box
 * @param {number} by
 * @returns {Box}
 */
function grown({ left, top, right, bottom }, by) {
  return { left: left - by, top: top - by, right: right + by, bottom: bottom + by };
}

/**
 * @param {Box | null} a
 * @param {Box} b
 * @returns {Box}
 */
function both(a, b) {
  if (!a) return b;
  return {
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  };
}

/**
 * @param {Box | null} clip
 * @param {Box} box
 */
function isIn(clip, box) {
  if (!clip) return true;
  return box.left >= clip.left && box.right <= clip.right && box.top >= clip.top && box.bottom <= clip.bottom;
}
