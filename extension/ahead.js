// What the first verdict needs is read from the database while the core is still being compiled: people wait for both.

const DATABASE = "fencepost";
const STORE = "index";
const KEYS = ["hot", "marks", "choices", "generation"];

/**
 * Begins to read what is in force, as `src/web/store.rs` keeps it, and the version of the database.
 *
 * @returns {Promise<unknown[] | null>} `null` where it cannot be read like this: the core finds out why
 */
export function readAhead() {
  return new Promise((done) => {
    const opening = indexedDB.open(DATABASE);
    opening.onupgradeneeded = () => opening.transaction?.abort(); // there is none yet, and the core makes it
    opening.onerror = () => done(null);
    opening.onsuccess = () => {
      const database = opening.result;
      read(database, done);
      database.close(); // when all is read
    };
  });
}

/** Begins to fetch the brand's file. */
export function fetchBrand() {
  return fetch(browser.runtime.getURL("brand.json"));
}

/**
 * @param {IDBDatabase} database
 * @param {(values: unknown[] | null) => void} done
 */
function read(database, done) {
  if (!database.objectStoreNames.contains(STORE)) return done(null);
  const transaction = database.transaction(STORE);
  const store = transaction.objectStore(STORE);
  const requests = KEYS.map((key) => store.get(key));
  transaction.oncomplete = () => done([...requests.map(({ result }) => result), database.version]);
  transaction.onabort = () => done(null);
}
