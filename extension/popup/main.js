// The popup's words, at once: the core, which says what is on the page, takes longer to start than the browser to paint.
// It is only begun here, as Chromium opens a popup when all that its document waits for is there.

import { part, show } from "../check/page.js";
import { brand } from "../check/words.js";

document.title = part("brand").textContent = brand();
show();
const core = "./popup.js"; // in a variable, so that it is loaded and not bundled
void import(core);
