// Has the core fill a page of our own. Should the core trap, which it never should, the page is dead: it says so.

import "./bridge.js";
import start from "./core/pages.js";

addEventListener("error", ({ error }) => noticeTrap(error));
addEventListener("unhandledrejection", ({ reason }) => noticeTrap(reason));

/** @param {() => Promise<void>} act */
export async function fill(act) {
  await start();
  await act();
}

/** @param {unknown} error */
function noticeTrap(error) {
  if (!(error instanceof WebAssembly.RuntimeError)) return;
  bridge.noteTrap().catch(console.error);
  const { getMessage } = browser.i18n;
  const title = document.createElement("h1");
  const more = document.createElement("p");
  const again = document.createElement("button");
  const main = document.createElement("main");
  title.textContent = getMessage("popupFailed");
  more.textContent = getMessage("failTrapped");
  again.textContent = getMessage("popupRetry");
  again.className = "button primary";
  again.addEventListener("click", () => location.reload());
  main.setAttribute("role", "alert");
  main.append(title, more, again);
  document.body.replaceChildren(main);
  document.body.dataset.state = "failed";
  document.documentElement.lang = getMessage("locale");
  document.documentElement.dir = getMessage("direction");
  document.body.hidden = false;
}
