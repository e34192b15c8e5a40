const api = globalThis.browser ?? chrome;
const started = String(Math.random());

api.runtime.onMessage.addListener((message, _sender, answer) => {
    if (message === "started") answer(started);
    if (message.fetch) {
        fetch(message.fetch).then(response => response.text()).then(answer, error => answer(String(error)));
        return true;
    }
});

const register = async () => {
    const { origins } = await api.permissions.getAll();
    await api.scripting.unregisterContentScripts();
    if (origins.length)
        await api.scripting.registerContentScripts([{ id: "probe", js: ["content.js"], matches: origins }]);
    await api.storage.local.set({ registered: origins.length });
    await api.action.setBadgeText({ text: String(origins.length) });
};
api.permissions.onAdded.addListener(register);
api.permissions.onRemoved.addListener(register);
