//! The loop: messages come in, answers and findings go out. It never waits for a folder to be read: that
//! happens on threads of its own, whose results come in beside the messages.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, select, unbounded};
use lsp_server::{ErrorCode, Message, Notification, Request, Response, ResponseError};
use lsp_types::notification::{self, Notification as _};
use lsp_types::request::{self, Request as _};
use lsp_types::{
    ClientCapabilities, CodeAction, CodeActionKind, InitializeParams, MarkupKind, MessageType,
    PublishDiagnosticsParams, ShowMessageParams, Uri,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::actions::{Able, FIX_ALL, Page, actions, asked_for, rewrite};
use super::complete::{Around, complete};
use super::convert::{bytes_of, diagnostic};
use super::hover::hover;
use super::lens::lenses;
use super::place::{Buffer, Encoding, path_of, uri_of};
use super::space::{Failed, Loaded, Open, home_of, read};
use super::symbols::symbols;
use super::wire;
use crate::config::is_config;
use crate::engine::Base;
use crate::text::FileId;

/// How long the server waits for more keystrokes before it looks at a page.
const PAUSE: Duration = Duration::from_millis(15);

/// How long nothing must happen before everything is checked anew.
const SETTLE: Duration = Duration::from_millis(250);

/// Reading and checking everything takes at most one part in this many of the time.
const SHARE: u32 = 4;

/// Rules for whole frameworks run after each keystroke if they took less than this the last time, else when
/// somebody stops typing.
const QUICK: Duration = Duration::from_millis(6);

/// How long what is still to be written may take after the end.
const LAST_WORDS: Duration = Duration::from_millis(400);

/// How the server was started.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The configuration to use for every folder.
    pub config: Option<PathBuf>,
    pub no_config: bool,
}

/// Talks on standard input and output until the client ends it. True if the client took leave before.
///
/// # Errors
/// What came in was no message of the protocol.
pub fn serve(options: &Options) -> io::Result<bool> {
    let (receiver, trouble) = wire::incoming();
    let (out, outgoing) = unbounded::<Message>();
    let (gone, written) = unbounded::<()>();
    // A client that does not read must not keep the server from seeing that it hung up.
    std::thread::spawn(move || {
        wire::outgoing(&outgoing);
        let _ = gone.send(());
    });
    let mut server = Server::new(out, options.clone());
    server.run(&receiver);
    let ended = server.ended;
    drop(server);
    let _ = written.recv_timeout(LAST_WORDS);
    trouble.try_recv().map_or(Ok(ended), Err)
}

/// An open text.
struct Document {
    uri: Uri,
    path: PathBuf,
    home: PathBuf,
    buffer: Buffer,
    version: i32,
    /// Counts the changes, whatever the client's versions are.
    revision: u64,
    /// What the client was told last.
    told: Option<(i32, Vec<lsp_types::Diagnostic>)>,
}

/// A folder with a configuration of its own.
#[derive(Default)]
struct Space {
    loaded: Option<Loaded>,
    /// The revisions of the open texts that `loaded` knows.
    seen: HashMap<PathBuf, u64>,
    running: bool,
    /// When everything is to be read and checked anew.
    due: Option<Instant>,
    /// How long that took.
    cost: Duration,
    /// How long the rules for whole frameworks took.
    whole: Duration,
    /// Files of the configuration in which mistakes are shown.
    mistakes: Vec<Uri>,
    complained: bool,
}

struct Outcome {
    home: PathBuf,
    seen: HashMap<PathBuf, u64>,
    cost: Duration,
    result: Result<Box<Loaded>, Failed>,
}

struct Server {
    out: Sender<Message>,
    options: Options,
    encoding: Encoding,
    able: Able,
    markdown: bool,
    watches: bool,
    refreshes: bool,
    folders: Vec<PathBuf>,
    documents: BTreeMap<String, Document>,
    spaces: BTreeMap<PathBuf, Space>,
    outcomes: (Sender<Outcome>, Receiver<Outcome>),
    pool: Option<rayon::ThreadPool>,
    /// When to look at the texts that changed.
    look: Option<Instant>,
    requests: i32,
    initialized: bool,
    ended: bool,
}

impl Server {
    fn new(out: Sender<Message>, options: Options) -> Self {
        // Half of the processors, so that the other half answers.
        let threads = std::thread::available_parallelism().map_or(1, |count| (count.get() / 2).max(1));
        let encoding = Encoding::Utf16;
        Server {
            out,
            options,
            encoding,
            able: Able { encoding, versions: false, creates: false },
            markdown: false,
            watches: false,
            refreshes: false,
            folders: vec![],
            documents: BTreeMap::new(),
            spaces: BTreeMap::new(),
            outcomes: unbounded(),
            pool: rayon::ThreadPoolBuilder::new().num_threads(threads).build().ok(),
            look: None,
            requests: 0,
            initialized: false,
            ended: false,
        }
    }

    fn run(&mut self, receiver: &Receiver<Message>) {
        loop {
            let next = self
                .look
                .into_iter()
                .chain(self.spaces.values().filter(|s| !s.running).filter_map(|s| s.due))
                .min();
            let wait =
                next.map_or(Duration::from_secs(3600), |at| at.saturating_duration_since(Instant::now()));
            let outcomes = self.outcomes.1.clone();
            select! {
                recv(receiver) -> message => match message {
                    Ok(message) => if self.message(message) { return },
                    Err(_) => return,
                },
                recv(outcomes) -> outcome => if let Ok(outcome) = outcome { self.arrived(outcome) },
                default(wait) => {}
            }
            let now = Instant::now();
            if self.look.is_some_and(|at| at <= now) {
                self.catch_up();
            }
            let due: Vec<PathBuf> = self
                .spaces
                .iter()
                .filter(|(_, space)| !space.running && space.due.is_some_and(|at| at <= now))
                .map(|(home, _)| home.clone())
                .collect();
            for home in due {
                self.start(&home);
            }
        }
    }

    /// True if it is time to go.
    fn message(&mut self, message: Message) -> bool {
        match message {
            Message::Request(request) => {
                let id = request.id.clone();
                let answer = catch_unwind(AssertUnwindSafe(|| self.request(request)));
                let answer = answer
                    .unwrap_or_else(|_| Err(error(ErrorCode::InternalError, "This is a fault in rolelint.")));
                let response = Response { id, response_result: answer };
                let _ = self.out.send(response.into());
                false
            }
            Message::Notification(notification) => {
                if notification.method == notification::Exit::METHOD {
                    return true;
                }
                let _ = catch_unwind(AssertUnwindSafe(|| self.notification(notification)));
                false
            }
            Message::Response(_) => false,
        }
    }

    fn request(&mut self, request: Request) -> Result<Value, ResponseError> {
        let Request { method, params, .. } = request;
        if method == request::Initialize::METHOD {
            return Ok(self.initialize(params));
        }
        if !self.initialized {
            return Err(error(ErrorCode::ServerNotInitialized, "The first request is `initialize`."));
        }
        if self.ended {
            return Err(error(ErrorCode::InvalidRequest, "The server was told to shut down."));
        }
        match method.as_str() {
            request::Shutdown::METHOD => {
                self.ended = true;
                Ok(Value::Null)
            }
            request::HoverRequest::METHOD => self.hover(&typed(params)?),
            request::CodeActionRequest::METHOD => self.actions(&typed(params)?),
            request::CodeActionResolveRequest::METHOD => self.resolve(typed(params)?),
            request::Completion::METHOD => self.complete(&typed(params)?),
            request::DocumentSymbolRequest::METHOD => self.symbols(&typed(params)?),
            request::CodeLensRequest::METHOD => self.lenses(&typed(params)?),
            _ => Err(error(ErrorCode::MethodNotFound, "This server does not know that request.")),
        }
    }

    fn initialize(&mut self, params: Value) -> Value {
        let params = serde_json::from_value::<InitializeParams>(params).unwrap_or_default();
        let client = &params.capabilities;
        self.encoding = Encoding::agreed(client);
        self.able = able(client, self.encoding);
        self.markdown = likes_markdown(client);
        let workspace = client.workspace.as_ref();
        self.watches = workspace
            .and_then(|workspace| workspace.did_change_watched_files.as_ref())
            .is_some_and(|watch| watch.dynamic_registration == Some(true));
        self.refreshes = workspace
            .and_then(|workspace| workspace.code_lens.as_ref())
            .is_some_and(|lens| lens.refresh_support == Some(true));
        #[allow(deprecated)]
        let root = params.root_uri.as_ref().map(|uri| uri.as_str().to_owned());
        let folders = params.workspace_folders.iter().flatten().map(|folder| folder.uri.as_str().to_owned());
        let folders: Vec<String> = folders.collect();
        let named = if folders.is_empty() { root.into_iter().collect() } else { folders };
        self.folders = named.iter().filter_map(|uri| folder_of(uri)).collect();
        self.initialized = true;
        json!({
            "capabilities": {
                "positionEncoding": self.encoding.kind(),
                "textDocumentSync": { "openClose": true, "change": 2, "save": true },
                "hoverProvider": true,
                "codeActionProvider": { "codeActionKinds": ["quickfix", FIX_ALL], "resolveProvider": true },
                "completionProvider": { "triggerCharacters": [":", " "] },
                "documentSymbolProvider": true,
                "codeLensProvider": { "resolveProvider": false },
                "workspace": { "workspaceFolders": { "supported": true, "changeNotifications": true } },
            },
            "serverInfo": { "name": "rolelint", "version": env!("CARGO_PKG_VERSION") },
        })
    }

    fn notification(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        match method.as_str() {
            notification::Initialized::METHOD => self.watch_files(),
            notification::DidOpenTextDocument::METHOD => {
                if let Ok(params) = typed::<lsp_types::DidOpenTextDocumentParams>(params) {
                    let item = params.text_document;
                    self.open(item.uri, item.version, item.text);
                }
            }
            notification::DidChangeTextDocument::METHOD => {
                if let Ok(params) = typed::<lsp_types::DidChangeTextDocumentParams>(params) {
                    self.change(&params);
                }
            }
            notification::DidCloseTextDocument::METHOD => {
                if let Ok(params) = typed::<lsp_types::DidCloseTextDocumentParams>(params) {
                    self.close(&params.text_document.uri);
                }
            }
            notification::DidSaveTextDocument::METHOD => {
                if let Ok(params) = typed::<lsp_types::DidSaveTextDocumentParams>(params) {
                    let home =
                        self.documents.get(params.text_document.uri.as_str()).map(|doc| doc.home.clone());
                    self.read_soon(home.as_deref(), Duration::ZERO);
                }
            }
            notification::DidChangeWatchedFiles::METHOD => {
                // A configuration may have come or gone, and with it the home of a page.
                self.settle_in();
                self.read_soon(None, PAUSE);
            }
            notification::DidChangeWorkspaceFolders::METHOD => {
                if let Ok(params) = typed::<lsp_types::DidChangeWorkspaceFoldersParams>(params) {
                    let gone: Vec<PathBuf> =
                        params.event.removed.iter().filter_map(|f| folder_of(f.uri.as_str())).collect();
                    self.folders.retain(|folder| !gone.contains(folder));
                    self.folders.extend(params.event.added.iter().filter_map(|f| folder_of(f.uri.as_str())));
                    self.settle_in();
                    self.read_soon(None, PAUSE);
                }
            }
            _ => {}
        }
    }

    /// Asks to be told of changes on the disk.
    fn watch_files(&mut self) {
        if !self.watches {
            return;
        }
        let patterns =
            ["**/*.{md,mdx,markdown,yaml,yml,json,toml,csv,tsv,html,txt,xlsx}", "**/rolelint.words"];
        let watchers: Vec<Value> = patterns.iter().map(|pattern| json!({ "globPattern": pattern })).collect();
        let registration = json!({ "registrations": [{
            "id": "files",
            "method": notification::DidChangeWatchedFiles::METHOD,
            "registerOptions": { "watchers": watchers },
        }] });
        self.ask(request::RegisterCapability::METHOD, registration);
    }

    fn ask(&mut self, method: &str, params: Value) {
        self.requests += 1;
        let _ = self.out.send(Request::new(self.requests.into(), method.to_owned(), params).into());
    }

    fn tell(&self, method: &str, params: Value) {
        let _ = self.out.send(Notification::new(method.to_owned(), params).into());
    }

    fn open(&mut self, uri: Uri, version: i32, text: String) {
        let Some(path) = path_of(uri.as_str()) else { return };
        let path = match (path.parent(), path.file_name()) {
            (Some(parent), Some(name)) => {
                Base::at(parent).map_or(path.clone(), |base| base.folder().join(name))
            }
            _ => path,
        };
        let home = home_of(&path, &self.folders);
        let revision = self.documents.get(uri.as_str()).map_or(0, |doc| doc.revision) + 1;
        let key = uri.as_str().to_owned();
        let buffer = Buffer::new(text);
        self.documents
            .insert(key, Document { uri, path, home: home.clone(), buffer, version, revision, told: None });
        self.read_soon(Some(&home), PAUSE);
    }

    fn change(&mut self, params: &lsp_types::DidChangeTextDocumentParams) {
        let encoding = self.encoding;
        let Some(doc) = self.documents.get_mut(params.text_document.uri.as_str()) else { return };
        for change in &params.content_changes {
            doc.buffer.change(change.range, &change.text, encoding);
        }
        doc.version = params.text_document.version;
        doc.revision += 1;
        let home = doc.home.clone();
        self.look.get_or_insert_with(|| Instant::now() + PAUSE);
        self.read_soon(Some(&home), SETTLE);
    }

    fn close(&mut self, uri: &Uri) {
        let Some(doc) = self.documents.remove(uri.as_str()) else { return };
        self.publish(uri, None, vec![]);
        self.read_soon(Some(&doc.home), SETTLE);
    }

    /// Finds the home of each open text anew.
    fn settle_in(&mut self) {
        for doc in self.documents.values_mut() {
            doc.home = home_of(&doc.path, &self.folders);
        }
        let homes: Vec<PathBuf> = self.documents.values().map(|doc| doc.home.clone()).collect();
        self.spaces.retain(|home, space| homes.contains(home) || space.running);
    }

    /// Everything in a folder, or in all of them, is read and checked anew after `pause`.
    fn read_soon(&mut self, home: Option<&Path>, pause: Duration) {
        if let Some(home) = home {
            self.spaces.entry(home.to_path_buf()).or_default();
        } else {
            let homes: Vec<PathBuf> = self.documents.values().map(|doc| doc.home.clone()).collect();
            for home in homes {
                self.spaces.entry(home).or_default();
            }
        }
        let now = Instant::now();
        for (_, space) in self.spaces.iter_mut().filter(|(own, _)| home.is_none_or(|home| home == *own)) {
            // Typing puts it off; what costs much comes seldom.
            space.due = Some(now + pause.max(if pause == SETTLE { space.cost * SHARE } else { pause }));
        }
    }

    /// Reads and checks everything in a folder, on other threads.
    fn start(&mut self, home: &Path) {
        let Some(space) = self.spaces.get_mut(home) else { return };
        space.due = None;
        let mine = || self.documents.values().filter(|doc| doc.home == home);
        let seen = mine().map(|doc| (doc.path.clone(), doc.revision)).collect();
        let open: Vec<Open> =
            mine().map(|doc| Open { path: doc.path.clone(), text: doc.buffer.text.clone() }).collect();
        if open.is_empty() {
            space.loaded = None;
            return;
        }
        space.running = true;
        let (home, options, outcomes) = (home.to_path_buf(), self.options.clone(), self.outcomes.0.clone());
        let work = move || {
            let begun = Instant::now();
            let result = catch_unwind(|| read(&home, &options, &open)).unwrap_or_else(|_| {
                Err(Failed {
                    message: "Reading the folder failed; this is a fault in rolelint.".into(),
                    mistakes: None,
                })
            });
            let result = result.map(Box::new);
            let _ = outcomes.send(Outcome { home, seen, cost: begun.elapsed(), result });
        };
        match &self.pool {
            Some(pool) => pool.spawn(work),
            None => work(),
        }
    }

    /// A folder was read.
    fn arrived(&mut self, outcome: Outcome) {
        let Outcome { home, seen, cost, result } = outcome;
        let Some(space) = self.spaces.get_mut(&home) else { return };
        space.running = false;
        space.cost = cost;
        let shown = std::mem::take(&mut space.mistakes);
        let mut told = vec![];
        match result {
            Ok(loaded) => {
                space.whole = loaded.live.whole_took();
                space.loaded = Some(*loaded);
                space.seen = seen;
                space.complained = false;
            }
            Err(failed) => {
                if let Some((files, findings)) = &failed.mistakes {
                    for file in files.iter() {
                        let Some(uri) = file.disk.as_deref().and_then(uri_of) else { continue };
                        let own: Vec<_> = findings
                            .iter()
                            .filter(|finding| finding.span.file == file.id)
                            .filter_map(|finding| {
                                let place = super::convert::location(file, finding.span, self.encoding)?;
                                Some(diagnostic(finding, place.range, files, self.encoding))
                            })
                            .collect();
                        if !own.is_empty() {
                            told.push((uri, own));
                        }
                    }
                }
                if !std::mem::replace(&mut space.complained, true) {
                    let params = ShowMessageParams { typ: MessageType::WARNING, message: failed.message };
                    let method = notification::ShowMessage::METHOD;
                    let _ = self.out.send(Notification::new(method.to_owned(), params).into());
                }
            }
        }
        space.mistakes = told.iter().map(|(uri, _)| uri.clone()).collect();
        for uri in shown.into_iter().filter(|uri| !told.iter().any(|(other, _)| other == uri)) {
            self.publish(&uri, None, vec![]);
        }
        for (uri, findings) in told {
            self.publish(&uri, None, findings);
        }
        self.update(&home);
        self.tell_all(&home, None);
        if self.refreshes {
            self.ask(request::CodeLensRefresh::METHOD, Value::Null);
        }
    }

    /// Looks at the texts that changed.
    fn catch_up(&mut self) {
        self.look = None;
        let homes: Vec<PathBuf> = self.spaces.keys().cloned().collect();
        for home in homes {
            let changed = self.update(&home);
            if !changed.is_empty() {
                self.tell_all(&home, Some(&changed));
            }
        }
    }

    /// Checks the open texts of a folder that changed since they were checked. Returns the files whose
    /// findings may be others now.
    fn update(&mut self, home: &Path) -> Vec<FileId> {
        let Some(space) = self.spaces.get_mut(home) else { return vec![] };
        let Space { loaded: Some(loaded), seen, whole, .. } = space else { return vec![] };
        let mut changed = vec![];
        for doc in self.documents.values().filter(|doc| doc.home == home) {
            let known = seen.get(&doc.path) == Some(&doc.revision);
            let Some(id) = loaded.id(&doc.path).filter(|_| !known) else { continue };
            let begun = Instant::now();
            let quick = *whole < QUICK;
            changed.extend(loaded.edit(id, &doc.buffer.text, quick));
            if quick {
                *whole = loaded.live.whole_took().min(begun.elapsed());
            }
            seen.insert(doc.path.clone(), doc.revision);
        }
        changed
    }

    /// Tells the client about the open files of a folder, or those of them that are in `only`.
    fn tell_all(&mut self, home: &Path, only: Option<&[FileId]>) {
        let Some(Space { loaded: Some(loaded), .. }) = self.spaces.get(home) else { return };
        let mut told = vec![];
        for doc in self.documents.values_mut().filter(|doc| doc.home == home) {
            let id = loaded.id(&doc.path);
            if only.is_some_and(|only| id.is_none_or(|id| !only.contains(&id)))
                || is_config(&doc.path.to_string_lossy())
            {
                continue;
            }
            let findings = id.map_or(vec![], |id| {
                let file = loaded.files.get(id);
                let mut cursor = doc.buffer.cursor(self.encoding);
                let findings = loaded.live.findings(id).iter();
                findings
                    .map(|finding| {
                        let range = cursor.range(bytes_of(file, finding.span));
                        diagnostic(finding, range, &loaded.files, self.encoding)
                    })
                    .collect()
            });
            let now = (doc.version, findings);
            if doc.told.as_ref() != Some(&now) {
                told.push((doc.uri.clone(), doc.version, now.1.clone()));
                doc.told = Some(now);
            }
        }
        for (uri, version, findings) in told {
            self.publish(&uri, Some(version), findings);
        }
    }

    fn publish(&self, uri: &Uri, version: Option<i32>, diagnostics: Vec<lsp_types::Diagnostic>) {
        let params = PublishDiagnosticsParams { uri: uri.clone(), diagnostics, version };
        if let Ok(params) = serde_json::to_value(params) {
            self.tell(notification::PublishDiagnostics::METHOD, params);
        }
    }

    /// The open text at an address with what is known about it, brought up to date; `None` while its folder
    /// is being read, or if it is none of ours.
    fn page(&mut self, uri: &Uri) -> Option<(&Document, &mut Loaded, FileId)> {
        let home = self.documents.get(uri.as_str())?.home.clone();
        let changed = self.update(&home);
        if !changed.is_empty() {
            self.tell_all(&home, Some(&changed));
        }
        let doc = self.documents.get(uri.as_str())?;
        let loaded = self.spaces.get_mut(&home)?.loaded.as_mut()?;
        let id = loaded.id(&doc.path)?;
        Some((doc, loaded, id))
    }

    fn hover(&mut self, params: &lsp_types::HoverParams) -> Result<Value, ResponseError> {
        let place = &params.text_document_position_params;
        let (encoding, markdown) = (self.encoding, self.markdown);
        let Some((doc, loaded, id)) = self.page(&place.text_document.uri) else { return Ok(Value::Null) };
        let at = doc.buffer.offset(place.position, encoding);
        let file = loaded.files.get(id);
        let own = |span| bytes_of(file, span);
        let mut touched: Vec<_> = loaded
            .live
            .findings(id)
            .iter()
            .filter(|finding| own(finding.span).start <= at && at <= own(finding.span).end)
            .collect();
        // The smallest place first: it is what the pointer means.
        touched.sort_by_key(|finding| finding.span.len());
        let Some(first) = touched.first() else { return Ok(Value::Null) };
        let range = doc.buffer.cursor(encoding).range(own(first.span));
        answer(hover(&touched, &loaded.setup.rules, markdown, range))
    }

    fn actions(&mut self, params: &lsp_types::CodeActionParams) -> Result<Value, ResponseError> {
        let able = self.able;
        let words = {
            let Some(doc) = self.documents.get(params.text_document.uri.as_str()) else {
                return Ok(Value::Null);
            };
            let path =
                self.spaces.get(&doc.home).and_then(|space| Some(space.loaded.as_ref()?.setup.words.clone()));
            let open = self.documents.values().find(|other| path.as_ref() == Some(&other.path));
            open.map(|doc| doc.buffer.clone())
        };
        let only = params.context.only.clone();
        // `source` stands for `source.fixAll` and this for `source.fixAll.rolelint`.
        let wanted = |kind: &CodeActionKind| {
            only.as_ref().is_none_or(|only| {
                only.iter().any(|only| {
                    kind.as_str() == only.as_str()
                        || kind.as_str().starts_with(&format!("{}.", only.as_str()))
                })
            })
        };
        let Some((doc, loaded, id)) = self.page(&params.text_document.uri) else { return Ok(Value::Null) };
        let page = Page { uri: &doc.uri, version: doc.version, buffer: &doc.buffer, id };
        answer(actions(loaded, &page, params.range, &wanted, words.as_ref(), able))
    }

    /// The edit of "repair everything", which is made only if somebody wants it.
    fn resolve(&mut self, mut action: CodeAction) -> Result<Value, ResponseError> {
        let able = self.able;
        let Some((uri, version)) = asked_for(action.data.as_ref()) else { return answer(action) };
        let Ok(uri) = uri.parse::<Uri>() else { return answer(action) };
        let stale = || error(ErrorCode::ContentModified, "The text has changed since; ask again.");
        let Some((doc, loaded, id)) = self.page(&uri) else { return Err(stale()) };
        if doc.version != version {
            return Err(stale());
        }
        if let Some(fixed) = loaded.fixed(id) {
            let page = Page { uri: &doc.uri, version: doc.version, buffer: &doc.buffer, id };
            action.edit = Some(able.edit(&page, rewrite(&doc.buffer, &fixed, able.encoding)));
        }
        answer(action)
    }

    fn complete(&mut self, params: &lsp_types::CompletionParams) -> Result<Value, ResponseError> {
        let place = &params.text_document_position;
        let encoding = self.encoding;
        let uri = &place.text_document.uri;
        // The configuration is no page, so it is known by its name.
        if let Some(doc) =
            self.documents.get(uri.as_str()).filter(|doc| is_config(&doc.path.to_string_lossy()))
        {
            let Some(Space { loaded: Some(loaded), .. }) = self.spaces.get(&doc.home) else {
                return Ok(Value::Null);
            };
            let name = doc.path.to_string_lossy();
            let file = crate::text::SourceFile::from_bytes(FileId(u32::MAX), name, None, b"");
            let setup = &loaded.setup;
            let around =
                Around { framework: None, documents: &[], schemas: &setup.schemas, pages: &setup.pages };
            let offset = doc.buffer.offset(place.position, encoding);
            return answer(complete(&file, None, &doc.buffer, offset, &around, encoding));
        }
        let Some((doc, loaded, id)) = self.page(uri) else { return Ok(Value::Null) };
        let offset = doc.buffer.offset(place.position, encoding);
        let documents = &loaded.live.run.documents;
        let around = Around {
            framework: loaded.live.framework(id),
            documents,
            schemas: &loaded.setup.schemas,
            pages: &loaded.setup.pages,
        };
        let own = documents.get(id.0 as usize).and_then(Option::as_ref);
        answer(complete(loaded.files.get(id), own, &doc.buffer, offset, &around, encoding))
    }

    fn symbols(&mut self, params: &lsp_types::DocumentSymbolParams) -> Result<Value, ResponseError> {
        let encoding = self.encoding;
        let Some((doc, loaded, id)) = self.page(&params.text_document.uri) else { return Ok(Value::Null) };
        let roles = loaded.live.framework(id).map_or(&[][..], |framework| framework.roles_of(id));
        answer(symbols(roles, loaded.files.get(id), &doc.buffer, encoding))
    }

    fn lenses(&mut self, params: &lsp_types::CodeLensParams) -> Result<Value, ResponseError> {
        let encoding = self.encoding;
        let Some((doc, loaded, id)) = self.page(&params.text_document.uri) else { return Ok(Value::Null) };
        let Some(framework) = loaded.live.framework(id) else { return Ok(Value::Null) };
        answer(lenses(framework, &loaded.files, id, &doc.buffer, encoding))
    }
}

fn able(client: &ClientCapabilities, encoding: Encoding) -> Able {
    let edit = client.workspace.as_ref().and_then(|workspace| workspace.workspace_edit.as_ref());
    let versions = edit.is_some_and(|edit| edit.document_changes == Some(true));
    let creates = edit
        .and_then(|edit| edit.resource_operations.as_ref())
        .is_some_and(|operations| operations.contains(&lsp_types::ResourceOperationKind::Create));
    Able { encoding, versions, creates }
}

fn likes_markdown(client: &ClientCapabilities) -> bool {
    let hover = client.text_document.as_ref().and_then(|document| document.hover.as_ref());
    let formats = hover.and_then(|hover| hover.content_format.as_ref());
    formats.is_some_and(|formats| formats.contains(&MarkupKind::Markdown))
}

fn folder_of(uri: &str) -> Option<PathBuf> {
    Base::at(&path_of(uri)?).ok().map(|base| base.folder().to_path_buf())
}

fn typed<T: DeserializeOwned>(params: Value) -> Result<T, ResponseError> {
    serde_json::from_value(params).map_err(|wrong| {
        error(ErrorCode::InvalidParams, &format!("These parameters are not understood: {wrong}."))
    })
}

fn answer(value: impl serde::Serialize) -> Result<Value, ResponseError> {
    serde_json::to_value(value).map_err(|wrong| error(ErrorCode::InternalError, &wrong.to_string()))
}

fn error(code: ErrorCode, message: &str) -> ResponseError {
    ResponseError { code: code as i32, message: message.to_owned(), data: None }
}
