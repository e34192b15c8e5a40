// What a page has beside links: what it is itself, and whether there is text, an embed or a shadow root to be read. For
// those another script is brought, so that pages without them carry nothing for it.

import { ask } from "./ask.js";
import { brought } from "./brought.js";
import { judgeItself } from "./itself.js";
import { idle, sleep } from "./pace.js";
import { all, firstByPath } from "./untouched.js";
import { rootOf } from "./root.js";

const AGAIN = 1000; // ms between two looks at a page that changes
const MOST = 500; // elements without content that are asked for a root: 1 ms
const EMBED = EMBEDS.map(([selector]) => selector).join();
// In this order a browser takes a tenth of the time.
const CHILDLESS = ":empty:is(article,aside,blockquote,div,footer,header,main,nav,p,section,span)";
const CUSTOM = "//*[contains(local-name(),'-')]";

/** Until the next look is over, when there will be one. @type {Promise<void> | null} */
let next = null;

/** Looks, when the browser has nothing else to do. */
export async function lookAround() {
  await idle();
  await judgeItself();
  if (!brought.more && isMoreThere()) await ask(() => "more");
  await brought.more?.ready;
}

/** Looks again, soon: the page has changed. */
export function lookAgain() {
  return (next ??= sleep(AGAIN)
    .then(lookAround)
    .then(() => void (next = null)));
}

function isMoreThere() {
  const [body] = all(document, "body");
  return (
    !!body &&
    (body.textContent?.includes("@") ||
      all(document, EMBED).length > 0 ||
      !!firstByPath(CUSTOM, document) ||
      Array.from(all(document, CHILDLESS)).slice(0, MOST).some(rootOf))
  );
}
