// How the card looks. `!important` and `all`, because the host is in the page, and what it inherits is the page's.

const SIGNS = {
  suspend: [
    "linear-gradient(#fff,#fff) 4px 7px/8px 2px no-repeat,#e0202b",
    'path("M8 1a7 7 0 0 1 0 14a7 7 0 0 1 0-14z")',
  ],
  silence: [
    "linear-gradient(#000 60%,#c57600 0 78%,#000 0) 7px 5px/2px 8.5px no-repeat,#c57600",
    'path("M8 1L16 15H0z")',
  ],
  noted: [
    "#2a7de1",
    'path(evenodd,"M8 1a7 7 0 0 1 0 14a7 7 0 0 1 0-14zM8 4.2a3.8 3.8 0 0 0 0 7.6a3.8 3.8 0 0 0 0-7.6z")',
  ],
};

/** @param {string} colours of background, text, quiet text, lines */
const scheme = (colours) => {
  const [back, text, quiet, line] = colours.split(" ");
  return `--back:${back};--text:${text};--quiet:${quiet};--line:${line}`;
};

export const LOOK = `
:host{all:initial!important;display:contents!important}
[popover]{all:initial;${scheme("#fff #1b1b1f #5a5a66 #d5d5de")};
position:fixed!important;inset:auto;box-sizing:border-box;width:max-content;
max-width:min(340px,calc(100vw - 16px));max-height:calc(100vh - 16px);overflow:hidden;
padding:12px 14px;border:1px solid var(--line);border-radius:10px;box-shadow:0 6px 24px #0003,0 1px 4px #0003;
background:var(--back);color:var(--text);font:13px/1.45 system-ui,sans-serif;overflow-wrap:anywhere;
pointer-events:none!important;user-select:none;animation:in .12s}
[popover]:not(:popover-open){display:none}
div div{display:block;margin-block:4px 0}
div div:first-child{margin:0}
.heading{position:relative;padding-inline-start:24px;font-size:14px;font-weight:600}
.heading::before{content:"";position:absolute;inset-block-start:2px;inset-inline-start:0;width:16px;height:16px;
forced-color-adjust:none}
${Object.entries(SIGNS).map(([severity, [background, path]]) => `.${severity}::before{background:${background};clip-path:${path}}`).join("")}
.comment{padding-inline-start:10px;border-inline-start:3px solid var(--line);font-style:italic}
div .title{margin-block-start:8px;font-weight:600}
.address,.date,.more{color:var(--quiet);font-size:12px}
div .date{margin-block-start:0}
div .more{margin-block-start:8px;padding-block-start:8px;border-block-start:1px solid var(--line)}
@keyframes in{from{opacity:0}}
@media (prefers-color-scheme:dark){[popover]{${scheme("#26262b #f2f2f5 #b3b3bf #4a4a55")};box-shadow:0 6px 24px #0009,0 1px 4px #0009}}
@media (prefers-reduced-motion){[popover]{animation:none}}
@media (forced-colors:active){[popover]{${scheme("Canvas CanvasText CanvasText CanvasText")}}}
`;
