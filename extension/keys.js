// The keys that go from mark to mark. Firefox for Android has none.

import "./going.js";

/** What they do. @type {Record<string, 1 | -1>} */
const STEPS = { "next-mark": 1, "previous-mark": -1 };

browser.commands?.onCommand.addListener((command, tab) => {
  const by = STEPS[command];
  // Where extensions may not look, there are no marks.
  if (by && tab?.id !== undefined) bridge.go(tab.id, by, null).catch(() => {});
});
