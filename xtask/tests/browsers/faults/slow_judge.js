// Part of the background in a build for tests. Once `armed` is remembered, the judge starts only when the keeper has
// changed something, and takes that over a second late, as it may with long lists on a slow machine.

let changed;
const change = new Promise((done) => (changed = done));

const load = fetch;
globalThis.fetch = async (...request) => {
  if (String(request[0]).includes("judge") && (await browser.storage.session.get("armed")).armed) {
    await browser.storage.session.set({ waits: true });
    await change;
  }
  return load(...request);
};

let reload = bridge.reload;
Object.defineProperty(bridge, "reload", {
  set: (it) => (reload = it),
  get: () => async () => {
    changed();
    if ((await browser.storage.session.get("armed")).armed) await new Promise((done) => setTimeout(done, 1000));
    return reload();
  },
});
