// What the core asks of the browser, under one name in both browsers: `bridge`. Each function is a single deed;
// what is to be done, and when, is decided in Rust.

globalThis.browser ??= globalThis.chrome;

const CONTENT_SCRIPT = "content.js";
const EVERY_SITE = "*://*/*";
/** How the names begin under which contacts are remembered. */
const CONTACT = "contacted ";
/** Before the name of what is remembered for a private window: a key of its own, so that nothing is read and written. */
const PRIVATE = "private ";

const BUSY = 8000; // ms until a frame that does not answer is left out; one with very many links takes a few seconds

/** Between the background and open pages of the extension; nobody else can listen. */
const lists = new BroadcastChannel("lists");

/** The change that is being written. @type {IDBTransaction | undefined} */
let change;

/** By these words the judge tells a page that is busy from one that may not be looked at. */
const LATE = new Error("no answer in time");

/**
 * What is answered, if that comes in time.
 *
 * @template T
 * @param {Promise<T>} answer
 * @returns {Promise<T>}
 */
function inTime(answer) {
  return new Promise((done, failed) => {
    const timer = setTimeout(() => failed(LATE), BUSY);
    answer.then(done, failed).finally(() => clearTimeout(timer));
  });
}

globalThis.bridge = {
  /**
   * Remembers what is being written, for `takeBack`.
   *
   * @param {IDBTransaction} transaction
   */
  writing(transaction) {
    change = transaction;
  },

  /** Takes back what is being written. Left alone, what was written so far would be kept. */
  takeBack() {
    try {
      change?.abort();
    } catch {
      // It is done.
    }
  },

  /** Notes that the core trapped, until the browser ends. */
  async noteTrap() {
    await browser.storage.session.set({ trapped: true });
  },

  /** Whether the core trapped since this was last asked. */
  async didTrap() {
    const { trapped } = await browser.storage.session.get("trapped");
    if (trapped) await browser.storage.session.remove("trapped");
    return trapped === true;
  },

  /** Has the judge take over what was changed; `background.js` knows how. */
  async reload() {},

  /**
   * Registers the content script for every site, unless it is. A browser runs it only where the person has granted
   * access, and from that moment on; it forgets the registration when the extension is updated.
   */
  async register() {
    const id = "fencepost";
    const registered = await browser.scripting.getRegisteredContentScripts({ ids: [id] });
    if (registered.length > 0) return;
    await browser.scripting.registerContentScripts([
      {
        id,
        js: [CONTENT_SCRIPT],
        matches: [EVERY_SITE],
        runAt: "document_idle",
        allFrames: true,
        matchOriginAsFallback: true,
      },
    ]);
  },

  /**
   * Runs the content script in all frames of a tab. It does nothing where it runs already. Rejects where there is
   * nothing to be looked at: of the browser's own pages Firefox has a result that is none, and Chromium lets extensions
   * into the page around a PDF, but not into what it shows.
   *
   * @param {number} tab
   */
  async look(tab) {
    const func = () => document.contentType;
    const [top] = await inTime(browser.scripting.executeScript({ target: { tabId: tab }, func }));
    if (!top || top.result === "application/pdf") throw new Error("this page cannot be looked at");
    await this.inFrames(tab, { files: [CONTENT_SCRIPT] });
  },

  /**
   * Runs something in all frames of a tab; after a moment in the page itself alone, because a frame whose script keeps
   * its process busy answers nobody, and the answers of all come together.
   *
   * @param {number} tab
   * @param {object} injection
   */
  async inFrames(tab, injection) {
    const all = browser.scripting.executeScript(/** @type {any} */ ({ target: { tabId: tab, allFrames: true }, ...injection }));
    try {
      return await inTime(all);
    } catch (error) {
      if (error !== LATE) throw error;
      return inTime(browser.scripting.executeScript(/** @type {any} */ ({ target: { tabId: tab }, ...injection })));
    }
  },

  /** The same in every open tab that may be looked at: a query by address gives only those. */
  async lookEverywhere() {
    const tabs = await browser.tabs.query({ url: [EVERY_SITE] });
    // Some refuse (a store, a page that is being closed): those stay as they are.
    await Promise.allSettled(tabs.map((tab) => this.look(/** @type {number} */ (tab.id))));
  },

  /**
   * What a tab holds, over all its frames that may be looked at: the listed keys that they lead to, and what the page
   * itself is.
   *
   * @param {number} tab
   * @returns {Promise<import("./content/protocol.js").Presence>}
   */
  async present(tab) {
    // Runs in the page's frames. `hasOwn`, because a page's element with this id is a property too.
    const func = () => {
      const { fencepost } = /** @type {{fencepost?: import("./content/protocol.js").Fencepost}} */ (globalThis);
      return Object.hasOwn(globalThis, "fencepost") ? fencepost?.present() : null;
    };
    const frames = await this.inFrames(tab, { func });
    const found = frames.map(({ result }) => result).filter((result) => !!result);
    return { keys: found.flatMap(({ keys }) => keys), selves: found.flatMap(({ selves }) => selves) };
  },

  /**
   * Whether access to the page in a tab lasts, or was given for this once.
   *
   * @param {number} tab
   */
  async isGranted(tab) {
    try {
      const { protocol, hostname } = new URL((await browser.tabs.get(tab)).url ?? "");
      return await browser.permissions.contains({ origins: [`${protocol}//${hostname}/*`] });
    } catch {
      return false; // no permission can name this address
    }
  },

  /**
   * The address of the page in a tab that may be looked at.
   *
   * @param {number} tab
   */
  async address(tab) {
    return (await browser.tabs.get(tab)).url ?? "";
  },

  /**
   * Whether the page in a tab has an element that fits a selector.
   *
   * @param {number} tab
   * @param {string} selector
   */
  async hasElement(tab, selector) {
    // Runs in the page's tab. From the prototype, because a page can shadow methods of its document.
    const func = (/** @type {string} */ selector) => Document.prototype.querySelector.call(document, selector) !== null;
    const [frame] = await browser.scripting.executeScript({ target: { tabId: tab }, func, args: [selector] });
    return frame?.result === true;
  },

  /**
   * Goes to a mark in a tab; `going.js` knows how.
   *
   * @param {number} _tab
   * @param {1 | -1} _by
   * @param {string[] | null} _keys
   * @returns {Promise<boolean>}
   */
  async go(_tab, _by, _keys) {
    return false;
  },

  /**
   * Puts a style sheet into a frame: of user origin it wins over whatever the page's own say.
   *
   * @param {number} tab
   * @param {number} frame
   * @param {"USER" | "AUTHOR"} origin
   * @param {string} css
   */
  async style(tab, frame, origin, css) {
    await browser.scripting.insertCSS({ target: { tabId: tab, frameIds: [frame] }, origin, css });
  },

  /**
   * Brings a script into a frame.
   *
   * @param {number} tab
   * @param {number} frame
   * @param {string} script
   */
  async bring(tab, frame, script) {
    await browser.scripting.executeScript({ target: { tabId: tab, frameIds: [frame] }, files: [script] });
  },

  /**
   * Opens the page that says why a link is listed: in the tab that the link is in, or in a new one beside it.
   *
   * @param {number} tab
   * @param {string} address where the link leads
   * @param {boolean} apart in a new tab
   * @param {boolean} active before the others
   */
  async holdBack(tab, address, apart, active) {
    // In the fragment, so that nothing of ours has to remember it.
    const url = browser.runtime.getURL(`strict.html#${address}`);
    if (!apart) return void (await browser.tabs.update(tab, { url }));
    const { windowId, index } = await browser.tabs.get(tab);
    await browser.tabs.create({ url, active, windowId, index: index + 1 });
  },

  /**
   * Shows a short text on the toolbar button of a tab, and a sentence at it; nothing, and its usual name, for empty
   * ones.
   *
   * @param {number} tab
   * @param {string} text
   * @param {string} title
   */
  async showFound(tab, text, title) {
    await Promise.all([
      browser.action.setBadgeBackgroundColor({ tabId: tab, color: "#a61e2d" }),
      browser.action.setBadgeTextColor({ tabId: tab, color: "#ffffff" }),
      browser.action.setBadgeText({ tabId: tab, text }),
      browser.action.setTitle({ tabId: tab, title: title || browser.runtime.getManifest().name }),
    ]);
  },

  /** A moment, after which what changes all the time is looked at again. */
  async moment() {
    await new Promise((done) => setTimeout(done, 500));
  },

  /**
   * Has a server's own page in an open tab ask that server, as the person who is signed in there. `checked` is asked
   * when the answer is a refusal: a page that only members see. `null` when no tab is open there.
   *
   * @param {string} host
   * @param {string} path
   * @param {string} checked
   * @param {number} limit bytes
   * @returns {Promise<{status: number, text: string, signedIn: boolean} | null>}
   */
  async readInTab(host, path, checked, limit) {
    const [tab] = await browser.tabs.query({ url: [`https://${host}/*`] });
    if (!tab) return null;
    // Runs in the page's tab, apart from the page. Nothing but the answer leaves it.
    const func = async (/** @type {[string, string, number]} */ ...[path, checked, limit]) => {
      /** @type {RequestInit} */
      const options = { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(60_000) };
      const answer = await fetch(path, { ...options, headers: { accept: "application/json" }, redirect: "error" });
      const decoder = new TextDecoder();
      const reader = answer.body?.getReader();
      let [text, length] = ["", 0];
      for (let piece; reader && !(piece = await reader.read()).done; ) {
        length += piece.value.length;
        if (length > limit) throw new Error("too large");
        text += decoder.decode(piece.value, { stream: true });
      }
      let signedIn = answer.ok;
      if (!signedIn) {
        const page = await fetch(checked, options);
        signedIn = page.ok && new URL(page.url).pathname.startsWith(checked);
      }
      return { status: answer.status, text, signedIn };
    };
    const target = { tabId: /** @type {number} */ (tab.id) };
    // A tab that is left, or put to sleep, may never answer.
    const [frame] = await Promise.race([
      browser.scripting.executeScript({ target, func, args: [path, checked, limit] }),
      new Promise((_, reject) => setTimeout(() => reject(new Error("no answer in time")), 65_000)),
    ]);
    return frame?.result ?? null;
  },

  /**
   * Sees to it that `refresh` is called at a time, in milliseconds since 1970, or at once when that is past; never
   * when there is none.
   *
   * @param {number | undefined} time
   */
  async wakeAt(time) {
    if (time === undefined) await browser.alarms.clear("refresh");
    else await browser.alarms.create("refresh", { when: Math.max(time, Date.now() + 1000) });
  },

  /**
   * Has the browser save a text as a file, from one of the extension's own pages.
   *
   * @param {string} name
   * @param {string} text
   */
  save(name, text) {
    const link = document.createElement("a");
    link.download = name;
    link.href = URL.createObjectURL(new Blob([text]));
    link.click();
    // The browser reads it after this turn.
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  },

  /** Whether this page is in a private window. */
  isPrivate() {
    return browser.extension.inIncognitoContext;
  },

  /** Tells open pages that what is known of the lists has changed. */
  announce() {
    lists.postMessage(null);
  },

  /**
   * Calls this whenever it was announced that what is known of the lists has changed.
   *
   * @param {() => void} then
   */
  whenAnnounced(then) {
    lists.addEventListener("message", () => then());
  },

  /**
   * Calls this whenever pages are told of a change: of the lists that are in force, or of what is chosen about marks.
   *
   * @param {() => void} then
   */
  whenTold(then) {
    browser.storage.onChanged.addListener((changes, area) => {
      if (area === "local" && "generation" in changes) then();
    });
  },

  /**
   * Opens one of the extension's own pages in a new tab.
   *
   * @param {string} path
   */
  async open(path) {
    await browser.tabs.create({ url: browser.runtime.getURL(path) });
  },

  /** Opens the welcome page. */
  async welcome() {
    await browser.tabs.create({ url: browser.runtime.getURL("welcome.html") });
  },

  /**
   * A small value that is kept; content scripts are told when it changes.
   *
   * @param {string} key
   * @returns {Promise<unknown>}
   */
  async kept(key) {
    return (await browser.storage.local.get(key))[key];
  },

  /**
   * @param {string} key
   * @param {unknown} value
   */
  async keep(key, value) {
    await browser.storage.local.set({ [key]: value });
  },

  /** @param {string} key */
  async forget(key) {
    await browser.storage.local.remove(key);
  },

  /**
   * What is remembered until the browser is closed; no content script can read it.
   *
   * @param {string} key
   * @returns {Promise<unknown>}
   */
  async recall(key) {
    return (await browser.storage.session.get(key))[key];
  },

  /**
   * Remembers that a host was contacted.
   *
   * @param {string} host
   * @param {number} at
   * @param {boolean} isPrivate as in `remember`
   */
  async noteContact(host, at, isPrivate) {
    await this.remember(CONTACT + host, at, isPrivate);
  },

  /**
   * Which hosts were contacted and when, the latest first.
   *
   * @returns {Promise<[string, number][]>}
   */
  async contacts() {
    const all = Object.entries(await browser.storage.session.get(null));
    const contacts = all.filter(([key]) => key.startsWith(CONTACT));
    return contacts
      .map(([key, at]) => /** @type {[string, number]} */ ([key.slice(CONTACT.length), at]))
      .sort(([, a], [, b]) => b - a);
  },

  /**
   * @param {string} key
   * @param {unknown} value
   * @param {boolean} isPrivate whether it is forgotten with the last private window (`private.js`)
   */
  async remember(key, value, isPrivate) {
    await browser.storage.session.set({ [key]: value, ...(isPrivate && { [PRIVATE + key]: true }) });
  },

  /** Forgets all that is remembered until the browser is closed. */
  async forgetSession() {
    await browser.storage.session.clear();
  },

  /** Forgets what was remembered for private windows. */
  async forgetPrivate() {
    const all = Object.keys(await browser.storage.session.get(null));
    const marked = all.filter((key) => key.startsWith(PRIVATE));
    await browser.storage.session.remove([...marked, ...marked.map((key) => key.slice(PRIVATE.length))]);
  },
};
