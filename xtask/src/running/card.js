// The card is all CSS: what is read are the computed `content` strings in the closed root of an open popover.
// Firefox has the root on the element, Chromium in its API.
const open = host => host.openOrClosedShadowRoot ?? globalThis.chrome?.dom?.openOrClosedShadowRoot(host) ?? null;
for (const host of document.documentElement.children) {
    const root = open(host);
    const popover = root?.querySelector("[popover]");
    // While it fades in there is nothing to be read yet.
    if (!popover?.matches(":popover-open") || getComputedStyle(popover).opacity !== "1") continue;
    const words = [];
    for (const element of [popover, ...popover.querySelectorAll("*")])
        for (const pseudo of ["::before", "::after"]) {
            const { content } = getComputedStyle(element, pseudo);
            for (const [, word] of content.matchAll(/"((?:[^"\\]|\\.)*)"/g)) words.push(word.replace(/\\(.)/g, "$1"));
        }
    return words.join("\n");
}
return null;
