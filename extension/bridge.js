// What the core asks of the browser, under one name in both browsers: `bridge`. Each function is a single deed;
// what is to be done, and when, is decided in Rust.

globalThis.browser ??= globalThis.chrome;

const CONTENT_SCRIPT = "content.js";
const CARD_SCRIPT = "card.js";
const EVERY_SITE = "*://*/*";

globalThis.bridge = {
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
   * Runs the content script in all frames of a tab. It does nothing where it runs already.
   *
   * @param {number} tab
   */
  async look(tab) {
    await browser.scripting.executeScript({ target: { tabId: tab, allFrames: true }, files: [CONTENT_SCRIPT] });
  },

  /** The same in every open tab that may be looked at: a query by address gives only those. */
  async lookEverywhere() {
    const tabs = await browser.tabs.query({ url: [EVERY_SITE] });
    // Some refuse (a store, a page that is being closed): those stay as they are.
    await Promise.allSettled(tabs.map((tab) => this.look(/** @type {number} */ (tab.id))));
  },

  /**
   * The listed keys that links of a tab lead to, over all its frames that may be looked at.
   *
   * @param {number} tab
   * @returns {Promise<string[]>}
   */
  async present(tab) {
    // Runs in the page's frames. `hasOwn`, because a page's element with this id is a property too.
    const func = () => {
      const { fencepost } = /** @type {{fencepost?: import("./content/protocol.js").Fencepost}} */ (globalThis);
      return Object.hasOwn(globalThis, "fencepost") ? fencepost?.present() : [];
    };
    const frames = await browser.scripting.executeScript({ target: { tabId: tab, allFrames: true }, func });
    return frames.flatMap(({ result }) => (result ?? []).map(([key]) => key));
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
   * Puts a style sheet into a frame that wins over whatever the page's own say.
   *
   * @param {number} tab
   * @param {number} frame
   * @param {string} css
   */
  async style(tab, frame, css) {
    await browser.scripting.insertCSS({ target: { tabId: tab, frameIds: [frame] }, origin: "USER", css });
  },

  /**
   * Brings the card's script into a frame.
   *
   * @param {number} tab
   * @param {number} frame
   */
  async bringCard(tab, frame) {
    await browser.scripting.executeScript({ target: { tabId: tab, frameIds: [frame] }, files: [CARD_SCRIPT] });
  },

  /**
   * Shows a number on the toolbar button of a tab; nothing for none.
   *
   * @param {number} tab
   * @param {number} count
   */
  async showCount(tab, count) {
    await Promise.all([
      browser.action.setBadgeBackgroundColor({ tabId: tab, color: "#a61e2d" }),
      browser.action.setBadgeTextColor({ tabId: tab, color: "#ffffff" }),
      browser.action.setBadgeText({ tabId: tab, text: count ? String(count) : "" }),
    ]);
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
};
