// What it takes to wake a background that knows nothing, but compiles the WebAssembly that ours answers with.

const compiled = WebAssembly.compileStreaming(fetch("judge_bg.wasm"));

(globalThis.browser ?? chrome).runtime.onMessage.addListener((message, sender, respond) => {
  compiled.then(() => respond(true));
  return true;
});
