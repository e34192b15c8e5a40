// Listeners are registered synchronously, or an event that wakes the worker finds nobody; then the half of the core
// that the event concerns is awaited. The judge answers pages; the keeper, which is larger, loads and changes lists.

import "./bridge.js";
import startJudge, { Judge } from "./core/judge.js";
import startKeeper, { Keeper } from "./core/keeper.js";

const keeper = once(async () => {
  await startKeeper();
  return Keeper.start();
});

const judge = once(async () => {
  await startJudge();
  const judge = await Judge.start();
  if (judge.isStale()) {
    await (await keeper()).recompile();
    await judge.reload();
  }
  return judge;
});

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

const broken = { failed: { message: { key: "failInternal", values: [] } } };

browser.runtime.onMessage.addListener((message, sender, respond) => {
  const answer = message?.lists === undefined
    ? judge().then((judge) => judge.handle(message, sender))
    : keeper().then((keeper) => keeper.handle(message.lists, sender));
  answer.then(respond, (error) => {
    console.error(error);
    respond(broken);
  });
  return true;
});

browser.runtime.onInstalled.addListener(({ reason }) => keeper().then((keeper) => keeper.installed(reason)));
browser.permissions.onAdded.addListener(() => keeper().then((keeper) => keeper.permitted()));
// Firefox forgets alarms when it ends.
browser.runtime.onStartup.addListener(() => keeper().then((keeper) => keeper.refresh()));
browser.alarms.onAlarm.addListener(() => keeper().then((keeper) => keeper.refresh()));
