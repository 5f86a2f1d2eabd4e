//! A proxy before the mail server that cuts connections where a test says so. It reads no secrets: it
//! counts the records of TLS that the client sends.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// Where a connection is cut.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cut {
    /// As soon as it is there.
    Connect,
    /// Before TLS begins.
    StartTls,
    /// At the login.
    Auth,
    /// At the recipient of the message with this place on the connection.
    Recipient(usize),
    /// In its text.
    Data(usize),
    /// After the dot, before the answer.
    Dot(usize),
    /// Nowhere.
    Nowhere,
}

impl Cut {
    /// The last record of the client that goes through; those before the first message are the end of
    /// the handshake, the greeting and the login.
    fn last_record(self) -> usize {
        // MAIL, RCPT, DATA, text, dot; from the second message on RSET before them.
        let message = |place: usize, steps: usize| match place {
            0 => 3 + steps,
            place => 3 + 5 + 6 * (place - 1) + 1 + steps,
        };
        match self {
            Cut::Connect | Cut::StartTls => 0,
            Cut::Auth => 2,
            Cut::Recipient(place) => message(place, 1),
            Cut::Data(place) => message(place, 3),
            Cut::Dot(place) => message(place, 5),
            Cut::Nowhere => usize::MAX,
        }
    }

    /// Whether the server's answer to the last record is awaited, so that it has done what was asked.
    fn waits_for_answer(self) -> bool {
        matches!(self, Cut::Dot(_))
    }
}

/// A proxy, until the test ends.
pub struct Proxy {
    pub port: u16,
    plan: Arc<Mutex<Vec<Cut>>>,
    pub cuts: Arc<AtomicUsize>,
}

impl Proxy {
    /// Starts one before a server. Each connection is cut as the next of the plan says, over and over.
    pub fn start(server: u16, plan: &[Cut]) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let plan = Arc::new(Mutex::new(plan.to_vec()));
        let cuts = Arc::new(AtomicUsize::new(0));
        let (own_plan, own_cuts) = (plan.clone(), cuts.clone());
        thread::spawn(move || {
            for (place, client) in listener.incoming().enumerate() {
                let cut = {
                    let plan = own_plan.lock().unwrap();
                    plan[place % plan.len()]
                };
                let cuts = own_cuts.clone();
                thread::spawn(move || pass(client.unwrap(), server, cut, &cuts));
            }
        });
        Proxy { port, plan, cuts }
    }

    /// Another plan from now on.
    pub fn go_on_with(&self, plan: &[Cut]) {
        *self.plan.lock().unwrap() = plan.to_vec();
    }
}

fn close(one: &TcpStream, other: &TcpStream) {
    let _ = one.shutdown(Shutdown::Both);
    let _ = other.shutdown(Shutdown::Both);
}

fn pass(client: TcpStream, server: u16, cut: Cut, cuts: &AtomicUsize) {
    if cut == Cut::Connect {
        cuts.fetch_add(1, Ordering::SeqCst);
        return drop(client);
    }
    let Ok(server) = TcpStream::connect(("127.0.0.1", server)) else { return };
    let ends_with_answer = Arc::new(AtomicBool::new(false));
    let (from, to) = (server.try_clone().unwrap(), client.try_clone().unwrap());
    let ends = ends_with_answer.clone();
    let answers = thread::spawn(move || answers(from, to, &ends));
    if asks(client.try_clone().unwrap(), &server, cut, &ends_with_answer) {
        cuts.fetch_add(1, Ordering::SeqCst);
        if cut.waits_for_answer() {
            // It closes the connection when the answer is there.
            let _ = answers.join();
            return;
        }
    }
    close(&client, &server);
    let _ = answers.join();
}

/// Passes on what the server says, until an answer is to be the end.
fn answers(mut server: TcpStream, mut client: TcpStream, ends: &AtomicBool) {
    let mut bytes = [0; 16 * 1024];
    while let Ok(read) = server.read(&mut bytes) {
        if read == 0 || ends.load(Ordering::SeqCst) || client.write_all(&bytes[..read]).is_err() {
            break;
        }
    }
    close(&client, &server);
}

/// Passes on what the client says, up to the cut; whether it came to that.
fn asks(mut client: TcpStream, mut server: &TcpStream, cut: Cut, ends: &AtomicBool) -> bool {
    let mut held: Vec<u8> = Vec::new();
    let mut bytes = [0; 16 * 1024];
    let (mut is_tls, mut records) = (false, 0);
    loop {
        match client.read(&mut bytes) {
            Ok(read) if read > 0 => held.extend_from_slice(&bytes[..read]),
            _ => return false,
        }
        if !is_tls {
            let text = std::mem::take(&mut held);
            is_tls = text.windows(8).any(|part| part.eq_ignore_ascii_case(b"STARTTLS"));
            if server.write_all(&text).is_err() {
                return false;
            }
            continue;
        }
        if cut == Cut::StartTls {
            return true;
        }
        while let Some(record) = next_record(&mut held) {
            // The records of the client's data; the first ends the handshake.
            let is_data = record[0] == 23;
            if is_data && records >= cut.last_record() {
                return true;
            }
            records += usize::from(is_data);
            if is_data && records == cut.last_record() && cut.waits_for_answer() {
                ends.store(true, Ordering::SeqCst);
                let _ = server.write_all(&record);
                return true;
            }
            if server.write_all(&record).is_err() {
                return false;
            }
        }
    }
}

fn next_record(held: &mut Vec<u8>) -> Option<Vec<u8>> {
    let length = 5 + usize::from(u16::from_be_bytes([*held.get(3)?, *held.get(4)?]));
    (held.len() >= length).then(|| held.drain(..length).collect())
}
