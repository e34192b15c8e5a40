// Stores what `tests/data/stored` has of a layout, as `former`; `open` is then the database, open.
const { layout, local, stores } = former;

// JSON has no bytes: they stand there as a text or in hexadecimal digits.
const stored = (value) => {
  if (Array.isArray(value)) return value.map(stored);
  if (value?.text !== undefined) return new TextEncoder().encode(value.text);
  if (value?.bytes !== undefined) return Uint8Array.from(value.bytes.match(/../g), (it) => parseInt(it, 16));
  return value;
};

await request(indexedDB.deleteDatabase("fencepost"));
const making = indexedDB.open("fencepost", layout);
making.onupgradeneeded = () => {
  for (const name of Object.keys(stores)) making.result.createObjectStore(name);
};
const open = await request(making);
const transaction = open.transaction(Object.keys(stores), "readwrite");
for (const [name, values] of Object.entries(stores)) {
  for (const [key, value] of Object.entries(values)) transaction.objectStore(name).put(stored(value), key);
}
await new Promise((done) => (transaction.oncomplete = done));
await (globalThis.browser ?? chrome).storage.local.set(local);
