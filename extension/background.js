// Shipped as one script with all that it imports but `bridge.js`: a background that wakes finds and reads two files, not
// ten.
//
// Listeners are registered synchronously, or an event that wakes the worker finds nobody; then the half of the core
// that the event concerns is awaited. The judge answers pages; the keeper, which is larger, loads and changes lists.

import "./bridge.js";
import "./asking.js";
import "./keys.js";
import "./private.js";
import { fetchBrand, readAhead } from "./ahead.js";
import startJudge, { Judge, renew as renewJudge } from "core/judge.js";
import startKeeper, { Keeper, renew as renewKeeper } from "core/keeper.js";

const keeper = once(async (again) => {
  await startKeeper({ module_or_path: "core/keeper_bg.wasm" });
  if (again) renewKeeper();
  return Keeper.start();
});

const judge = once(async (again) => {
  const [ahead, brand] = [readAhead(), fetchBrand()];
  await startJudge({ module_or_path: "core/judge_bg.wasm" });
  if (again) renewJudge();
  const judge = await Judge.start(await ahead, brand);
  await mend(judge);
  judge.tell().catch(report); // nobody waits for it
  return judge;
});

/**
 * Has what the judge could not read made anew.
 * @param {Judge} judge
 */
async function mend(judge) {
  if (!judge.foundDamage()) return;
  await (await keeper()).mend();
  await judge.reload();
  await judge.tell();
}

/** Called by the keeper after a change. A judge that has not started yet finds it when it does. */
bridge.reload = async () => {
  if (judge.isStarted()) await (await judge()).reload();
};

/**
 * What `start` makes, made once for the life of this worker; a start that failed is tried again by the next event.
 * @template T
 * @param {(again: boolean) => Promise<T>} start told whether the core trapped since it was last started
 */
function once(start) {
  /** @type {Promise<T> | undefined} */
  let started;
  let trapped = false;
  const get = () => {
    if (started) return started;
    const starting = unlessTrapped(start(trapped));
    [started, trapped] = [starting, false];
    starting.catch(() => {
      if (started === starting) started = undefined;
    });
    return starting;
  };
  get.isStarted = () => started !== undefined;
  get.restart = () => {
    [started, trapped] = [undefined, true];
  };
  return get;
}

/** Whoever waits for the core: one that traps answers nobody any more. @type {Set<(error: Error) => void>} */
const waiting = new Set();

/**
 * What the core answers, or an error once it traps.
 * @template T
 * @param {Promise<T>} answer
 * @returns {Promise<T>}
 */
function unlessTrapped(answer) {
  return new Promise((done, failed) => {
    waiting.add(failed);
    answer.then(done, failed).finally(() => waiting.delete(failed));
  });
}

// A trap should never be. Which half it was nobody can tell, and both have on disk all that counts.
addEventListener("error", ({ error }) => noticeTrap(error));
addEventListener("unhandledrejection", ({ reason }) => noticeTrap(reason));

/** @param {unknown} error */
function noticeTrap(error) {
  if (!(error instanceof WebAssembly.RuntimeError)) return;
  bridge.takeBack();
  judge.restart();
  keeper.restart();
  for (const failed of waiting) failed(TRAPPED);
  bridge.noteTrap().catch(report);
}

const TRAPPED = new Error("the core trapped");

/**
 * Starting fails when what is stored cannot be read; nothing else is expected to.
 * @param {unknown} error
 */
function broken(error) {
  const trapped = error === TRAPPED || error instanceof WebAssembly.RuntimeError;
  return { failed: { message: { key: trapped ? "failTrapped" : "failRead", values: [] } } };
}

browser.runtime.onMessage.addListener((message, sender, respond) => {
  const answer = message?.lists === undefined
    ? judge().then(async (judge) => {
        const answer = await judge.handle(message, sender);
        mend(judge).catch(report);
        return answer;
      })
    : keeper().then((keeper) => keeper.handle(message.lists, sender));
  unlessTrapped(answer).then(respond, (error) => {
    report(error);
    respond(broken(error));
  });
  return true;
});

browser.runtime.onInstalled.addListener(({ reason }) => unasked((keeper) => keeper.installed(reason)));
browser.permissions.onAdded.addListener(() => unasked((keeper) => keeper.permitted()));
// Firefox forgets alarms when it ends.
browser.runtime.onStartup.addListener(() => unasked((keeper) => keeper.refresh()));
browser.alarms.onAlarm.addListener(() => unasked((keeper) => keeper.refresh()));

/**
 * Has the keeper do what nobody waits for.
 * @param {(keeper: Keeper) => Promise<void>} act
 */
function unasked(act) {
  keeper().then(act).catch(report);
}

/** @param {unknown} error */
function report(error) {
  console.error(error);
  noticeTrap(error);
}
