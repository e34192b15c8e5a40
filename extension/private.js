// What private windows leave behind: nothing. What was remembered for one is forgotten with the last of them. Firefox for
// Android has no windows, and forgets it when it ends.

browser.windows?.onRemoved.addListener(async () => {
  const windows = await browser.windows.getAll();
  if (!windows.some(({ incognito }) => incognito)) await bridge.forgetPrivate();
});
