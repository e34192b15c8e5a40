// What whoever looks at links has to do: collect them, and read where each leads.

let length = 0;
for (const link of document.querySelectorAll("a[href]")) length += link.hostname.length;
