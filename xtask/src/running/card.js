// The card is all CSS: what is read are the computed `content` strings.
if (!popover) return null;
const words = [];
for (const element of [popover, ...popover.querySelectorAll("*")])
    for (const pseudo of ["::before", "::after"]) {
        const { content } = getComputedStyle(element, pseudo);
        for (const [, word] of content.matchAll(/"((?:[^"\\]|\\.)*)"/g)) words.push(word.replace(/\\(.)/g, "$1"));
    }
return words.join("\n");
