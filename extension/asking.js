// The ways to the check page that are no page: the context menu and the address bar. Firefox for Android has neither.

const MENU = "check";

/**
 * Where the check page asks about a text.
 * @param {string} text
 */
function address(text) {
  return browser.runtime.getURL(`check.html?q=${encodeURIComponent(text)}`);
}

if (browser.contextMenus) {
  // What was there before an update would be there twice.
  browser.runtime.onInstalled.addListener(async () => {
    await browser.contextMenus.removeAll();
    browser.contextMenus.create({
      id: MENU,
      title: browser.i18n.getMessage("menuCheck"),
      contexts: ["link", "selection"],
    });
  });
  browser.contextMenus.onClicked.addListener(({ menuItemId, linkUrl, selectionText }) => {
    if (menuItemId === MENU) browser.tabs.create({ url: address(linkUrl ?? selectionText ?? "") });
  });
}

if (browser.omnibox) {
  browser.omnibox.setDefaultSuggestion({ description: browser.i18n.getMessage("omniboxCheck") });
  browser.omnibox.onInputEntered.addListener((text, where) => {
    if (where === "currentTab") browser.tabs.update({ url: address(text) });
    else browser.tabs.create({ url: address(text), active: where === "newForegroundTab" });
  });
}
