// Part of the background in a build for tests: it goes no further than to the point that it is told, and says what it
// waited for there.
//
// Whatever the core waits for is an answer of the database, of `bridge` or of a server; each passes here before the core
// hears of it. Should the background end there, the browser takes back the transaction that is open: so that one is kept open.

let left = Infinity; // points until the one where it stops
let tell = (/** @type {string} */ _name) => {};

const point = (name, go, hold) => {
  if (--left !== 0) return go();
  hold?.();
  tell(name);
};
const passed = (name, answer) => new Promise((done) => point(name, () => done(answer)));

browser.runtime.onConnect.addListener((port) => {
  port.onMessage.addListener((count) => {
    left = count;
    tell = (name) => port.postMessage(name);
    tell("");
  });
});

const names = new WeakMap();
for (const method of ["get", "getAll", "getAllKeys", "put", "delete"]) {
  const original = IDBObjectStore.prototype[method];
  IDBObjectStore.prototype[method] = function (...args) {
    const request = original.apply(this, args);
    names.set(request, `${method} ${this.name}`);
    return request;
  };
}

const keepOpen = (transaction) => {
  const store = transaction.objectStore(transaction.objectStoreNames[0]);
  const again = () => (store.count().onsuccess = again);
  again();
};
const hook = (prototype, name, named) => {
  const { get, set } = Object.getOwnPropertyDescriptor(prototype, name);
  const hooked = (on, listener) => (event) =>
    point(names.get(on) ?? named, () => listener.call(on, event), () => on.transaction && keepOpen(on.transaction));
  Object.defineProperty(prototype, name, {
    get,
    set(listener) {
      set.call(this, listener && hooked(this, listener));
    },
  });
};
hook(IDBRequest.prototype, "onsuccess", "open");
hook(IDBTransaction.prototype, "oncomplete", "commit");

for (const [name, deed] of Object.entries(bridge)) {
  if (deed.constructor !== (async () => {}).constructor) continue; // nobody waits for it
  bridge[name] = async (...args) => passed(name, await deed.apply(bridge, args));
}
const { fetch } = globalThis;
globalThis.fetch = async (...args) => passed("fetch", await fetch(...args));
const { read } = ReadableStreamDefaultReader.prototype;
ReadableStreamDefaultReader.prototype.read = async function () {
  return passed("read", await read.call(this));
};
