// The popup's words, at once: the core, which says what is on the page, takes longer to start than the browser to paint.
// It is only begun here, as Chromium opens a popup when all that its document waits for is there.

import { part, show } from "../check/page.js";
import { brand } from "../check/words.js";

document.title = part("brand").textContent = brand();
show();
// Only once the popup is open, for the same reason.
addEventListener("load", () => {
  const core = document.createElement("script");
  core.type = "module";
  core.src = "popup.js";
  document.head.append(core);
});
