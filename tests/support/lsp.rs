//! A client of the language server protocol, as far as tests and benchmarks need one. It shares no code
//! with the server.

#![allow(
    clippy::disallowed_methods,
    clippy::format_push_string,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used
)]

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long an answer may take before a test gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// What columns count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Units {
    Utf8,
    Utf16,
    Utf32,
}

impl Units {
    fn name(self) -> &'static str {
        match self {
            Units::Utf8 => "utf-8",
            Units::Utf16 => "utf-16",
            Units::Utf32 => "utf-32",
        }
    }

    fn of(self, c: char) -> usize {
        match self {
            Units::Utf8 => c.len_utf8(),
            Units::Utf16 => c.len_utf16(),
            Units::Utf32 => 1,
        }
    }

    /// Line and column of a byte. Lines end with LF, CR LF or CR.
    pub fn position(self, text: &str, offset: usize) -> (u32, u32) {
        let (mut line, mut column) = (0, 0);
        let mut chars = text[..offset].chars().peekable();
        while let Some(c) = chars.next() {
            let next_is_lf =
                chars.peek() == Some(&'\n') || chars.peek().is_none() && text[offset..].starts_with('\n');
            if c == '\n' || c == '\r' && !next_is_lf {
                line += 1;
                column = 0;
            } else {
                column += u32::try_from(self.of(c)).unwrap();
            }
        }
        (line, column)
    }

    /// A column of a line in characters.
    pub fn to_chars(self, text: &str, line: usize, column: usize) -> usize {
        let unified = text.replace("\r\n", "\n").replace('\r', "\n");
        let line = unified.split('\n').nth(line).unwrap_or("");
        let mut units = 0;
        let mut chars = 0;
        for c in line.chars() {
            if units >= column {
                break;
            }
            units += self.of(c);
            chars += 1;
        }
        // Behind the end of the line: the ending itself.
        chars + column.saturating_sub(units)
    }
}

/// The address of a file.
pub fn uri(path: &Path) -> String {
    let mut uri = "file://".to_owned();
    let path = path.to_str().unwrap().replace('\\', "/");
    if !path.starts_with('/') {
        uri.push('/');
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

/// A position as it is sent.
pub fn place(value: &Value) -> (u32, u32) {
    let number = |key: &str| u32::try_from(value[key].as_u64().unwrap()).unwrap();
    (number("line"), number("character"))
}

pub struct Client {
    pub child: Child,
    pub units: Units,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    next: i64,
    answers: HashMap<i64, Value>,
    /// By address: the version and what was said of it last.
    told: HashMap<String, (Option<i64>, Value)>,
}

impl Client {
    /// Starts the server and greets it, with `folder` as the workspace.
    pub fn start(mut program: Command, folder: &Path, units: Units) -> Self {
        let mut child = program
            .arg("lsp")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let input = child.stdin.take();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            loop {
                let mut length = 0;
                loop {
                    let mut line = String::new();
                    if output.read_line(&mut line).unwrap_or(0) == 0 {
                        return;
                    }
                    if line.trim().is_empty() {
                        break;
                    }
                    if let Some(number) = line.strip_prefix("Content-Length: ") {
                        length = number.trim().parse().unwrap();
                    }
                }
                let mut body = vec![0; length];
                if output.read_exact(&mut body).is_err()
                    || sender.send(serde_json::from_slice(&body).unwrap()).is_err()
                {
                    return;
                }
            }
        });
        let mut client =
            Client { child, units, input, messages, next: 0, answers: HashMap::new(), told: HashMap::new() };
        let answer = client.request(
            "initialize",
            json!({
                "processId": null,
                "rootUri": uri(folder),
                "workspaceFolders": [{ "uri": uri(folder), "name": "ladder" }],
                "capabilities": {
                    "general": { "positionEncodings": [units.name()] },
                    "workspace": {
                        "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create"] },
                        "didChangeWatchedFiles": { "dynamicRegistration": true },
                    },
                    "textDocument": { "hover": { "contentFormat": ["markdown"] } },
                },
            }),
        );
        assert_eq!(answer["capabilities"]["positionEncoding"], units.name());
        client.notify("initialized", json!({}));
        client
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        let input = self.input.as_mut().unwrap();
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        input.flush().unwrap();
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// The whole answer to a request.
    fn call(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(answer) = self.answers.remove(&id) {
                return answer;
            }
            assert!(Instant::now() < end, "no answer to {method}");
            self.wait(Duration::from_millis(5));
        }
    }

    /// What a request gives.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let answer = self.call(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// The error that a request ends in.
    pub fn request_error(&mut self, method: &str, params: Value) -> Value {
        let answer = self.call(method, params);
        answer.get("error").unwrap_or_else(|| panic!("{method} did not fail: {answer}")).clone()
    }

    /// Waits until the server says something, at most that long, and takes in all that is there.
    pub fn wait(&mut self, time: Duration) {
        let first = self.messages.recv_timeout(time).ok();
        for message in first.into_iter().chain(self.messages.try_iter().collect::<Vec<_>>()) {
            self.take(message);
        }
    }

    fn take(&mut self, message: Value) {
        if message.get("method").is_none() {
            if let Some(id) = message["id"].as_i64() {
                self.answers.insert(id, message);
            }
        } else if let Some(id) = message.get("id") {
            let answer = json!({ "jsonrpc": "2.0", "id": id, "result": null });
            self.send(&answer);
        } else if message["method"] == "textDocument/publishDiagnostics" {
            let params = &message["params"];
            let uri = params["uri"].as_str().unwrap().to_owned();
            self.told.insert(uri, (params["version"].as_i64(), params["diagnostics"].clone()));
        }
    }

    /// Until nothing has been said for a while.
    pub fn settle(&mut self) {
        let end = Instant::now() + PATIENCE;
        let mut quiet = Instant::now();
        while quiet.elapsed() < Duration::from_millis(1500) && Instant::now() < end {
            if let Ok(message) = self.messages.recv_timeout(Duration::from_millis(50)) {
                self.take(message);
                quiet = Instant::now();
            }
        }
    }

    /// What was said last of an address, if it was said of this version.
    pub fn diagnostics(&self, uri: &str, version: i32) -> Option<Value> {
        let (known, diagnostics) = self.told.get(uri)?;
        (*known == Some(i64::from(version))).then(|| diagnostics.clone())
    }

    /// Waits for what is said of this version.
    pub fn expect(&mut self, uri: &str, version: i32) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = self.diagnostics(uri, version) {
                return found;
            }
            assert!(Instant::now() < end, "nothing was said of version {version} of {uri}");
            self.wait(Duration::from_millis(20));
        }
    }

    /// Waits for anything that is said of an address, and forgets it.
    pub fn expect_any(&mut self, uri: &str) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some((_, found)) = self.told.remove(uri) {
                return found;
            }
            assert!(Instant::now() < end, "nothing was said of {uri}");
            self.wait(Duration::from_millis(20));
        }
    }

    pub fn open(&mut self, path: &Path, version: i32, text: &str) {
        let document =
            json!({ "uri": uri(path), "languageId": "markdown", "version": version, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces a range (or everything) by `text`.
    pub fn change(&mut self, path: &Path, version: i32, range: Option<((u32, u32), (u32, u32))>, text: &str) {
        let position = |(line, character): (u32, u32)| json!({ "line": line, "character": character });
        let change = match range {
            Some((start, end)) => {
                json!({ "range": { "start": position(start), "end": position(end) }, "text": text })
            }
            None => json!({ "text": text }),
        };
        let document = json!({ "uri": uri(path), "version": version });
        self.notify(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": [change] }),
        );
    }

    /// Takes leave as the protocol has it; the exit code.
    pub fn leave(mut self) -> Option<i32> {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.child.wait().unwrap().code()
    }

    /// Closes the server's input and waits for its end; the exit code.
    pub fn hang_up(mut self) -> Option<i32> {
        drop(self.input.take());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
