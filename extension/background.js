// Listeners are registered synchronously, or an event that wakes the worker finds nobody; then the core is awaited.

import "./bridge.js";
import init, { Background } from "./core/fencepost.js";

/** @type {Promise<Background> | undefined} */
let starting;

/** The core, started once for the life of this worker; a start that failed is tried again by the next event. */
function core() {
  starting ??= start().catch((error) => {
    starting = undefined;
    throw error;
  });
  return starting;
}

async function start() {
  await init();
  return Background.start();
}

const broken = { failed: { message: { key: "failInternal", values: [] } } };

browser.runtime.onMessage.addListener((message, sender, respond) => {
  core()
    .then((background) => background.handle(message, sender))
    .then(respond, (error) => {
      console.error(error);
      respond(broken);
    });
  return true;
});

browser.runtime.onInstalled.addListener(({ reason }) => core().then((background) => background.installed(reason)));
browser.permissions.onAdded.addListener(() => core().then((background) => background.permitted()));
