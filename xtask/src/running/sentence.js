const api = globalThis.browser ?? chrome;

// How a person reads a message of the background, in plain text.
const sentence = ({ key, values }) =>
    api.i18n.getMessage(key, values.map(value => {
        if (value.date)
            return new Intl.DateTimeFormat(api.i18n.getMessage("locale"), { dateStyle: "long", timeZone: "UTC" }).format(new Date(value.date));
        return String(Object.values(value)[0]);
    })) || key;
