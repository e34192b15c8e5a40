//! The full check: a button that names the servers it asks, what is under way, and the second button for a host that
//! the first leads to.

use std::rc::Rc;

use js_sys::Math;
use wasm_bindgen::JsValue;
use web_sys::Element;

use super::check::{Page, Shown, show_answer};
use super::{ask, dom, text};
use crate::explanation::{Message, Value};
use crate::protocol::check::{Request, Response, Run};
use crate::protocol::lists;
use crate::web::permission;

/// A full check that is offered, under way, or waits for the person.
pub struct Running {
    shown: Rc<Shown>,
    /// Names the run that is under way.
    run: Option<u32>,
    allowed: Vec<String>,
    refused: Vec<String>,
    /// The host that the person is asked about.
    asked: Option<String>,
    /// The hosts that could be asked before, which are not given back.
    held: Vec<String>,
}

/// Puts the button there, unless the servers have been asked.
pub async fn offer(page: &Page, shown: &Rc<Shown>) -> Result<(), JsValue> {
    let mut held = Vec::new();
    for host in &shown.looked.hosts {
        if permission::is_given(&permission::of_server(host)).await {
            held.push(host.clone());
        }
    }
    page.running.replace(Some(Running {
        shown: shown.clone(),
        run: None,
        allowed: Vec::new(),
        refused: Vec::new(),
        asked: None,
        held,
    }));
    let hosts = &shown.looked.hosts;
    if hosts.is_empty() || shown.checked.borrow().is_some() {
        return show(&[]);
    }
    let offer = dom::template("ask-servers")?;
    dom::fill(&offer, "ask-title", &text::plain("checkAskTitle"))?;
    dom::fill(&offer, "ask-text", &text::say("checkAskWhy", &[Value::name(&shown.looked.domain)]))?;
    add_button(&offer, "ask", &ask_words(hosts))?;
    show(&[offer])
}

/// Asks the servers. Has to be called while a press is being handled, so that the browser asks for the permission.
pub fn start(page: &Rc<Page>) {
    let hosts = {
        let mut running = page.running.borrow_mut();
        let Some(running) = running.as_mut().filter(|it| it.run.is_none()) else { return };
        running.shown.checked.replace(None);
        running.allowed.clear();
        running.refused.clear();
        running.shown.looked.hosts.clone()
    };
    let patterns: Vec<_> = hosts.iter().map(|it| permission::of_server(it)).collect();
    let given = permission::request(&patterns.iter().map(String::as_str).collect::<Vec<_>>());
    let page = page.clone();
    dom::run(async move {
        show_asking(&hosts)?;
        if given.await {
            return go_on(page).await;
        }
        let names = Value::Name(hosts.join(", "));
        show_problem(&Message::new("failPermission", [names]))
    });
}

/// Asks the host too that the last answer leads to. As [`start`], while a press is being handled.
pub fn permit(page: &Rc<Page>) {
    let Some(host) = page.running.borrow().as_ref().and_then(|it| it.asked.clone()) else { return };
    let given = permission::request(&[&permission::of_server(&host)]);
    let page = page.clone();
    dom::run(async move {
        // A refusal leaves the question where it is.
        if !given.await {
            return Ok(());
        }
        if let Some(running) = page.running.borrow_mut().as_mut() {
            running.allowed.push(host);
        }
        go_on(page).await
    });
}

/// Goes on without that host.
pub fn refuse(page: &Rc<Page>) {
    {
        let mut running = page.running.borrow_mut();
        let Some(running) = running.as_mut().filter(|it| it.run.is_none()) else { return };
        running.refused.extend(running.asked.take());
    }
    dom::run(go_on(page.clone()));
}

/// Ends what is under way, and gives back what was permitted for it.
pub async fn stop(page: &Page) {
    let Some(running) = page.running.take() else { return };
    if let Some(run) = running.run {
        // Whoever waits for the run is told, not who stops it.
        let _ = ask::keeper(&lists::Request::StopCheck(run)).await;
    }
    give_back(running).await;
}

/// As [`stop`], and offers to begin again.
pub async fn cancel(page: Rc<Page>) -> Result<(), JsValue> {
    dom::focus(&dom::body()?, "offer")?;
    stop(&page).await;
    let shown = page.shown.borrow().clone();
    match shown {
        Some(shown) => offer(&page, &shown).await,
        None => Ok(()),
    }
}

/// Asks as far as it is allowed, and shows what came of it.
async fn go_on(page: Rc<Page>) -> Result<(), JsValue> {
    let run = (Math::random() * f64::from(u32::MAX)) as u32;
    let (request, hosts, shown) = {
        let mut running = page.running.borrow_mut();
        let Some(running) = running.as_mut() else { return Ok(()) };
        running.run = Some(run);
        running.asked = None;
        let looked = &running.shown.looked;
        let request = Run {
            subject: looked.subject.clone(),
            home: looked.home.clone().unwrap_or_default(),
            run,
            allowed: running.allowed.clone(),
            refused: running.refused.clone(),
        };
        let hosts = [&running.shown.looked.hosts[..], &running.allowed].concat();
        (request, hosts, running.shown.clone())
    };
    show_asking(&hosts)?;
    let answer = ask::keeper(&lists::Request::Check(request)).await;
    {
        let mut running = page.running.borrow_mut();
        // Another question was asked meanwhile.
        let Some(running) = running.as_mut().filter(|it| it.run == Some(run)) else {
            return Ok(());
        };
        running.run = None;
        if let Ok(lists::Response::Permit { host, .. }) = &answer {
            running.asked = Some(host.clone());
        }
    }
    if let Ok(lists::Response::Permit { server, host }) = &answer {
        return show_question(server, host);
    }
    let running = page.running.take();
    if let Some(running) = running {
        give_back(running).await;
    }
    let checked = match answer {
        Ok(lists::Response::Checked(found)) => {
            let question = shown.question.clone();
            ask::check(Request::Answer { question, found }).await.map(Some)
        }
        Ok(lists::Response::Stopped) => Ok(None),
        Ok(lists::Response::Failed { message, .. }) | Err(message) => Err(message),
        Ok(_) => Err(ask::internal()),
    };
    match checked {
        Ok(Some(Response::Checked(checked))) => drop(shown.checked.replace(Some(*checked))),
        Ok(_) => {}
        Err(message) => {
            offer(&page, &shown).await?;
            return show_problem(&message);
        }
    }
    show_answer(&shown).await?;
    offer(&page, &shown).await
}

/// Gives the hosts back that could not be asked before: a permission for a check lasts as long as the check.
async fn give_back(running: Running) {
    let asked = running.shown.looked.hosts.iter().chain(&running.allowed);
    for host in asked.filter(|it| !running.held.contains(it)) {
        permission::withdraw(&permission::of_server(host)).await;
    }
}

fn show_asking(hosts: &[String]) -> Result<(), JsValue> {
    let asking = dom::template("asking")?;
    let words = text::say("serverAsking", &[Value::Name(hosts.join(", "))]);
    dom::fill(&asking, "asking-text", &words)?;
    dom::focus(&dom::body()?, "offer")?;
    show(&[asking])
}

fn show_question(server: &str, host: &str) -> Result<(), JsValue> {
    let question = dom::template("ask-servers")?;
    dom::fill(&question, "ask-title", &text::say("permitTitle", &[Value::name(host)]))?;
    let why = text::say("permitWhy", &[Value::name(server), Value::name(host)]);
    dom::fill(&question, "ask-text", &why)?;
    add_button(&question, "permit", &text::say("permitDo", &[Value::name(host)]))?;
    add_button(&question, "refuse", &text::say("checkWithout", &[Value::name(host)]))?;
    show(&[question])
}

fn show_problem(message: &Message) -> Result<(), JsValue> {
    let problem = dom::template("problem")?;
    dom::fill(&problem, "problem-text", &text::text(message))?;
    add_button(&problem, "ask", &text::plain("checkAgain"))?;
    show(&[problem])
}

fn ask_words(hosts: &[String]) -> String {
    match hosts {
        [one] => text::say("checkAsk", &[Value::name(one)]),
        [one, two] => text::say("checkAskBoth", &[Value::name(one), Value::name(two)]),
        _ => String::new(),
    }
}

fn add_button(parent: &Element, does: &str, words: &str) -> Result<(), JsValue> {
    let button = dom::template("press")?;
    button.set_attribute("data-do", does)?;
    button.set_text_content(Some(words));
    dom::part::<Element>(parent, "ask-answers")?.append_child(&button)?;
    Ok(())
}

fn show(content: &[Element]) -> Result<(), JsValue> {
    dom::replace(&dom::part(&dom::body()?, "offer")?, content);
    Ok(())
}
