// The shapes that cross between this script and the background, and between the scripts of one frame, as types only:
// nothing here runs. `src/protocol.rs` is where the former are defined and explained; only what a page needs is
// repeated.

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
 * @property {string | null} description
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
 * @property {Message | null} dated
 * @property {Announcement | null} announcement
 * @property {string[]} lists
 * @property {string} listed
 * @property {string | null} via
 */

/**
 * @typedef {{judge: {keys: string, attribute: string | null}}
 *   | {mentions: {candidates: string, attribute: string | null, highlight: string | null}}
 *   | "more"
 *   | "present"
 *   | {explain: {key: string, card: boolean}}
 *   | {holdBack: {address: string, opens: "here" | "before" | "behind"}}} Request
 */

/**
 * What is known of a listed key.
 * @typedef {object} Mark
 * @property {Severity} severity
 * @property {boolean} through only a wrapper around where the link leads is listed
 * @property {boolean} held the link is held back
 */

/**
 * How marks are shown.
 * @typedef {object} Look
 * @property {string} style
 * @property {Severity[]} severities those that are drawn
 * @property {boolean} onlyHovered
 */

/**
 * The answer that fits the request.
 * @typedef {object} Response
 * @property {{marks: [number, Mark][], whole: number[], look: Look}} [judged]
 * @property {{marks: [number, number, Severity][], look: Look}} [mentioned]
 * @property {{explanation: Explanation | null}} [explained]
 */

/** @typedef {"at" | "shows" | "me"} Relation what an address has to do with the open page */

/**
 * @typedef {object} Presence
 * @property {string[]} keys
 * @property {[Relation, string][]} selves
 */

/**
 * What may lead somewhere: `find.js` finds it. Later also embeds, whatever element they are.
 * @typedef {HTMLAnchorElement | HTMLAreaElement | SVGAElement} Link
 */

/** @typedef {Mark & {key: string, place: string}} Listing `place` is empty until one was picked */

/**
 * What the background and the other scripts reach in this frame's isolated world, as `globalThis.fencepost`.
 * @typedef {object} Fencepost
 * @property {string} attribute name of the attribute that carries this document's marks
 * @property {() => Promise<Presence>} present what is listed, once the first pass is through
 * @property {(link: Element) => {key: string, severity: Severity, drawn: boolean} | null} judgement
 * @property {() => Link[]} links the listed links, in document order
 * @property {import("./core.js").Core} core
 * @property {Brought} brought
 */

/**
 * What the scripts offer that are brought when they are needed.
 * @typedef {object} Brought
 * @property {Listed} [listed] where something is listed
 * @property {Card} [card] once a card was asked for
 * @property {More} [more] where there is more to be read than links
 * @property {Visit} [visit] once somebody goes from mark to mark
 */

/**
 * @typedef {object} Card
 * @property {(spot: Spot, explanation: Explanation) => void} show
 * @property {() => void} hide
 */

/**
 * @typedef {object} Listed
 * @property {(links: Link[]) => Promise<void>} place picks how each link carries its mark, and marks it
 * @property {() => Promise<void>} placeRest the same at once for links that are far from the screen
 * @property {() => void} update after what is listed or shown has changed
 * @property {(event: Event) => void} heard of the pointer or the focus, also in a shadow root
 * @property {(event: MouseEvent) => void} followed of a press on a link, also in a shadow root
 * @property {(spot: Spot | null) => void} turnTo something else that is pointed at
 */

/** @typedef {{range: Range, key: string}} Mention a handle in text */
/** @typedef {Element | Mention} Spot what a card is shown for */

/**
 * @typedef {object} More
 * @property {Promise<void>} ready until everything was read once
 * @property {(records: MutationRecord[]) => void} heard
 * @property {() => Promise<void>} again judges everything again
 * @property {() => void} draw after what is shown has changed
 * @property {() => string[]} keys listed handles
 * @property {() => {mention: Mention, severity: Severity}[]} mentions the same, where they are
 * @property {(element: Element) => boolean} isHost whether a shadow root of it is watched
 */

/**
 * @typedef {object} Visit
 * @property {(keys: string[] | null) => Places} places what there is to go to: of these keys, or all that is marked
 * @property {(keys: string[] | null, position: number) => void} go to one of them
 * @property {() => void} leave another frame is gone to
 */

/**
 * The places of one frame.
 * @typedef {object} Places
 * @property {number} count
 * @property {number} at which of them somebody went to last; -1 for none
 * @property {number} start the first that is not above the window
 */

export {};
