// The shapes that cross between the check page and the background, as types only: nothing here runs.
// `src/protocol/check.rs` and `src/check/answer.rs` are where they are defined and explained.

/** @typedef {import("../content/protocol.js").Message} Message */

/** @typedef {"yes" | "partly" | "unknown" | "no"} Outcome */

/**
 * @typedef {object} Basis
 * @property {string} server
 * @property {string | null} listed
 * @property {Message | null} dated
 * @property {string | null} comment
 */

/**
 * @typedef {object} Row
 * @property {Message} activity
 * @property {Outcome} outcome
 * @property {Message} word
 * @property {Message[]} reasons
 * @property {Basis[]} lists
 */

/**
 * @typedef {object} Answer
 * @property {Message} question
 * @property {Row[]} rows
 * @property {Message[]} notes
 * @property {Message} closing
 */

/**
 * @typedef {object} Said
 * @property {string} list nothing for the person's own rules
 * @property {"suspend" | "silence" | "noop" | "noted"} severity
 * @property {string} listed
 * @property {Message | null} dated
 * @property {string | null} comment
 */

/**
 * @typedef {object} Looked
 * @property {string} subject
 * @property {string} domain
 * @property {{name: string, version: string} | null} software
 * @property {string | null} platform
 * @property {string | null} home
 * @property {Said[]} said
 * @property {import("../content/protocol.js").Announcement | null} announcement
 * @property {number} lists
 * @property {Answer | null} answer
 * @property {number | null} askedAt
 * @property {string[]} hosts
 */

/** @typedef {{text: string, home: string | null}} Question */

/** @typedef {"kept" | "limited" | "unknown" | "lost"} Fate */

/**
 * @typedef {object} Comparison
 * @property {number} accounts
 * @property {number} unreadable
 * @property {{server: string, lost: number, limited: number, unknown: number, reasons: [string, number][]}[]} servers
 * @property {{domain: string, accounts: string[], fates: [Fate, string | null][]}[]} groups
 */

export {};
