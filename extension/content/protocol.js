// The shapes that cross between this script and the background, as types only: nothing here runs.
// `src/protocol.rs` is where they are defined and explained; only what a page needs is repeated.

/** @typedef {"suspend" | "silence" | "noted"} Severity what a marked link can be; a `noop` is never marked */

/**
 * A sentence as data, turned into words by `message.js`.
 * @typedef {object} Message
 * @property {string} key name of the sentence in `_locales`
 * @property {Value[]} values what its placeholders stand for, in order
 */

/** @typedef {{text: string} | {name: string} | {date: string} | {count: number}} Value */

/**
 * @typedef {object} Announcement
 * @property {string} server
 * @property {string} title
 * @property {string} date `YYYY-MM-DD`
 * @property {string} address
 */

/**
 * What the card says about one target.
 * @typedef {object} Explanation
 * @property {string} target
 * @property {Severity} severity
 * @property {Message} heading
 * @property {Message[]} sentences
 * @property {string | null} comment
 * @property {Announcement | null} announcement
 * @property {string[]} lists
 * @property {string} listed
 * @property {string | null} via
 */

/**
 * @typedef {{judge: {keys: string[], attribute: string | null}}
 *   | "present"
 *   | {explain: {key: string, card: boolean}}} Request
 */

/**
 * The answer that fits the request.
 * @typedef {object} Response
 * @property {{marks: [number, Severity][], shown: boolean}} [judged]
 * @property {{explanation: Explanation | null}} [explained]
 */

/** @typedef {HTMLAnchorElement | HTMLAreaElement | SVGAElement} Link */

/**
 * What the background and the card reach in this frame's isolated world, as `globalThis.fencepost`.
 * @typedef {object} Fencepost
 * @property {string} attribute name of the attribute that carries this document's marks
 * @property {() => Promise<[string, number][]>} present the listed keys and how many links have each, once the first
 *   pass is through
 * @property {(link: Element) => {key: string, severity: Severity} | null} judgement
 * @property {() => Link[]} links the listed links, in document order
 * @property {(link: Link, explanation: Explanation) => void} [showCard] there when the card's script is
 * @property {() => void} [hideCard] there when the card's script is
 */

export {};
