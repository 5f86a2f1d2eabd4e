//! `daybook user`: manages the roles of users in a served book.

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use crate::domain::command::{GrantRole, RevokeRole};
use crate::domain::{Command, Envelope, Refusal, Role, Rule};
use crate::engine::Session;
use crate::engine::who;
use crate::layout::{Align, TextTable};
use crate::ledger::query::users::UsersOf;

use super::Common;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct UserArgs {
    #[command(subcommand)]
    what: UserCommand,
}

#[derive(Subcommand)]
enum UserCommand {
    /// Give a user a role in the book
    Add {
        /// The user's name on this machine
        user: String,
        /// The role to give
        #[arg(long)]
        role: RoleName,
        /// Add the user even if this machine does not know the name yet
        #[arg(long)]
        yes: bool,
    },
    /// Change a user's role
    Role {
        /// The user's name on this machine
        user: String,
        /// The new role
        role: RoleName,
    },
    /// List users and their roles
    List,
    /// Remove a user from the book
    Remove {
        /// The user's name on this machine
        user: String,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum RoleName {
    Viewer,
    Coordinator,
    Supervisor,
    Administrator,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Role {
        match name {
            RoleName::Viewer => Role::Viewer,
            RoleName::Coordinator => Role::Coordinator,
            RoleName::Supervisor => Role::Supervisor,
            RoleName::Administrator => Role::Administrator,
        }
    }
}

pub fn run(common: &Common, args: UserArgs) -> Result<u8, CliError> {
    let session = common.open()?;
    match args.what {
        UserCommand::List => return list(common, &session),
        UserCommand::Add { user, role, yes } => {
            let uid = who::uid_of(&user);
            if uid.is_none() && !yes {
                return Err(Refusal::new(Rule::UserNotOnSystem, "user").with("user", user).into());
            }
            send(common, &session, GrantRole { user, role: role.into(), uid, date: None })?;
        }
        UserCommand::Role { user, role } => {
            if !session.ask(&UsersOf {})?.iter().any(|known| known.user == user) {
                return Err(Refusal::new(Rule::UserUnknown, "user").with("user", user).into());
            }
            let uid = who::uid_of(&user);
            send(common, &session, GrantRole { user, role: role.into(), uid, date: None })?;
        }
        UserCommand::Remove { user } => send(common, &session, RevokeRole { user, date: None })?,
    }
    Ok(DONE)
}

fn send(common: &Common, session: &Session, command: impl Into<Command>) -> Result<(), CliError> {
    let receipt = session.post(Envelope::of(command))?;
    match common.json {
        true => output::print_json_done(&super::post::receipt_json(&receipt, &common.words())),
        false => list(common, session).map(drop),
    }
}

fn list(common: &Common, session: &Session) -> Result<u8, CliError> {
    let users = session.ask(&UsersOf {})?;
    if common.json {
        output::print_json(&json!({"users": users}))?;
        return Ok(DONE);
    }
    let mut table =
        TextTable::new(&[("User", Align::Left), ("Role", Align::Left), ("Since", Align::Left)]);
    for user in &users {
        table.row(vec![user.user.clone(), user.role.to_string(), user.since.to_string()]);
    }
    output::print(&table.render())?;
    Ok(DONE)
}
