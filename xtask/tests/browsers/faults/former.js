// Stores what `tests/data/stored` has of a layout, as `former`; `open` is then the database, open.
// JSON has no bytes: they stand there as a text or in hexadecimal digits.
const stored = (value) => {
  if (Array.isArray(value)) return value.map(stored);
  if (value?.text !== undefined) return new TextEncoder().encode(value.text);
  if (value?.bytes !== undefined) return Uint8Array.from(value.bytes.match(/../g), (it) => parseInt(it, 16));
  return value;
};

const values = ([name, values]) => [name, Object.fromEntries(Object.entries(values).map(([key, it]) => [key, stored(it)]))];
const open = await put({ ...former, stores: Object.fromEntries(Object.entries(former.stores).map(values)) });
