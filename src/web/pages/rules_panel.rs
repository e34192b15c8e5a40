//! The user's own rules: all of them, and a form that adds one or changes one.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement, KeyboardEvent};

use super::ask::{self, internal};
use super::{dom, severity_label, text};
use crate::explanation::{Message, Value};
use crate::protocol::lists::{Request, Response, Rule};
use crate::severity::Severity;
use crate::source::server_name;
use crate::web::parser::BrowserParser;

/// Puts the panel into the page.
pub async fn mount() -> Result<(), JsValue> {
    let panel: Element = dom::part(&dom::body()?, "rules-panel")?;
    dom::replace(&panel, &[dom::template("rules")?]);
    dom::listen(&dom::part(&panel, "rule-form")?, "submit", |event| {
        event.prevent_default();
        dom::run(async { Form::find()?.submit().await });
    });
    dom::listen(&panel, "click", press);
    dom::listen(&dom::part(&panel, "rule-form")?, "keydown", |event| {
        // In the field for what to do, the key closes what that has opened.
        let is_text = dom::target(event, "input").is_some();
        let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
        if is_text && key.as_deref() == Some("Escape") {
            dom::note(Form::find().and_then(|form| form.leave()));
        }
    });
    refresh().await
}

/// Shows the rules that are in force now.
pub async fn refresh() -> Result<(), JsValue> {
    show(ask::keeper(&Request::Rules).await).map(drop)
}

/// Does what a pressed button says.
fn press(event: &Event) {
    let Some(button) = dom::target(event, "[data-do]") else { return };
    let does = button.get_attribute("data-do").unwrap_or_default();
    let row = button.closest("[data-severity]").ok().flatten();
    dom::run(async move {
        match (does.as_str(), row) {
            ("change-rule", Some(row)) => Form::find()?.change(&row),
            ("remove-rule", Some(row)) => remove(&row).await,
            ("undo-rule", Some(button)) => undo(&button).await,
            ("cancel-rule", _) => Form::find()?.clear(),
            _ => Ok(()),
        }
    });
}

/// Removes the rule in a row. The button that takes that back keeps it.
async fn remove(row: &Element) -> Result<(), JsValue> {
    let rule = rule_of(row);
    let body = dom::body()?;
    if !show(ask::keeper(&Request::RemoveRule(rule.name.clone())).await)? {
        // The button that had the focus is gone; the next stop of the Tab key stays where the person was.
        return dom::focus(&body, "rules-result");
    }
    tell(&text::say("ruleRemoved", &[Value::Name(rule.name.clone())]))?;
    let undo: Element = dom::part(&body, "rule-undo")?;
    set_rule(&undo, &rule)?;
    dom::show(&body, "rule-undo", true)?;
    dom::focus(&body, "rule-undo")
}

/// Makes the rule anew that was removed last.
async fn undo(button: &Element) -> Result<(), JsValue> {
    let rule = rule_of(button);
    let name = Value::Name(rule.name.clone());
    if show(ask::keeper(&Request::SetRule(rule)).await)? {
        tell(&text::say("ruleSet", &[name]))?;
    }
    dom::focus(&dom::body()?, "rules-result")
}

/// The rule that a row or button is about: what is shown of it is more than it says, or less.
fn rule_of(element: &Element) -> Rule {
    let of_rule = |name| element.get_attribute(name).unwrap_or_default();
    Rule {
        name: of_rule("data-name"),
        severity: severity(&of_rule("data-severity")),
        note: of_rule("data-note"),
    }
}

fn set_rule(element: &Element, rule: &Rule) -> Result<(), JsValue> {
    element.set_attribute("data-name", &rule.name)?;
    element.set_attribute("data-severity", rule.severity.as_str())?;
    element.set_attribute("data-note", &rule.note)
}

fn severity(word: &str) -> Severity {
    let known = Severity::ALL.into_iter().find(|it| it.as_str() == word);
    known.unwrap_or(Severity::Suspend)
}

/// Shows the rules that are in force now, or says why there is no answer; whether there is one.
fn show(answer: Result<Response, Message>) -> Result<bool, JsValue> {
    let rules = match answer {
        Ok(Response::Rules(rules)) => rules,
        Ok(Response::Failed { message, .. }) | Err(message) => {
            return tell(&text::text(&message)).map(|()| false);
        }
        Ok(_) => return tell(&text::text(&internal())).map(|()| false),
    };
    let body = dom::body()?;
    let rows = rules.iter().map(row).collect::<Result<Vec<_>, _>>()?;
    dom::show(&body, "rules-none", rows.is_empty())?;
    dom::show(&body, "rules", !rows.is_empty())?;
    dom::replace(&dom::part(&body, "rules")?, &rows);
    Ok(true)
}

fn row(rule: &Rule) -> Result<Element, JsValue> {
    let row = dom::template("rule")?;
    set_rule(&row, rule)?;
    dom::fill(&row, "rule-row-name", &text::name(&rule.name))?;
    dom::fill(&row, "rule-row-note", &text::clipped(&rule.note))?;
    let does = text::plain(match rule.severity {
        Severity::Suspend => "ruleBlocks",
        Severity::Silence => "ruleLimits",
        Severity::Noop | Severity::Noted => "ruleAllows",
    });
    let label = severity_label::label("span", rule.severity, &does)?;
    dom::replace(&dom::part(&row, "rule-row-does")?, &[label]);
    for button in dom::all(&row, "[data-do]")? {
        let does = Value::Text(button.text_content().unwrap_or_default());
        let named = text::say("actionNamed", &[does, Value::Name(rule.name.clone())]);
        button.set_attribute("aria-label", &named)?;
    }
    Ok(row)
}

/// Says what came of something, which is the last that can be taken back.
fn tell(words: &str) -> Result<(), JsValue> {
    let body = dom::body()?;
    dom::show(&body, "rule-undo", false)?;
    dom::fill(&body, "rules-result", words)
}

/// The form. While a rule is changed, its name stays: another name is another rule.
struct Form {
    form: Element,
    name: HtmlInputElement,
    severity: HtmlSelectElement,
    note: HtmlInputElement,
}

impl Form {
    fn find() -> Result<Form, JsValue> {
        let form: Element = dom::part(&dom::body()?, "rule-form")?;
        Ok(Form {
            name: dom::part(&form, "rule-name")?,
            severity: dom::part(&form, "rule-severity")?,
            note: dom::part(&form, "rule-note")?,
            form,
        })
    }

    /// Makes the rule that is in the form, and empties it for the next.
    async fn submit(&self) -> Result<(), JsValue> {
        let rule = Rule {
            name: self.name.value().trim().to_owned(),
            severity: severity(&self.severity.value()),
            note: self.note.value().trim().to_owned(),
        };
        // As the keeper reads it.
        let name =
            server_name(&rule.name, &BrowserParser).map_or(String::new(), |it| it.to_string());
        if show(ask::keeper(&Request::SetRule(rule)).await)? {
            tell(&text::say("ruleSet", &[Value::Name(name)]))?;
            self.clear()?;
        }
        self.name.focus()
    }

    /// Takes over the rule in a row, to be changed.
    fn change(&self, row: &Element) -> Result<(), JsValue> {
        let rule = rule_of(row);
        self.name.set_value(&rule.name);
        self.name.set_read_only(true);
        self.severity.set_value(rule.severity.as_str());
        self.note.set_value(&rule.note);
        self.label(&text::plain("ruleSave"), true)?;
        self.severity.unchecked_ref::<web_sys::HtmlElement>().focus()
    }

    /// Leaves a rule as it is that was being changed.
    fn leave(&self) -> Result<(), JsValue> {
        if self.name.read_only() { self.clear() } else { Ok(()) }
    }

    fn clear(&self) -> Result<(), JsValue> {
        for field in [&self.name, &self.note] {
            field.set_value("");
        }
        self.name.set_read_only(false);
        self.severity.set_value(Severity::Suspend.as_str());
        self.label(&text::plain("ruleAdd"), false)?;
        self.name.focus()
    }

    fn label(&self, words: &str, changing: bool) -> Result<(), JsValue> {
        dom::fill(&self.form, "rule-submit", words)?;
        dom::show(&self.form, "rule-cancel", changing)
    }
}
