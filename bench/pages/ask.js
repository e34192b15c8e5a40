// In the world of content scripts: asks the background what the page wants to know, and tells how long that took.

addEventListener("bench-ask", async ({ detail }) => {
  const began = performance.now();
  const answer = await (globalThis.browser ?? chrome).runtime.sendMessage(JSON.parse(detail));
  const time = performance.now() - began;
  dispatchEvent(new CustomEvent("bench-answer", { detail: JSON.stringify({ time, answer }) }));
});
