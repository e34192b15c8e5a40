// What Rust cannot do for itself: one name for the browser's API, and functions that are sent into pages as source.

globalThis.browser ??= globalThis.chrome;

globalThis.bridge = {
  /**
   * The listed keys that links on a page lead to, over all its frames that may be looked at.
   *
   * @param {number} tab
   * @returns {Promise<string[]>}
   */
  async present(tab) {
    const frames = await browser.scripting.executeScript({
      target: { tabId: tab, allFrames: true },
      func: () => globalThis.fencepost?.present(),
    });
    return frames.flatMap((frame) => (frame.result ?? []).map(([key]) => key));
  },
};
