// What runs inside every page that Fencepost may look at. It finds links, asks the background which of them lead to a
// listed place, and marks those; it knows nothing of lists or servers.
//
//   find   links, and the key that stands for each
//   judge  asks each key once, remembers the answers
//   place  how a link can carry its mark
//   mark   the attribute that the style is bound to
//   guard  what changes in the page
//   hover  when the card is shown

import { ask } from "./ask.js";
import { browser } from "./browser.js";
import { rejudge, watch } from "./guard.js";
import { updateHover } from "./hover.js";
import { forget } from "./judge.js";
import { attribute, listedLinks, listing, onChange } from "./mark.js";
import { oncePerFrame } from "./pace.js";
import { listen } from "./untouched.js";

// It may be injected again where it runs. `hasOwn`, because a page's element with this id is a property too.
if (!Object.hasOwn(globalThis, "fencepost")) start();

function start() {
  /** Until all links have been judged once by the lists that are loaded now. */
  let done = watch();
  /** @type {import("./protocol.js").Fencepost} */
  const fencepost = {
    attribute,
    present: async () => {
      for (let pass; pass !== done; await pass) pass = done;
      return counts();
    },
    judgement: (link) => {
      const known = listing(link);
      return known && { key: known.key, severity: known.severity };
    },
    links: listedLinks,
  };
  Object.defineProperty(globalThis, "fencepost", { value: fencepost });

  let told = "";
  onChange(
    oncePerFrame(() => {
      updateHover();
      const keys = counts().map(([key]) => key).sort().join(" ");
      if (keys === told) return;
      told = keys;
      void ask(() => "present");
    }),
  );

  const again = () => {
    forget();
    done = rejudge();
  };
  browser.storage.onChanged.addListener((/** @type {object} */ changes, /** @type {string} */ area) => {
    if (area === "local" && "generation" in changes) again();
  });
  // The lists may have changed while the page was kept for going back to it.
  listen("pageshow", (event) => event.persisted && again());
}

/** @returns {[string, number][]} */
function counts() {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const link of listedLinks()) {
    const { key } = /** @type {{key: string}} */ (listing(link));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts];
}
