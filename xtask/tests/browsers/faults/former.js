// What version 1 of the extension stored: a file's list, a server's, and one that cannot be read any more, with marks
// switched off.
const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode("starred.example"));
const hex = [...new Uint8Array(digest)].map((it) => it.toString(16).padStart(2, "0")).join("");
const blocks = [
  { domain: "json.example", digest: null, severity: "silence", comment: "Why" },
  { domain: "sta****.example", digest: hex, severity: "suspend", comment: "" },
];
const bodies = {
  "file:List": "#domain,#severity\ncsv.example,suspend\n",
  "file:Odd": '{"error":"no list"}',
  "home:server.example": JSON.stringify(blocks),
};

await request(indexedDB.deleteDatabase("fencepost"));
const making = indexedDB.open("fencepost", 1);
making.onupgradeneeded = () => {
  for (const name of ["reports", "bodies", "index"]) making.result.createObjectStore(name);
};
const open = await request(making);
const transaction = open.transaction(["reports", "bodies", "index"], "readwrite");
for (const [id, body] of Object.entries(bodies)) {
  const report = {
    id,
    name: id.split(":")[1],
    fetchedAt: 1_700_000_000_000,
    suspended: 1,
    limited: 1,
    other: 0,
    recognised: 0,
    unrecognisable: 0,
    problems: [],
    problemCount: 0,
  };
  transaction.objectStore("reports").put(report, id);
  transaction.objectStore("bodies").put(new TextEncoder().encode(body), id);
}
transaction.objectStore("index").put(new TextEncoder().encode("FPhx of version 1"), "hot");
transaction.objectStore("index").put(new Uint8Array(10), "cold");
await new Promise((done) => (transaction.oncomplete = done));
await (globalThis.browser ?? chrome).storage.local.set({ marks: false, generation: 0.5 });
