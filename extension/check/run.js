// Asking the servers: a button that names them, what is under way, and a second button for a host that they lead to.

import { browser } from "../content/browser.js";
import { wording } from "../content/message.js";
import { Failure, run, stop } from "./background.js";
import { button, part, template } from "./page.js";
import { name, names, say } from "./words.js";

/** @typedef {import("./protocol.js").Looked} Looked */

/** One full check: offered, under way, or waiting for the person. */
export class Run {
  /** Names what is under way. @type {number | undefined} */
  #number;
  /** The host that the person is asked about. @type {string | undefined} */
  #asked;
  /** @type {string[]} */
  #allowed = [];
  /** @type {string[]} */
  #refused = [];
  /** What was not permitted before, as patterns: a permission for a check lasts as long as that. @type {Set<string>} */
  #borrowed = new Set();

  /**
   * @param {Looked} looked
   * @param {() => Promise<void>} done called when the servers have answered
   */
  constructor(looked, done) {
    this.looked = looked;
    this.done = done;
  }

  /** Puts the button there, unless the servers have been asked. */
  async offer() {
    const { hosts, domain, askedAt } = this.looked;
    if (hosts.length === 0 || askedAt !== null) return show();
    const [title, why] = [say("checkAskTitle"), say("checkAskWhy", [name(domain)])];
    show(template("ask-servers", { "ask-title": title, "ask-text": why }), [
      button("ask", hosts.length > 1 ? say("checkAskBoth", [name(hosts[0]), name(hosts[1])]) : say("checkAsk", [name(hosts[0])])),
    ]);
  }

  /** Asks. Has to be called while a press is being handled: browsers ask for a permission only then. */
  async start() {
    if (this.#number) return;
    [this.#allowed, this.#refused] = [[], []];
    const given = this.#permit(this.looked.hosts);
    this.#showAsking();
    if (await given) return this.#goOn();
    this.#fail({ key: "failPermission", values: [names(this.looked.hosts)] });
  }

  /** Asks the host too that the last answer leads to. As `start`, while a press is being handled. */
  async permit() {
    const host = this.#asked;
    if (!host || !(await this.#permit([host]))) return; // a refusal leaves the question where it is
    this.#allowed.push(host);
    await this.#goOn();
  }

  /** Goes on without that host. */
  async refuse() {
    if (this.#asked) this.#refused.push(this.#asked);
    await this.#goOn();
  }

  /** Ends what is under way. */
  async end() {
    const number = this.#number;
    this.#number = undefined;
    // At once: a page that is being left waits for nothing.
    await Promise.all([number && stop(number), this.#giveBack()]);
  }

  async #goOn() {
    const number = 1 + Math.floor(Math.random() * 0xffff_fffe);
    [this.#number, this.#asked] = [number, undefined];
    this.#showAsking();
    try {
      const { subject, home } = this.looked;
      const [allowed, refused] = [this.#allowed, this.#refused];
      const permit = await run({ subject, home: home ?? "", run: number, allowed, refused });
      if (this.#number !== number) return; // it was ended
      this.#number = undefined;
      if (permit) return this.#showQuestion(permit);
      await this.#giveBack();
      await this.done();
    } catch (error) {
      if (this.#number !== number) return;
      this.#number = undefined;
      await this.#giveBack();
      this.#fail(error instanceof Failure ? error.sentence : { key: "failInternal", values: [] });
    }
  }

  /** @param {string[]} hosts */
  async #permit(hosts) {
    const asked = hosts.map(pattern);
    // Both are called before anything is waited for, and so within the press; the former is answered first. By the very
    // patterns: Firefox adds a host also where every site is given.
    const before = browser.permissions.getAll();
    const isGiven = await browser.permissions.request({ origins: asked });
    const { origins } = await before;
    if (isGiven) for (const origin of asked) if (!origins.includes(origin)) this.#borrowed.add(origin);
    return isGiven;
  }

  async #giveBack() {
    const origins = [...this.#borrowed];
    this.#borrowed.clear();
    if (origins.length > 0) await browser.permissions.remove({ origins });
  }

  #showAsking() {
    const hosts = [...this.looked.hosts, ...this.#allowed];
    part("offer").focus();
    show(template("asking", { "asking-text": say("serverAsking", [names(hosts)]) }));
  }

  /** @param {{server: string, host: string}} permit */
  async #showQuestion({ server, host }) {
    this.#asked = host;
    const [title, why] = [say("permitTitle", [name(host)]), say("permitWhy", [name(server), name(host)])];
    show(template("ask-servers", { "ask-title": title, "ask-text": why }), [
      button("permit", say("permitDo", [name(host)])),
      button("refuse", say("checkWithout", [name(host)])),
    ]);
  }

  /** @param {import("./protocol.js").Message} sentence */
  #fail(sentence) {
    show(template("problem", { "problem-text": wording(sentence) }), [button("ask", say("checkAgain"))]);
  }
}

/** @param {string} host */
function pattern(host) {
  return `https://${host}/*`;
}

/**
 * @param {HTMLElement} [content]
 * @param {HTMLElement[]} buttons
 */
function show(content, buttons = []) {
  if (content && buttons.length > 0) part("ask-answers", content).append(...buttons);
  part("offer").replaceChildren(...(content ? [content] : []));
}
