// Notes when the last listed link on the screen got something: an attribute, or a neighbour.

const onScreen = [...document.querySelectorAll("a.listed")].filter((link) => link.getBoundingClientRect().top < innerHeight);
const waiting = new Set(onScreen);
const observer = new MutationObserver((records) => {
  for (const { target, addedNodes } of records) {
    waiting.delete(target);
    for (const node of addedNodes) waiting.delete(node.previousSibling);
  }
  if (waiting.size) return;
  globalThis.markedAt = performance.now();
  observer.disconnect();
});
for (const link of onScreen) {
  observer.observe(link, { attributes: true });
  observer.observe(link.parentElement, { childList: true });
}
