//! The audit page in a real browser: it is driven through chromedriver's plain protocol (JSON over HTTP on
//! this machine). Skipped, and said so, where Chromium and its driver are not installed.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::indexing_slicing,
    clippy::zombie_processes
)]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

/// A program on the search path.
fn program(names: &[&str]) -> Option<PathBuf> {
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|path| path.is_file())
}

/// A browser with one page.
struct Browser {
    driver: Child,
    port: u16,
    session: String,
    profile: tempfile::TempDir,
}

impl Browser {
    /// `None`, with a word about it, where there is none.
    fn start() -> Option<Self> {
        let chromium = program(&["chromium", "chromium-browser", "google-chrome", "chrome"]);
        let (Some(chromium), Some(driver)) = (chromium, program(&["chromedriver"])) else {
            eprintln!("skipped: chromium and chromedriver are not installed");
            return None;
        };
        let profile = tempfile::tempdir().unwrap();
        let mut driver = Command::new(driver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("successfully on port ")?;
            port.trim_end_matches('.').parse().ok()
        });
        // What the driver says later must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        let mut browser = Browser { driver, port: port.unwrap(), session: String::new(), profile };
        let folder = browser.profile.path().display().to_string();
        let options = json!({ "capabilities": { "alwaysMatch": {
            "goog:loggingPrefs": { "browser": "ALL" },
            "goog:chromeOptions": { "binary": chromium, "args": [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                // A page that is still gliding cannot be clicked.
                "--force-prefers-reduced-motion",
                format!("--user-data-dir={folder}"),
            ] },
        } } });
        let answer = browser.request("POST", "/session", Some(&options));
        browser.session = answer["sessionId"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
        Some(browser)
    }

    fn request(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
        let body = body.map_or_else(String::new, Value::to_string);
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.port,
            body.len()
        )
        .unwrap();
        let mut reader = BufReader::new(stream);
        let (mut line, mut length) = (String::new(), 0);
        while reader.read_line(&mut line).unwrap() > 2 {
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap();
            }
            line.clear();
        }
        let mut bytes = vec![0; length];
        reader.read_exact(&mut bytes).unwrap();
        let mut answer: Value = serde_json::from_slice(&bytes).unwrap();
        answer["value"].take()
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let value = self.request("POST", &format!("/session/{}{path}", self.session), Some(body));
        assert!(value.get("error").is_none(), "{path}: {value}");
        value
    }

    fn open(&self, path: &Path) {
        self.post("/url", &json!({ "url": format!("file://{}", path.display()) }));
    }

    /// What an expression of JavaScript gives. The driver's, not the page's: the page runs none.
    fn see(&self, expression: &str) -> Value {
        self.post("/execute/sync", &json!({ "script": format!("return {expression};"), "args": [] }))
    }

    fn click(&self, selector: &str) {
        // Away from the bar at the top, under which nobody could click it.
        self.see(&format!("document.querySelector(\"{selector}\").scrollIntoView({{ block: 'center' }})"));
        let found = self.post("/element", &json!({ "using": "css selector", "value": selector }));
        let id = found.as_object().and_then(|found| found.values().next()?.as_str().map(str::to_owned));
        let id = id.unwrap_or_else(|| panic!("{selector}: {found}"));
        self.post(&format!("/element/{id}/click"), &json!({}));
    }

    fn press(&self, key: char) {
        let actions = json!({ "actions": [ { "type": "key", "id": "keys", "actions": [
            { "type": "keyDown", "value": key.to_string() }, { "type": "keyUp", "value": key.to_string() },
        ] } ] });
        self.post("/actions", &actions);
    }

    /// As a screen of that width shows it.
    fn width(&self, width: u32) {
        let metrics = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500 });
        let body = json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": metrics });
        self.post("/goog/cdp/execute", &body);
    }

    /// What the browser complained about since the last time: blocked styles, scripts, requests.
    fn complaints(&self) -> Vec<String> {
        let log = self.post("/se/log", &json!({ "type": "browser" }));
        log.as_array().unwrap().iter().map(Value::to_string).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            self.request("DELETE", &format!("/session/{}", self.session), None);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The page that the program makes of a folder.
fn audit(folder: &Path, page: &Path) {
    let output = Command::new(env!("CARGO_BIN_EXE_rolelint"))
        .args(["audit", "--no-config", "--output"])
        .arg(page)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Nothing was loaded, run or blocked, and no screen is too narrow.
fn is_sound(browser: &Browser) {
    assert_eq!(
        browser.see("document.querySelectorAll('script,img,iframe,object,embed,link,form,base').length"),
        0
    );
    assert_eq!(browser.see("performance.getEntriesByType('resource').length"), 0);
    assert_eq!(
        browser.see(
            "document.querySelectorAll('[onerror],[onload],[onclick],[style],[href^=javascript]').length"
        ),
        0
    );
    assert_eq!(browser.see("getComputedStyle(document.querySelector('nav.main')).position"), "sticky");
    assert_eq!(browser.complaints(), Vec::<String>::new());
    for width in [1440, 820, 390] {
        browser.width(width);
        let wide = browser.see("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assert_eq!(wide, 0, "the page is wider than a screen of {width}");
    }
    browser.width(1280);
    // Every cell has its headings, every picture its words, every anchor its place.
    assert_eq!(browser.see("document.querySelectorAll('th:not([scope])').length"), 0);
    assert_eq!(browser.see("document.querySelectorAll('table:not(:has(caption))').length"), 0);
    assert_eq!(browser.see("document.querySelectorAll('svg:not([role=img][aria-label])').length"), 0);
    let lost = browser.see(
        "[...document.querySelectorAll('a[href^=\"#\"]')].filter(a => !document.getElementById(a.hash.slice(1))).length",
    );
    assert_eq!(lost, 0, "links that lead nowhere");
    let ids = browser.see(
        "(() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id); return ids.length - new Set(ids).size; })()",
    );
    assert_eq!(ids, 0, "names that are used twice");
}

#[test]
fn a_person_finds_the_way_through_the_page() {
    let Some(browser) = Browser::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("audit.html");
    audit(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ladder"), &page);
    browser.open(&page);
    is_sound(&browser);
    browser.press('\u{E004}');
    assert_eq!(browser.see("document.activeElement.className"), "skip");
    browser.press('\u{E007}');
    assert_eq!(browser.see("location.hash"), "#main");
    for part in ["first", "coverage", "progression", "careers", "roles", "reading"] {
        browser.click(&format!("nav.main a[href='#{part}']"));
        assert_eq!(browser.see("location.hash"), format!("#{part}"));
        assert_eq!(browser.see(&format!("document.getElementById('{part}').tagName")), "H2");
    }
    // A link to a role opens what holds it.
    browser.see("document.querySelectorAll('details').forEach(d => { d.open = false })");
    browser.click("table.matrix a[href='#r2']");
    assert_eq!(browser.see("document.getElementById('r2').closest('details').open"), true);
    assert_eq!(browser.see("document.getElementById('r2').getBoundingClientRect().height > 0"), true);
    assert_eq!(browser.see("document.querySelectorAll('svg.chart').length > 0"), true);
    assert_eq!(browser.see("document.querySelectorAll('del, ins').length > 0"), true);
}

#[test]
fn hostile_titles_stay_text() {
    let Some(browser) = Browser::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let hostile = "<img src=x onerror=document.title='owned'> \"'><script>document.title='owned'</script>";
    let yaml = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    for (name, title, next) in [
        ("a.yaml", hostile.to_owned(), "</svg></style><script>document.title='owned'</script>".to_owned()),
        ("b.yaml", "</title></style><svg onload=document.title='owned'>".to_owned(), hostile.to_owned()),
    ] {
        let text = format!(
            "title: {}\nlevels:\n  - name: {}\n  - name: 'Senior <b>engineer</b>'\nresponsibilities:\n  - {}\n  - 'Helps \
             teh \"><iframe src=file:///etc/passwd> team.'\nnext_role: {}\n",
            yaml(&title),
            yaml(&format!("Junior {title}")),
            yaml(&format!("Owns {hostile} \u{202e}.")),
            yaml(&next),
        );
        fs::write(folder.path().join(name), text).unwrap();
    }
    let rows = "| Section | Engineer <i onclick=x()> | Senior Engineer |\n|---|---|---|\n| `<b>` | 2 years <script>x()</script> | 5 years |\n";
    fs::write(
        folder.path().join("c.md"),
        format!("# Engineer <!-- --> &lt;script&gt;x()&lt;/script&gt;\n\n{rows}"),
    )
    .unwrap();
    let out = tempfile::tempdir().unwrap();
    let page = out.path().join("audit.html");
    audit(folder.path(), &page);
    browser.open(&page);
    is_sound(&browser);
    assert_eq!(browser.see("document.title"), "Role framework audit");
    let text = browser.see("document.body.textContent");
    let text = text.as_str().unwrap();
    assert!(text.contains("<img src=x onerror="), "the title is shown as it is written");
    assert!(text.contains("\\u{202e}") && !text.contains('\u{202e}'));
    assert_eq!(browser.see("document.querySelectorAll('svg[onload], i, b:not(.legend b)').length"), 0);
}

#[test]
fn nothing_is_cut_off_on_paper() {
    let Some(browser) = Browser::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    for role in ["Site Engineer", "Shift Lead", "Night Planner", "Ward Clerk", "Store Manager"] {
        let sections =
            (1..=24).map(|at| format!("## Responsibility for surroundings {at}\n\n- Does {at} things.\n"));
        let text = format!("# {role}\n\n{}", sections.collect::<Vec<_>>().join("\n"));
        fs::write(folder.path().join(format!("{}.md", role.replace(' ', "_"))), text).unwrap();
    }
    let out = tempfile::tempdir().unwrap();
    let page = out.path().join("audit.html");
    audit(folder.path(), &page);
    browser.open(&page);
    browser.post(
        "/goog/cdp/execute",
        &json!({ "cmd": "Emulation.setEmulatedMedia", "params": { "media": "print" } }),
    );
    // The width of A4 without its margins, in pixels of 1/96 inch.
    browser.width(718);
    assert!(browser.see("document.querySelector('table.matrix').rows[0].cells.length").as_u64() >= Some(24));
    let wide = browser.see(
        "[...document.querySelectorAll('table, svg, pre, figure')].filter(e => e.checkVisibility() && \
         e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(e => e.outerHTML.slice(0, 200))",
    );
    assert_eq!(wide, json!([]));
}
