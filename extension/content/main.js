// What runs inside every page that Fencepost may look at. It finds links, asks the background which of them lead to a
// listed place, and marks those; it knows nothing of lists or servers.
//
//   find    links, and the key that stands for each
//   judge   asks each key once, remembers the answers
//   mark    the attribute that the style is bound to
//   guard   what changes in the page
//   itself  what the open page itself is
//   around  whether there is more than links
//
// Three more scripts are brought where they are needed, and build on `core`: `listed/` where something is listed, `card/`
// when a card is asked for, `more/` where text, embeds or shadow roots are to be read.

import { lookAgain, lookAround } from "./around.js";
import { ask } from "./ask.js";
import { browser } from "./browser.js";
import { brought } from "./brought.js";
import { core } from "./core.js";
import { isOwnLink } from "./find.js";
import { rejudge, watch } from "./guard.js";
import { listedSelves } from "./itself.js";
import { forget } from "./judge.js";
import { attribute, isDrawn, listedLinks, listing, onChange, presentLinks } from "./mark.js";
import { oncePerFrame } from "./pace.js";
import { listen } from "./untouched.js";

// It may be injected again where it runs. `hasOwn`, because a page's element with this id is a property too.
if (!Object.hasOwn(globalThis, "fencepost")) start();

function start() {
  /** Until all there is has been judged once by the lists that are loaded now. */
  let done = watch().then(lookAround);
  /** @type {import("./protocol.js").Fencepost} */
  const fencepost = {
    attribute,
    present: async () => {
      for (let pass; pass !== done; await pass) pass = done;
      return { keys: keys(listedLinks()), selves: listedSelves() };
    },
    judgement: (link) => {
      const known = listing(link);
      return known && { key: known.key, severity: known.severity, drawn: isDrawn(link, known.severity) };
    },
    links: () => listedLinks().filter(isOwnLink),
    core,
    brought,
  };
  Object.defineProperty(globalThis, "fencepost", { value: fencepost });

  let told = "";
  onChange(
    oncePerFrame(() => {
      brought.listed?.update();
      const found = [keys(presentLinks()).sort(), listedSelves()].join();
      if (found === told || found + told === ",") return;
      told = found;
      void ask(() => "present");
    }),
  );

  const again = () => {
    forget();
    done = rejudge()
      .then(() => brought.more?.again())
      .then(lookAround);
  };
  browser.storage.onChanged.addListener((/** @type {object} */ changes, /** @type {string} */ area) => {
    if (area === "local" && "generation" in changes) again();
  });
  // The lists may have changed while the page was kept for going back to it.
  listen("pageshow", (event) => event.persisted && again());
  // A page may become another one without a change of its content. Browsers without `navigation` see that with the next.
  for (const type of ["popstate", "hashchange"]) listen(type, lookAgain);
  const { navigation } = /** @type {{ navigation?: EventTarget }} */ (globalThis);
  navigation?.addEventListener("currententrychange", lookAgain);
}

/** The listed keys of this frame, each once. @param {import("./protocol.js").Link[]} links */
function keys(links) {
  const found = links.map((link) => /** @type {{key: string}} */ (listing(link)).key);
  return [...new Set([...found, ...(brought.more?.keys() ?? [])])];
}
