// Part of the background, and of own pages, in a build for tests: the core traps, as by a mistake of its own, when it
// takes an address of `trap.example` apart, and in the middle of keeping a file of this name. A trap below a function that
// the core calls takes the core's own frames with it.

// (module (func (export "t") unreachable))
const code = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11];
const { t: trap } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(code))).exports;

const hash = Object.getOwnPropertyDescriptor(URL.prototype, "hash");
Object.defineProperty(URL.prototype, "hash", {
  ...hash,
  get() {
    if (this.hostname === "trap.example") trap();
    return hash.get.call(this);
  },
});

let doomed = false;
const { put } = IDBObjectStore.prototype;
IDBObjectStore.prototype.put = function (value, key) {
  doomed ||= key === "file:trap.example";
  return put.call(this, value, key);
};
// The last value of a change is made of it, when all others are written.
const { random } = Math;
Math.random = () => {
  if (doomed) {
    doomed = false;
    trap();
  }
  return random();
};
