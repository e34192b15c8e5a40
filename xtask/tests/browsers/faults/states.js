// States of what is kept, and how far a change of it gets; with the functions of `kept.js`.
const { runtime, storage } = globalThis.browser ?? chrome;

// All that is kept, as `put` takes it.
const take = async () => {
  const local = await storage.local.get(null);
  return database(async (open) => {
    const names = [...open.objectStoreNames];
    const transaction = open.transaction(names);
    const all = async (name) => {
      const store = transaction.objectStore(name);
      const [keys, values] = await Promise.all([request(store.getAllKeys()), request(store.getAll())]);
      return [name, Object.fromEntries(keys.map((key, i) => [key, values[i]]))];
    };
    return { layout: open.version, local, stores: Object.fromEntries(await Promise.all(names.map(all))) };
  });
};

// As a text, without moments, what is drawn by lot, and what holds nothing.
const text = (value) =>
  JSON.stringify(value, (key, it) => {
    if (key === "generation") return undefined;
    if (typeof it === "number" && it > 1e12) return "a moment";
    if (it instanceof Uint8Array) return it.join();
    return it && typeof it === "object" && Object.keys(it).length === 0 ? undefined : it;
  });

// Which lists have something to say about places.
const look = async (places) => {
  const answers = await Promise.all(places.map((find) => runtime.sendMessage({ find })));
  return answers.map(({ found }) => found?.map(([list]) => list));
};

// What is kept and in force.
const state = async (places) => {
  const { local, stores } = await take();
  return { stores: text(stores), local: text(local), found: await look(places) };
};

// Has the background carry out a request up to the point of this number: where it is then (`point`, or `end` when it
// has answered), and all points that it passed.
const upTo = (number, lists) =>
  new Promise((done) => {
    const port = runtime.connect();
    port.onMessage.addListener((answer) => {
      if (answer.at !== "begin") return done(answer);
      runtime.sendMessage({ lists }).then(() => port.postMessage("end"), () => {});
    });
    port.postMessage(number);
  });
