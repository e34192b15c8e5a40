use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket, client};

/// Chromium's own protocol, spoken with the browser as a whole: chromedriver passes on neither the toolbar nor popups.
///
/// <https://chromedevtools.github.io/devtools-protocol/>
#[derive(Debug)]
pub struct Devtools {
    socket: WebSocket<TcpStream>,
    last: u64,
}

impl Devtools {
    /// Connects; `address` is the capability `goog:chromeOptions.debuggerAddress`.
    ///
    /// # Errors
    /// When nobody answers there.
    pub fn connect(address: &str) -> Result<Self> {
        let address = address.replace("localhost", "127.0.0.1");
        let about = ureq::get(format!("http://{address}/json/version"))
            .call()
            .context("looking for Chromium's developer tools")?
            .body_mut()
            .read_to_string()?;
        let about: Value = serde_json::from_str(&about)?;
        let url = about["webSocketDebuggerUrl"].as_str().context("no address of the tools")?;
        let stream = TcpStream::connect(&address).context("connecting to the developer tools")?;
        stream.set_nodelay(true)?;
        // Long enough for every wait inside a page, short enough to see that the browser is gone.
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        let (socket, _) = client(url, stream).context("connecting to the developer tools")?;
        Ok(Self { socket, last: 0 })
    }

    /// Calls a method of the browser, or of the target that `session` is attached to.
    ///
    /// # Errors
    /// What the browser answers.
    pub fn call(&mut self, method: &str, params: &Value, session: Option<&str>) -> Result<Value> {
        self.last += 1;
        let mut call = json!({"id": self.last, "method": method, "params": params});
        if let Some(session) = session {
            call["sessionId"] = session.into();
        }
        self.socket.send(Message::text(call.to_string())).context(method.to_owned())?;
        loop {
            let Message::Text(text) = self.socket.read().context(method.to_owned())? else {
                continue;
            };
            let mut answer: Value = serde_json::from_str(&text).context(method.to_owned())?;
            if answer["id"] != self.last {
                continue;
            }
            if let Some(message) = answer["error"]["message"].as_str() {
                bail!("{method}: {message}");
            }
            return Ok(answer["result"].take());
        }
    }

    /// The targets of one type, as `Target.TargetInfo`.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn targets(&mut self, kind: &str) -> Result<Vec<Value>> {
        let filter = json!({"filter": [{"type": kind}]});
        let mut answer = self.call("Target.getTargets", &filter, None)?;
        match answer["targetInfos"].take() {
            Value::Array(targets) => Ok(targets),
            other => bail!("not a list of targets: {other}"),
        }
    }

    /// Attaches to a target; the answer is the `session` of [`Devtools::call`].
    ///
    /// # Errors
    /// When there is no such target.
    pub fn attach(&mut self, target: &str) -> Result<String> {
        let params = json!({"targetId": target, "flatten": true});
        let answer = self.call("Target.attachToTarget", &params, None)?;
        Ok(answer["sessionId"].as_str().context("attached without a session")?.to_owned())
    }

    /// Detaches again.
    ///
    /// # Errors
    /// When the browser is gone.
    pub fn detach(&mut self, session: &str) -> Result<()> {
        self.call("Target.detachFromTarget", &json!({"sessionId": session}), None).map(drop)
    }
}
