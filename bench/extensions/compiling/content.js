// What a content script costs that does nothing.
