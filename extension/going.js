// Going from mark to mark in a tab.

/** @typedef {import("./content/protocol.js").Places} Places */
/** @typedef {{fencepost: import("./content/protocol.js").Fencepost}} World of the extension in a frame */

/**
 * Scrolls to the next or the previous place in a tab and points it out, the first after the last. Every frame knows its
 * own places and where somebody was last; nothing of that is kept here.
 *
 * @param {number} tab
 * @param {1 | -1} by
 * @param {string[] | null} keys which places are meant; `null` for all that are marked
 * @returns {Promise<boolean>} whether there is any that can be seen
 */
bridge.go = async (tab, by, keys) => {
  await bridge.look(tab);
  await bridge.inFrames(tab, { files: ["visit.js"] });
  const answers = await bridge.inFrames(tab, {
    func: async (/** @type {string[] | null} */ keys) => {
      const { fencepost } = /** @type {World & typeof globalThis} */ (globalThis);
      await fencepost.present();
      return fencepost.brought.visit?.places(keys);
    },
    args: [keys],
  });
  const frames = answers.flatMap(({ frameId, result }) => (result ? [{ frameId, .../** @type {Places} */ (result) }] : []));
  const next = place(frames, by);
  await Promise.all(
    frames.map(({ frameId }) =>
      browser.scripting.executeScript({
        target: { tabId: tab, frameIds: [frameId] },
        func: (/** @type {[string[] | null, number]} */ ...[keys, position]) => {
          const { visit } = /** @type {World & typeof globalThis} */ (globalThis).fencepost.brought;
          if (position < 0) visit?.leave();
          else visit?.go(keys, position);
        },
        args: [keys, frameId === next?.frameId ? next.position : -1],
      }),
    ),
  );
  return next !== null;
};

/**
 * @param {({frameId: number} & Places)[]} frames
 * @param {1 | -1} by
 */
function place(frames, by) {
  const places = frames.flatMap(({ frameId, count }) => Array.from({ length: count }, (_, position) => ({ frameId, position })));
  const before = (/** @type {{frameId: number}} */ frame) => places.findIndex(({ frameId }) => frameId === frame.frameId);
  const here = frames.find(({ at }) => at >= 0);
  const first = frames.find(({ count }) => count > 0);
  if (!first) return null;
  // Where somebody was last, or between what is above the window and what is not.
  const from = here ? before(here) + here.at : before(first) + first.start - (by > 0 ? 1 : 0);
  return places[(from + by + places.length) % places.length] ?? null;
}
