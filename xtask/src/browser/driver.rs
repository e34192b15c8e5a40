use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use ureq::Agent;

use super::{Browser, wait};
use crate::tools;

/// A running chromedriver or geckodriver with at most one session; it ends when this is dropped.
///
/// Speaks WebDriver (<https://www.w3.org/TR/webdriver2/>): JSON over HTTP on a port of 127.0.0.1.
#[derive(Debug)]
pub struct Driver {
    process: Child,
    agent: Agent,
    address: String,
    session: String,
    browser: PathBuf,
}

impl Driver {
    /// Starts the driver of this browser on a free port.
    ///
    /// # Errors
    /// When it is not installed, or does not answer.
    pub fn start(browser: Browser) -> Result<Self> {
        let port = free_port()?.to_string();
        let programs = match browser {
            Browser::Chromium => tools::chromium()?,
            Browser::Firefox => tools::firefox()?,
        };
        let mut command = Command::new(programs.driver);
        match browser {
            Browser::Chromium => {
                command.arg(format!("--port={port}"));
            }
            Browser::Firefox => {
                // Without system access it opens no page of an extension and shows no toolbar.
                command.args(["--port", &port, "--websocket-port", "0", "--allow-system-access"]);
                // The one thing that keeps Firefox under geckodriver from calling home.
                command.env("MOZ_REMOTE_SETTINGS_DEVTOOLS", "1");
            }
        }
        let process = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("starting {}", command.get_program().display()))?;
        let agent = Agent::config_builder().http_status_as_error(false).build().into();
        let address = format!("http://127.0.0.1:{port}");
        let driver =
            Self { process, agent, address, session: String::new(), browser: programs.browser };
        wait("the driver to be ready", || {
            Ok(driver
                .call("GET", "/status", None)
                .is_ok_and(|it| it["ready"] == true)
                .then_some(()))
        })?;
        Ok(driver)
    }

    /// Starts the browser, and answers what it says of itself.
    ///
    /// # Errors
    /// When it does not start.
    pub fn open(&mut self, capabilities: &Value) -> Result<Value> {
        let body = json!({"capabilities": {"alwaysMatch": capabilities}});
        let mut answer = self.call("POST", "/session", Some(&body))?;
        answer["sessionId"].as_str().context("a session without id")?.clone_into(&mut self.session);
        Ok(answer["capabilities"].take())
    }

    /// The browser's program.
    pub fn browser(&self) -> &Path {
        &self.browser
    }

    /// Quits the browser; the driver is ready for another.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub fn close(&mut self) -> Result<()> {
        if self.session.is_empty() {
            return Ok(());
        }
        self.call("DELETE", &format!("/session/{}", self.session), None)?;
        self.session.clear();
        Ok(())
    }

    /// Ends the browser as a crash does, and the driver, which would miss it; then starts another driver.
    ///
    /// # Errors
    /// When there is no browser to end, or the driver does not start again.
    pub fn kill(&mut self, browser: Browser) -> Result<()> {
        let processes = children(self.process.id())?;
        if processes.is_empty() {
            bail!("the driver has no browser");
        }
        for process in processes {
            let killed = Command::new("kill").args(["-KILL", &process.to_string()]).status();
            killed.context("ending the browser")?;
        }
        // Nothing is left that closing could reach.
        self.session.clear();
        *self = Self::start(browser)?;
        Ok(())
    }

    /// The browser's processes.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn processes(&self) -> Result<Vec<u32>> {
        let mut processes = children(self.process.id())?;
        let mut at = 0;
        while let Some(process) = processes.get(at) {
            // One that has just ended has no children.
            processes.extend(children(*process).unwrap_or_default());
            at += 1;
        }
        Ok(processes)
    }

    /// Reads from the session, for instance `url`.
    ///
    /// # Errors
    /// What the driver answers.
    pub fn read(&self, path: &str) -> Result<Value> {
        self.call("GET", &format!("/session/{}/{path}", self.session), None)
    }

    /// Does something in the session, for instance `url` with `{"url": …}`.
    ///
    /// # Errors
    /// What the driver answers.
    pub fn send(&self, path: &str, body: &Value) -> Result<Value> {
        self.call("POST", &format!("/session/{}/{path}", self.session), Some(body))
    }

    /// Runs the body of an async function, with `args` as its arguments, and answers what it returns.
    ///
    /// # Errors
    /// What it throws.
    pub fn run(&self, body: &str, args: &[Value]) -> Result<Value> {
        let script = format!(
            "const done = arguments[arguments.length - 1], args = [...arguments].slice(0, -1);
            (async function () {{ {body} }}).apply(null, args)
                .then(value => done({{ value }}), error => done({{ error: `${{error}}\n${{error?.stack ?? ''}}` }}))",
        );
        let mut answer = self
            .send("execute/async", &json!({"script": script, "args": args}))
            .with_context(|| format!("running {}", body.trim()))?;
        if let Some(error) = answer["error"].as_str() {
            bail!("in the page: {error}");
        }
        Ok(answer["value"].take())
    }

    fn call(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value> {
        let url = format!("{}{path}", self.address);
        let answer = match (method, body) {
            ("GET", _) => self.agent.get(url).call(),
            ("DELETE", _) => self.agent.delete(url).call(),
            (_, body) => {
                let body = body.map_or_else(|| "{}".to_owned(), Value::to_string);
                self.agent.post(url).content_type("application/json; charset=utf-8").send(body)
            }
        };
        let context = || format!("asking the driver for {method} {path}");
        let mut answer = answer.with_context(context)?;
        let text = answer.body_mut().with_config().limit(u64::MAX).read_to_string();
        let mut json: Value =
            serde_json::from_str(&text.with_context(context)?).with_context(context)?;
        if let Some(error) = json["value"]["error"].as_str() {
            let message = json["value"]["message"].as_str().unwrap_or_default();
            bail!("{method} {path}: {error}: {message}");
        }
        Ok(json["value"].take())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Both can only fail when it is already gone.
        drop(self.close());
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// The processes that a process has started (<https://man7.org/linux/man-pages/man5/proc_tid_children.5.html>).
fn children(process: u32) -> Result<Vec<u32>> {
    let mut children = Vec::new();
    let tasks = format!("/proc/{process}/task");
    for task in fs::read_dir(&tasks).with_context(|| format!("reading {tasks}"))? {
        let text = fs::read_to_string(task?.path().join("children")).unwrap_or_default();
        children.extend(text.split_whitespace().filter_map(|it| it.parse::<u32>().ok()));
    }
    Ok(children)
}

fn free_port() -> Result<u16> {
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("looking for a free port")?;
    Ok(listener.local_addr().context("looking for a free port")?.port())
}
