// Part of the background in a build for tests: it goes no further than to the point that it is told.
//
// Whatever the core waits for is a promise that it calls `then` on: each answer passes here before the core hears of it,
// so no point can be forgotten. Should the background end there, the browser takes back the transaction that is open:
// so that one is kept open.

/** The points that were passed since a page said where to stop, by what was waited for there. @type {string[]} */
let passed = [];
let last = Infinity;
let tell = (/** @type {string} */ _at) => {};

browser.runtime.onConnect.addListener((port) => {
  tell = (at) => port.postMessage({ at, passed });
  port.onMessage.addListener((number) => {
    if (number === "end") return tell("end");
    [passed, last] = [[], number];
    tell("begin");
  });
});

/** Names of promises. */
const names = new WeakMap();
/** What the database said last: its name, and the transaction that it is about. @type {[string, IDBTransaction?] | undefined} */
let heard;

const { then } = Promise.prototype;
Promise.prototype.then = function (done, failed) {
  // Nobody but the core hands over closures, which have this.
  if (!done?._wbg_cb_unref) return then.call(this, done, failed);
  const at = (listener) => (value) => {
    const [name, transaction] = names.has(this) ? [names.get(this)] : (heard ?? ["something"]);
    heard = undefined;
    passed.push(name);
    if (passed.length !== last) return listener(value);
    if (transaction?.mode === "readwrite") keepOpen(transaction);
    tell("point");
  };
  return then.call(this, at(done), at(failed));
};

/** @param {IDBTransaction} transaction */
function keepOpen(transaction) {
  const store = transaction.objectStore(transaction.objectStoreNames[0]);
  const again = () => void (store.count().onsuccess = again);
  again();
}

/** Has something be done with what a method answers. */
function after(object, method, act) {
  const original = object[method];
  object[method] = function (...args) {
    const answer = original.apply(this, args);
    act(answer, this);
    return answer;
  };
}

for (const method of ["get", "getAll", "getAllKeys", "put", "delete"]) {
  after(IDBObjectStore.prototype, method, (request, { name }) => {
    request.addEventListener("success", () => (heard = [`${method} ${name}`, request.transaction]));
  });
}
after(IDBFactory.prototype, "open", (request) => request.addEventListener("success", () => (heard = ["open"])));
after(IDBDatabase.prototype, "transaction", (it) => it.addEventListener("complete", () => (heard = ["commit"])));
after(globalThis, "fetch", (promise) => names.set(promise, "fetch"));
after(ReadableStreamDefaultReader.prototype, "read", (promise) => names.set(promise, "read"));

// What is put into it later, too.
globalThis.bridge = new Proxy(bridge, {
  get(target, name) {
    const deed = target[name];
    if (typeof deed !== "function") return deed;
    return (...args) => {
      const answer = deed.apply(target, args);
      if (answer instanceof Promise) names.set(answer, name);
      return answer;
    };
  },
});
