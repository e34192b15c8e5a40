// What is kept, read past the extension: `database` opens it, `kept` counts what is in it, `edit` changes a value,
// `put` replaces all.
const request = (asked) =>
  new Promise((done, failed) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
    asked.onblocked = () => failed(new Error("blocked"));
  });

const database = async (act) => {
  const open = await request(indexedDB.open("fencepost"));
  try {
    return await act(open);
  } finally {
    open.close();
  }
};

// The sizes are where src/index/bytes.rs, keys.rs, rows.rs and src/index.rs have them.
const number = (bytes, at) => (bytes ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true) : 0);

const kept = () =>
  database(async (open) => {
    const stores = ["reports", "keys", "rows", "held", "index"];
    const transaction = open.transaction(stores);
    const [reports, keys, rows, held, index] = await Promise.all(
      stores.map(async (name) => {
        const store = transaction.objectStore(name);
        const [ids, values] = await Promise.all([request(store.getAllKeys()), request(store.getAll())]);
        return new Map(ids.map((id, i) => [id, values[i]]));
      }),
    );
    const total = (it) => it.suspended + it.limited + it.allowed + it.other + it.canaries;
    // What was removed is out of force, and only kept to be taken back.
    const removed = [...reports].filter(([, report]) => report.removedAt != null).map(([id]) => id);
    for (const id of removed) for (const all of [reports, keys, rows, held]) all.delete(id);
    const ids = new Set([...reports.keys(), ...keys.keys(), ...rows.keys(), ...held.keys()]);
    const lists = Object.fromEntries(
      [...ids].map((id) => [
        id,
        {
          report: reports.has(id) && reports.get(id).fetchedAt !== null ? total(reports.get(id)) : 0,
          keys: [16, 20, 24].reduce((sum, at) => sum + number(keys.get(id), at), 0),
          rows: number(rows.get(id), 16),
          held: held.has(id),
        },
      ]),
    );
    const hot = index.get("hot");
    return { lists, rules: number(hot, 36), bytes: hot?.length ?? 0, marks: index.get("marks") ?? null };
  });

// `change` gets the value and returns another; `undefined` deletes.
const edit = (name, key, change) =>
  database(async (open) => {
    const transaction = open.transaction(name, "readwrite");
    const store = transaction.objectStore(name);
    const value = change(await request(store.get(key)));
    await request(value === undefined ? store.delete(key) : store.put(value, key));
    await new Promise((done) => (transaction.oncomplete = done));
  });

// Replaces all that is kept by `stores`, each with its keys and values, in a layout, and by `local`. Gives the database, open.
const put = async ({ layout, local, stores }) => {
  await request(indexedDB.deleteDatabase("fencepost"));
  const making = indexedDB.open("fencepost", layout);
  making.onupgradeneeded = () => {
    for (const name of Object.keys(stores)) making.result.createObjectStore(name);
  };
  const open = await request(making);
  const transaction = open.transaction(Object.keys(stores), "readwrite");
  for (const [name, values] of Object.entries(stores)) {
    for (const [key, value] of Object.entries(values)) transaction.objectStore(name).put(value, key);
  }
  await new Promise((done) => (transaction.oncomplete = done));
  const { storage } = globalThis.browser ?? chrome;
  await storage.local.clear();
  await storage.local.set(local);
  return open;
};

// A list of names that only this one has.
const names = (tag, count) => {
  const rows = Array.from({ length: count - 1 }, (_, i) => `n${i}.${tag}.example,suspend\n`);
  return `domain,severity\nmark.${tag}.example,suspend\n${rows.join("")}`;
};
