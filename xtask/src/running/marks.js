// Anything of the link that takes room on the page and is not transparent: its own box, or what is in it.
const opaque = element => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
const roomy = rects => [...rects].some(rect => rect.width > 0 && rect.height > 0);
const seen = link => {
    // The area of an image map has no box of its own, and no style that is drawn.
    if (link.localName === "area") return false;
    if (getComputedStyle(link).display === "contents") {
        const range = document.createRange();
        range.selectNodeContents(link);
        if (link.parentElement && opaque(link.parentElement) && roomy(range.getClientRects())) return true;
    }
    return [link, ...link.querySelectorAll("*")].some(element => opaque(element) && roomy(element.getClientRects()));
};

const named = (link, pseudo) => / \/ "/.test(getComputedStyle(link, pseudo).content);
const outlined = link => {
    const style = getComputedStyle(link);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
};
const drawn = link => link.hasAttribute(fencepost.attribute)
    && (named(link, "::after") || named(link, "::before") || outlined(link));

const address = link => typeof link.href === "string" ? link.href : new URL(link.href.baseVal, document.baseURI).href;
const text = link => (link.localName === "area" ? link.alt : link.textContent).trim().replace(/\s+/g, " ");

const explanations = new Map();
const marks = [];
for (const link of fencepost.links()) {
    const { key, severity, drawn: isShown } = fencepost.judgement(link);
    if (!explanations.has(key))
        explanations.set(key, (await api.runtime.sendMessage({ explain: { key, card: false } })).explained?.explanation);
    const explanation = explanations.get(key);
    marks.push({
        url: address(link),
        text: text(link),
        severity: explanation?.severity ?? severity,
        listed: explanation?.listed ?? null,
        via: explanation?.via ?? null,
        lists: explanation?.lists ?? [],
        marked: !isShown ? "setting" : !seen(link) ? "hidden" : drawn(link),
        target: explanation?.target ?? null,
        reason: explanation ? sentence(explanation.sentences[0] ?? explanation.heading) : null,
    });
}
return marks;
