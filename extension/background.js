// Listeners are registered synchronously, or an event that wakes the worker finds nobody; then the half of the core
// that the event concerns is awaited. The judge answers pages; the keeper, which is larger, loads and changes lists.

import "./bridge.js";
import "./asking.js";
import startJudge, { Judge } from "./core/judge.js";
import startKeeper, { Keeper } from "./core/keeper.js";

const keeper = once(async () => {
  await startKeeper();
  return Keeper.start();
});

const judge = once(async () => {
  await startJudge();
  const judge = await Judge.start();
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
 * @param {() => Promise<T>} start
 */
function once(start) {
  /** @type {Promise<T> | undefined} */
  let started;
  const get = () => {
    started ??= start().catch((error) => {
      started = undefined;
      throw error;
    });
    return started;
  };
  get.isStarted = () => started !== undefined;
  return get;
}

// Starting fails when what is stored cannot be read; nothing else is expected to.
const broken = { failed: { message: { key: "failRead", values: [] } } };

browser.runtime.onMessage.addListener((message, sender, respond) => {
  const answer = message?.lists === undefined
    ? judge().then(async (judge) => {
        const answer = await judge.handle(message, sender);
        mend(judge).catch(report);
        return answer;
      })
    : keeper().then((keeper) => keeper.handle(message.lists, sender));
  answer.then(respond, (error) => {
    report(error);
    respond(broken);
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
}
