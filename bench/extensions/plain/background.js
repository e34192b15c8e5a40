// Names are in storage as JSON, and in a `Set` once they were read; parents of a host are looked for too.

const api = globalThis.browser ?? chrome;

const names = api.storage.local.get("names").then((stored) => new Set(JSON.parse(stored.names ?? "[]")));

/** @param {string} host @param {Set<string>} names */
function isListed(host, names) {
  for (let rest = host; ; rest = rest.slice(rest.indexOf(".") + 1)) {
    if (names.has(rest)) return true;
    if (!rest.includes(".")) return false;
  }
}

api.runtime.onMessage.addListener((host, sender, respond) => {
  names.then((names) => respond(isListed(host, names)));
  return true;
});
