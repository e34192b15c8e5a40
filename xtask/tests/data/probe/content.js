globalThis.probe = "isolated";
document.documentElement.dataset.probe = "here";
