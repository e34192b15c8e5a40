// The open popover that the card is, in the closed root of its host: Firefox has the root on the element, Chromium in its
// API. While it fades in there is nothing to be read yet.
const open = host => host.openOrClosedShadowRoot ?? globalThis.chrome?.dom?.openOrClosedShadowRoot(host) ?? null;
const popover = [...document.documentElement.children]
    .map(host => open(host)?.querySelector("[popover]"))
    .find(it => it?.matches(":popover-open") && getComputedStyle(it).opacity === "1");
