// What it takes to wake a background that knows nothing.

(globalThis.browser ?? chrome).runtime.onMessage.addListener((message, sender, respond) => respond(true));
