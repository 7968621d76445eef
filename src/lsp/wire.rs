//! Messages on standard input and output, as the protocol frames them: a header that tells the length, and JSON.

use std::io::{self, BufRead, Cursor, Read, Write as _};

use crossbeam_channel::{Receiver, Sender, bounded};
use lsp_server::Message;

/// Longest message that is read, in bytes: a page as large as rolelint reads one, as JSON writes it.
const MAX_MESSAGE: u64 = 128 * 1024 * 1024;

/// Longest header that is read, in bytes. Those of editors have fewer than 100.
const MAX_HEADER: u64 = 4 * 1024;

/// Hands over the messages of standard input until it ends or breaks the protocol. How it broke is told on
/// the second channel.
pub(super) fn incoming() -> (Receiver<Message>, Receiver<io::Error>) {
    let (messages, receiver) = bounded(0);
    let (trouble, told) = bounded(1);
    std::thread::spawn(move || {
        if let Err(error) = pass_on(&mut io::stdin().lock(), &messages) {
            let _ = trouble.send(error);
        }
    });
    (receiver, told)
}

/// Writes messages to standard output until there are no more or nobody reads them.
pub(super) fn outgoing(messages: &Receiver<Message>) {
    for message in messages {
        let mut out = io::stdout().lock();
        if message.write(&mut out).and_then(|()| out.flush()).is_err() {
            break;
        }
    }
}

fn pass_on(input: &mut impl BufRead, messages: &Sender<Message>) -> io::Result<()> {
    while let Some(message) = read(input)? {
        let last = matches!(&message, Message::Notification(one) if one.method == "exit");
        if messages.send(message).is_err() || last {
            break;
        }
    }
    Ok(())
}

/// The next message; `None` at the end of the input.
fn read(input: &mut impl BufRead) -> io::Result<Option<Message>> {
    let broken = |what: String| io::Error::new(io::ErrorKind::InvalidData, what);
    let mut header = vec![];
    let mut limited = input.by_ref().take(MAX_HEADER);
    while !header.ends_with(b"\r\n\r\n") {
        let before = header.len();
        if limited.read_until(b'\n', &mut header)? == 0 && header.is_empty() {
            return Ok(None);
        }
        if header.len() == before || limited.limit() == 0 {
            return Err(broken("a message begins with a header that does not end".to_owned()));
        }
        if !header.get(before..).is_some_and(|line| line.ends_with(b"\r\n")) {
            return Err(broken("what comes in is no message of the language server protocol".to_owned()));
        }
    }
    let text = String::from_utf8_lossy(&header);
    let mut fields = text.lines().filter_map(|line| line.split_once(':'));
    let length = fields.find(|(name, _)| name.trim().eq_ignore_ascii_case("content-length"));
    let length = length.and_then(|(_, value)| value.trim().parse::<u64>().ok());
    let length = length.ok_or_else(|| broken("a header names no Content-Length".to_owned()))?;
    if length > MAX_MESSAGE {
        return Err(broken(format!(
            "a message of {length} bytes is longer than the {MAX_MESSAGE} that are read"
        )));
    }
    let mut message = format!("Content-Length: {length}\r\n\r\n").into_bytes();
    let all = u64::try_from(message.len()).unwrap_or(u64::MAX).saturating_add(length);
    input.by_ref().take(length).read_to_end(&mut message)?;
    if u64::try_from(message.len()).unwrap_or(u64::MAX) < all {
        return Err(broken("the input ends inside a message".to_owned()));
    }
    Message::read(&mut Cursor::new(message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(input: &str) -> String {
        match read(&mut Cursor::new(input.as_bytes())) {
            Ok(Some(Message::Notification(one))) => one.method,
            Ok(other) => format!("{other:?}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn messages_and_what_is_none() {
        let exit = r#"{"jsonrpc":"2.0","method":"exit"}"#;
        assert_eq!(said(&format!("Content-Length: {}\r\n\r\n{exit}", exit.len())), "exit");
        assert_eq!(said(&format!("X: y\r\ncontent-length:{}\r\n\r\n{exit}", exit.len())), "exit");
        assert_eq!(said(""), "None");
        assert!(said("GET / HTTP/1.1\n\n").contains("no message"));
        assert!(said("Host: a\r\n\r\n").contains("no Content-Length"));
        assert!(said("Content-Length: 99999999999\r\n\r\n{}").contains("longer than"));
        assert!(said("Content-Length: 99\r\n\r\n{}").contains("ends inside"));
        assert!(said(&"a: b\r\n".repeat(2000)).contains("does not end"));
    }
}
