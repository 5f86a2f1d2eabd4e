//! Mail servers that send without end, or in another encoding.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::{book, sent_to};
use crate::common::cli::Cli;

/// More than the buffers of two sockets hold, in bytes.
const MOST_SENT: usize = 24 << 20;

/// What a server sends in place of its usual reply.
#[derive(Clone, Copy)]
enum Odd {
    Once(&'static [u8]),
    Endless(&'static [u8]),
    Closes,
    /// Replies to other commands too.
    Script(&'static [(&'static str, &'static [u8])]),
}

/// A server that answers as usual, except to one command.
struct OddServer {
    port: u16,
    /// How many bytes of endless replies it could send, or how many replies of a script.
    sent: Arc<AtomicUsize>,
}

impl OddServer {
    /// `to` is the command, `hello` for the greeting or `.` for the end of a text.
    fn start(to: &'static str, odd: Odd) -> OddServer {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let sent = Arc::new(AtomicUsize::new(0));
        let count = sent.clone();
        thread::spawn(move || {
            for client in listener.incoming() {
                let count = count.clone();
                thread::spawn(move || talk(client.unwrap(), to, odd, &count));
            }
        });
        OddServer { port, sent }
    }

    fn settings(&self, cli: &Cli, tls: &str) {
        self.settings_with(cli, tls, "");
    }

    fn settings_with(&self, cli: &Cli, tls: &str, more: &str) {
        let file = cli.book().join("mail.toml");
        let text = format!(
            "host = \"localhost\"\nport = {}\ntls = \"{tls}\"\nfrom = \"ar@kh.example\"\ntimeout_seconds = 1\n{more}",
            self.port
        );
        std::fs::write(&file, text).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
}

fn talk(mut client: TcpStream, to: &str, odd: Odd, sent: &AtomicUsize) -> Option<()> {
    let mut lines = BufReader::new(client.try_clone().unwrap()).lines();
    let mut command = "hello".to_string();
    loop {
        let reply: &[u8] = match command.as_str() {
            "EHLO" => b"250-localhost\r\n250-STARTTLS\r\n250 8BITMIME\r\n",
            "hello" => b"220 localhost\r\n",
            "DATA" => b"354 go on\r\n",
            "QUIT" => b"221 bye\r\n",
            _ => b"250 OK\r\n",
        };
        match odd {
            Odd::Once(reply) if command == to => client.write_all(reply).ok()?,
            Odd::Closes if command == to => return None,
            Odd::Script(replies) if replies.iter().any(|(to, _)| command == *to) => {
                let (_, reply) = replies.iter().find(|(to, _)| command == *to)?;
                sent.fetch_add(1, Ordering::SeqCst);
                client.write_all(reply).ok()?;
            }
            Odd::Endless(part) if command == to => loop {
                client.write_all(part).ok()?;
                sent.fetch_add(part.len(), Ordering::SeqCst);
            },
            _ => client.write_all(reply).ok()?,
        }
        let is_text = command == "DATA";
        command = loop {
            let line = lines.next()?.ok()?;
            if !is_text || line == "." {
                break line.split(' ').next()?.to_string();
            }
        };
    }
}

#[test]
fn a_server_that_sends_without_end_is_left_early() {
    let lines: &[u8] = &b"250-more\r\n".repeat(6554);
    let (lines, line): (&'static [u8], &'static [u8]) =
        (Box::leak(lines.into()), Box::leak(vec![b'2'; 65536].into()));
    let cli = book(8);
    let mut number = 0;
    for to in ["hello", "EHLO", "RCPT", "."] {
        for part in [line, lines] {
            number += 1;
            let server = OddServer::start(to, Odd::Endless(part));
            server.settings(&cli, "none");
            let (state, answer) = sent_to(&cli, number, "good@kh.example");
            let expected = if to == "." { "unsure" } else { "queued" };
            assert_eq!(state, expected, "{to}: {answer}");
            assert!(answer.contains("does not end"), "{to}: {answer}");
            let sent = server.sent.load(Ordering::SeqCst);
            assert!(sent < MOST_SENT, "{to}: {sent} bytes");
        }
    }
}

#[test]
fn a_refusal_in_another_encoding_is_a_refusal() {
    let cli = book(3);
    for (number, to, reply, state, text) in [
        (1, "RCPT", &b"550 bo\xeete pleine\r\n"[..], "failed", "550 boîte pleine"),
        (2, ".", &b"554-5.7.1 refus\xe9\r\n554 5.7.1 trop gros\r\n"[..], "failed", "refusé"),
        (3, ".", &b"250 accept\xe9\r\n"[..], "sent", "250 accepté"),
    ] {
        OddServer::start(to, Odd::Once(reply)).settings(&cli, "none");
        let (is, answer) = sent_to(&cli, number, "good@kh.example");
        assert_eq!(is, state, "{to}: {answer}");
        assert!(answer.contains(text), "{to}: {answer}");
    }
}

/// 354 asks for a text; nothing but DATA is answered by it, and nothing but a login by 334.
#[test]
fn a_server_that_asks_for_more_than_was_offered_agrees_to_nothing() {
    let cli = book(5);
    let more: [(&str, &[u8]); 5] = [
        ("EHLO", b"354 go on\r\n"),
        ("MAIL", b"354 go on\r\n"),
        ("RCPT", b"354 go on\r\n"),
        ("DATA", b"334 go on\r\n"),
        (".", b"354 go on\r\n"),
    ];
    for (number, (to, reply)) in (1..).zip(more) {
        OddServer::start(to, Odd::Once(reply)).settings(&cli, "none");
        let (state, answer) = sent_to(&cli, number, "good@kh.example");
        let expected = if to == "." { "unsure" } else { "queued" };
        assert_eq!(state, expected, "{to}: {answer}");
        assert!(answer.contains("made no sense"), "{to}: {answer}");
    }
}

#[test]
fn what_comes_with_the_answer_to_starttls_is_not_read_as_if_it_were_secret() {
    let cli = book(1);
    let both = b"220 go on\r\n250 no more secrets\r\n";
    OddServer::start("STARTTLS", Odd::Once(both)).settings(&cli, "starttls");
    let (state, answer) = sent_to(&cli, 1, "good@kh.example");
    assert_eq!(state, "queued");
    assert!(answer.contains("made no sense"), "{answer}");
}

#[test]
fn a_login_is_offered_and_asked_for_in_many_ways() {
    const LOGIN: &str = "user = \"ar\"\npassword = \"sesame\"\n";
    let cli = book(3);
    // “Benutzername:”, then “Kennwort:”.
    let replies: [&'static [(&str, &[u8])]; 2] = [
        &[
            ("EHLO", b"250-localhost\r\n250-auth login\r\n250 8bitmime\r\n"),
            ("AUTH", b"334 QmVudXR6ZXJuYW1lOg==\r\n"),
            ("YXI=", b"334 S2VubndvcnQ6\r\n"),
            ("c2VzYW1l", b"235 welcome\r\n"),
        ],
        &[
            ("EHLO", b"250-localhost\r\n250 AUTH=LOGIN\r\n"),
            ("AUTH", b"334 \r\n"),
            ("YXI=", b"334 \r\n"),
            ("c2VzYW1l", b"235 welcome\r\n"),
        ],
    ];
    for (number, script) in (1..).zip(replies) {
        let server = OddServer::start("", Odd::Script(script));
        server.settings_with(&cli, "none", LOGIN);
        let (state, answer) = sent_to(&cli, number, "good@kh.example");
        assert_eq!(state, "sent", "{number}: {answer}");
        assert_eq!(server.sent.load(Ordering::SeqCst), script.len(), "{number}");
    }
    // A server that knows no extensions is greeted as of old.
    let script: &[(&str, &[u8])] = &[("EHLO", b"502 what?\r\n"), ("HELO", b"250 hello\r\n")];
    let server = OddServer::start("", Odd::Script(script));
    server.settings(&cli, "none");
    let (state, answer) = sent_to(&cli, 3, "good@kh.example");
    assert_eq!((state.as_str(), server.sent.load(Ordering::SeqCst)), ("sent", 2), "{answer}");
    // One with a login that it does not offer: nothing is tried.
    server.settings_with(&cli, "none", LOGIN);
    let checked = cli.run(&["outbox", "check"]);
    let said = String::from_utf8(checked.stderr).unwrap();
    assert!(checked.status.code() == Some(3) && said.contains("AUTH PLAIN"), "{said}");
}

#[test]
fn what_is_wrong_with_a_server_or_its_settings_is_said_apart() {
    let cli = book(3);
    for (number, to, odd, words) in [
        (1, "hello", Odd::Closes, "closed the connection before it answered"),
        (2, "MAIL", Odd::Closes, "closed the connection before it answered"),
        (3, "hello", Odd::Once(b"HTTP/1.1 400 Bad Request\r\n"), "made no sense"),
    ] {
        OddServer::start(to, odd).settings(&cli, "none");
        let (state, answer) = sent_to(&cli, number, "good@kh.example");
        assert_eq!(state, "queued", "{answer}");
        assert!(answer.contains(words), "{answer}");
    }
    let said = || {
        let checked = cli.run(&["outbox", "check"]);
        assert!(!checked.status.success());
        String::from_utf8(checked.stderr).unwrap()
    };
    let server = OddServer::start("", Odd::Closes);
    server.settings(&cli, "implicit");
    assert!(said().contains("does not speak TLS there"), "{}", said());
    // The file of certificates, not the server.
    std::fs::write(cli.book().join("own.pem"), CERTIFICATE).unwrap();
    server.settings_with(&cli, "starttls", "ca = \"own.pem\"\n");
    assert!(said().contains("own.pem") && said().contains("cannot be read"), "{}", said());
}

/// Not a certificate.
const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
