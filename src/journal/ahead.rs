//! A walk along the chain in a thread of its own, a few steps ahead of the thread that works on the entries.
//! May use: the chain, the threads.

use std::io;
use std::sync::mpsc::{self, Receiver, SyncSender};

use crate::domain::Cause;
use crate::threads;

use super::chain::{Chain, ChainStep, Checkpoint};

/// How many entries are passed between threads at once, and how many such batches may wait.
const TOGETHER: usize = 64;
const AHEAD: usize = 8;

/// The outcome of a step, and the position of the walk after it.
type Walked = (io::Result<Option<ChainStep>>, Checkpoint);

/// The same walk, read and checked in a thread of its own while this thread works on the entries.
/// If no thread can be started, this thread walks the chain itself.
pub struct ReadAhead {
    walk: ChainWalk,
    here: std::vec::IntoIter<Walked>,
    at: Checkpoint,
}

enum ChainWalk {
    There(Receiver<Vec<Walked>>),
    Here(Box<Chain>),
}

impl Chain {
    /// Continues reading in another thread.
    pub fn ahead(self) -> ReadAhead {
        let at = self.checkpoint();
        let (sender, coming) = mpsc::sync_channel(AHEAD);
        let walk = threads::start_with("journal", self, move |chain| chain.walk(&sender));
        let walk = walk
            .map_or_else(|chain| ChainWalk::Here(Box::new(chain)), |()| ChainWalk::There(coming));
        ReadAhead { walk, here: Vec::new().into_iter(), at }
    }

    /// Sends one step after another, until the last or until the receiver is gone.
    fn walk(mut self, sender: &SyncSender<Vec<Walked>>) {
        let mut is_last = false;
        while !is_last {
            let mut walked = Vec::with_capacity(TOGETHER);
            while walked.len() < TOGETHER && !is_last {
                let step = self.step();
                is_last = !matches!(step, Ok(Some(_)));
                walked.push((step, self.checkpoint()));
            }
            if sender.send(walked).is_err() {
                return;
            }
        }
    }
}

impl ReadAhead {
    /// How far the walk has come.
    pub fn checkpoint(&self) -> Checkpoint {
        self.at
    }

    /// The next entry, or what is wrong with it; `None` at the end.
    pub fn step(&mut self) -> io::Result<Option<ChainStep>> {
        let coming = match &mut self.walk {
            ChainWalk::Here(chain) => {
                let step = chain.step();
                self.at = chain.checkpoint();
                return step;
            }
            ChainWalk::There(coming) => coming,
        };
        if self.here.len() == 0 {
            let stopped = |_| {
                io::Error::other(Cause::said(
                    "error-chain-reader-stopped",
                    "the journal's reader has stopped",
                ))
            };
            self.here = coming.recv().map_err(stopped)?.into_iter();
        }
        let Some((step, at)) = self.here.next() else { return Ok(None) };
        self.at = at;
        step
    }
}
