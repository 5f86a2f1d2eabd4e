//! Without `--features peers` there is no SQLite: nothing is made, and nothing is asked of it.

use std::path::Path;
use std::time::Duration;

use daybook::domain::Day;

use crate::commands::{Act, Payment};

/// There is none.
pub enum Sqlite {}

impl Sqlite {
    pub fn make(_: &Path) -> Option<Sqlite> {
        None
    }

    pub fn load(_: &Path, _: &Path) -> Option<Sqlite> {
        None
    }

    pub fn post(&mut self, _: &[Act]) -> Duration {
        match *self {}
    }

    pub fn pay(&mut self, _: &Payment) {
        match *self {}
    }

    pub fn receivable(&self) -> i64 {
        match *self {}
    }

    pub fn again(self) -> Sqlite {
        match self {}
    }

    pub fn last_day(&self) -> Day {
        match *self {}
    }

    pub fn balance(&self, _: &str) -> i64 {
        match *self {}
    }

    pub fn show(&self, _: &str) -> usize {
        match *self {}
    }

    pub fn aging(&self, _: Day, _: bool) -> usize {
        match *self {}
    }
}
