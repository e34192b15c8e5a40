// Part of the background in a build for tests: remembers what nobody caught, and says how much memory the core has.

const memories = [];
for (const method of ["instantiate", "instantiateStreaming"]) {
  const original = WebAssembly[method];
  WebAssembly[method] = async (...args) => {
    const answer = await original.apply(WebAssembly, args);
    memories.push((answer.instance ?? answer).exports.memory);
    return answer;
  };
}

for (const type of ["error", "unhandledrejection"]) {
  addEventListener(type, (event) => {
    void browser.storage.session.set({ [`uncaught ${Date.now()}`]: String(event.reason ?? event.message) });
  });
}

browser.runtime.onConnect.addListener((port) => {
  port.postMessage(memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0));
});
