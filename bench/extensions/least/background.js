// Answers with those of the hosts that are in a `Set`, once there is a style for what they lead to.

const api = globalThis.browser ?? chrome;
const css = "[data-listed]::after { content: '⚠' }";

const names = api.storage.local.get("names").then((stored) => new Set(JSON.parse(stored.names ?? "[]")));

api.runtime.onMessage.addListener((hosts, { tab, frameId }, respond) => {
  names.then(async (names) => {
    const listed = hosts.filter((host) => names.has(host));
    const target = { tabId: tab.id, frameIds: [frameId] };
    if (listed.length) await api.scripting.insertCSS({ target, css, origin: "USER" });
    respond(listed);
  });
  return true;
});
