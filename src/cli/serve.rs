//! `daybook serve`: serves a book to several people. Desks connect to its socket; the operating
//! system says who they are, and the book says what they may do.

use std::fs;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use serde_json::json;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::delivery::served::OutboxWork;
use crate::domain::command::GrantRole;
use crate::domain::{Envelope, Message, Role};
use crate::engine::local::LocalBook;
use crate::engine::lock::Lock;
use crate::engine::ports::{Clock, MachineClock};
use crate::engine::serve::{Gate, Server};
use crate::engine::wire::socket;
use crate::engine::{BookError, Caller, is_book, no_book, owner, place, who};
use crate::ledger::query::users::UsersOf;

use super::Common;
use super::output::{self, CliError, DONE};
use super::serve_log::ServeLog;

#[derive(Args)]
pub struct ServeArgs {
    /// The socket that desks connect to [default: /run/daybook/ and the name of the book's folder]
    #[arg(long, value_name = "PATH")]
    socket: Option<PathBuf>,
    /// The system group whose members may connect
    #[arg(long)]
    group: Option<String>,
    /// Make this user an administrator before serving; a served book needs one
    #[arg(long, value_name = "USER")]
    administrator: Option<String>,
    /// Stop sharing: make it a solo book again
    #[arg(long, conflicts_with_all = ["socket", "group", "administrator"])]
    end: bool,
}

pub fn run(common: &Common, args: &ServeArgs) -> Result<u8, CliError> {
    let folder = common.folder("book")?;
    if !is_book(&folder) {
        return Err(no_book(&folder).into());
    }
    if args.end {
        return end(common, &folder);
    }
    let own = LocalBook::open(&folder, common.options(), &mut common.bar())?;
    common.say_found(own.found());
    administrator(&own, args)?;
    let at = match &args.socket {
        Some(at) => std::path::absolute(at)?,
        None => super::socket_named(&folder)?,
    };
    let listener = owner::as_caller(|| listen(&at, args.group.as_deref()))?;
    place::mark(&folder, Some(&at))?;
    own.prepare_lookup();
    let own = Arc::new(own);
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    let log = Arc::new(ServeLog::start());
    let logging = log.clone();
    let said = Box::new(move |said| logging.said(said));
    let server = Server::start(own.clone(), listener, &at, Gate::Listed, said)?;
    let work = Arc::new(OutboxWork::beside(&folder));
    server.does(work.clone());
    log.say("ready", json!({"socket": at, "version": env!("CARGO_PKG_VERSION")}));
    notify("READY=1");
    let _ = signals.forever().next();
    log.say("stopping", json!({}));
    notify("STOPPING=1");
    work.stop();
    drop(server);
    let head = own.close()?;
    log.say("stopped", json!({"head": head.seq}));
    if let Some(log) = Arc::into_inner(log) {
        log.end();
    }
    Ok(DONE)
}

/// Makes sure that a served book has an administrator.
fn administrator(own: &LocalBook, args: &ServeArgs) -> Result<(), CliError> {
    let owner = Caller::owner(who::own_name());
    let users = own.ask(&owner, &UsersOf {})?;
    let is_one = |name: Option<&str>| {
        let mut all = users.iter().filter(|user| user.role == Role::Administrator);
        all.any(|user| name.is_none_or(|name| user.user == name))
    };
    match &args.administrator {
        Some(user) if !is_one(Some(user)) => {
            let uid = who::uid_of(user);
            let grant =
                GrantRole { user: user.clone(), role: Role::Administrator, uid, date: None };
            own.send(&owner, Envelope::of(grant))?.wait()?;
            Ok(())
        }
        None if !is_one(None) => Err(CliError::usage("usage-administrator")),
        _ => Ok(()),
    }
}

fn listen(at: &Path, group: Option<&str>) -> Result<std::os::unix::net::UnixListener, CliError> {
    let io = |source| CliError::from(BookError::io(at, source));
    if let Some(folder) = at.parent()
        && !folder.exists()
    {
        fs::create_dir_all(folder).map_err(io)?;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).map_err(io)?;
    }
    // The holder of the book may remove an old socket, but not that of another book.
    if socket::connect(at).is_ok() {
        return Err(CliError::Usage(Message::new("usage-another-served").at("at", at)));
    }
    let listener = socket::listen(at, 0o660).map_err(io)?;
    if let Some(name) = group {
        let unknown = || CliError::Usage(Message::new("usage-group").with("name", name));
        let group = who::group(name).ok_or_else(unknown)?;
        std::os::unix::fs::chown(at, None, Some(group)).map_err(io)?;
    }
    Ok(listener)
}

fn end(common: &Common, folder: &Path) -> Result<u8, CliError> {
    // The book is no longer served.
    let _lock = Lock::take(folder, &who::own_name(), MachineClock.now())?;
    place::mark(folder, None)?;
    let said = Message::new("serve-ended").at("folder", folder);
    output::print_done(&(common.words().tell(&said) + "\n"))?;
    Ok(DONE)
}

/// Tells the service manager, if there is one.
fn notify(state: &str) {
    let Some(at) = std::env::var_os("NOTIFY_SOCKET") else { return };
    let at = at.to_string_lossy().into_owned();
    let address = match at.strip_prefix('@') {
        Some(name) => SocketAddr::from_abstract_name(name),
        None => SocketAddr::from_pathname(&at),
    };
    if let (Ok(address), Ok(socket)) = (address, UnixDatagram::unbound()) {
        // A service manager that does not listen is no reason to stop.
        let _ = socket.send_to_addr(state.as_bytes(), &address);
    }
}
