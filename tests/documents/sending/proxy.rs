//! A proxy before the mail server that cuts connections where a test says so. It reads no secrets: it
//! counts the records of TLS that the client sends.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
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

/// What a record of the client is part of. Commands are a record each; a text may take several.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    /// The end of the handshake, the greeting, the login.
    Opening(usize),
    /// The word that begins a message after another one.
    Reset,
    Sender,
    Recipient,
    /// The word that begins the text.
    Data,
    Text,
}

/// The place of the login among the records of the opening.
const LOGIN: usize = 2;

/// How far a client is.
struct Talk {
    /// The place of its message on the connection.
    message: usize,
    step: Option<Step>,
    /// How many answers had come when the text was begun.
    answers: usize,
}

impl Talk {
    /// What the next record is, after so many answers.
    fn next(&mut self, answers: usize) -> Step {
        let next = match self.step {
            None => Step::Opening(0),
            Some(Step::Opening(LOGIN) | Step::Reset) => Step::Sender,
            Some(Step::Opening(place)) => Step::Opening(place + 1),
            Some(Step::Sender) => Step::Recipient,
            Some(Step::Recipient) => Step::Data,
            // The word to go on, and the answer to the text.
            Some(Step::Text) if answers >= self.answers + 2 => {
                self.message += 1;
                Step::Reset
            }
            Some(Step::Data | Step::Text) => Step::Text,
        };
        if next == Step::Data {
            self.answers = answers;
        }
        self.step = Some(next);
        next
    }
}

impl Cut {
    /// Whether the connection is cut in place of a record.
    fn is_at(self, message: usize, step: Step) -> bool {
        match self {
            Cut::Connect | Cut::StartTls | Cut::Nowhere | Cut::Dot(_) => false,
            Cut::Auth => step == Step::Opening(LOGIN),
            Cut::Recipient(place) => (message, step) == (place, Step::Recipient),
            Cut::Data(place) => (message, step) == (place, Step::Text),
        }
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
    let answered = Arc::new(Answered::default());
    let (from, to, count) =
        (server.try_clone().unwrap(), client.try_clone().unwrap(), answered.clone());
    let answers = thread::spawn(move || answers(from, to, &count));
    let is_cut = asks(client.try_clone().unwrap(), &server, cut, &answered);
    close(&client, &server);
    let is_cut = answers.join().unwrap() || is_cut;
    cuts.fetch_add(usize::from(is_cut), Ordering::SeqCst);
}

/// The answers of a server.
struct Answered {
    /// How many went on to the client.
    count: AtomicUsize,
    /// At which one the connection is cut.
    last: AtomicUsize,
}

impl Default for Answered {
    fn default() -> Answered {
        Answered { count: AtomicUsize::new(0), last: AtomicUsize::new(usize::MAX) }
    }
}

/// Passes on what the server says, up to the answer at which the connection is cut; whether it came to
/// that.
fn answers(mut server: TcpStream, mut client: TcpStream, answered: &Answered) -> bool {
    let mut bytes = [0; 16 * 1024];
    let mut is_cut = false;
    while let Ok(read @ 1..) = server.read(&mut bytes) {
        let count = answered.count.load(Ordering::SeqCst) + 1;
        if count >= answered.last.load(Ordering::SeqCst) {
            is_cut = true;
            break;
        }
        answered.count.store(count, Ordering::SeqCst);
        if client.write_all(&bytes[..read]).is_err() {
            break;
        }
    }
    close(&client, &server);
    is_cut
}

/// Passes on what the client says, up to the cut; whether it came to that.
fn asks(mut client: TcpStream, mut server: &TcpStream, cut: Cut, answered: &Answered) -> bool {
    let mut held: Vec<u8> = Vec::new();
    let mut bytes = [0; 16 * 1024];
    let mut is_tls = false;
    let mut talk = Talk { message: 0, step: None, answers: 0 };
    loop {
        match client.read(&mut bytes) {
            Ok(read @ 1..) => held.extend_from_slice(&bytes[..read]),
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
            if record[0] == 23 {
                let answers = answered.count.load(Ordering::SeqCst);
                let step = talk.next(answers);
                if cut.is_at(talk.message, step) {
                    return true;
                }
                if (Cut::Dot(talk.message), Step::Data) == (cut, step) {
                    // The word to go on goes on; the answer to the whole text does not.
                    answered.last.store(answers + 2, Ordering::SeqCst);
                }
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
