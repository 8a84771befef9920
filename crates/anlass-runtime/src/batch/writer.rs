//! Commits go out in order on a thread of their own, so that the next batch can be prepared meanwhile: a large one
//! alone, small ones with one more waiting. After a failure nothing more is written: memory is then ahead of the store.

use crate::error::Error;
use anlass_store::{Commit, Store};
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// Two commits with more rows than this are not in memory at once.
const ROWS_MAX: usize = 20_000;

pub(super) struct Writer {
    commits: Option<SyncSender<Commit>>,
    /// Only so that the loop can be shared between threads; nobody waits for this lock.
    answers: Mutex<Receiver<Result<(), anlass_store::Error>>>,
    thread: Option<JoinHandle<()>>,
    /// Rows of each commit handed over and not answered.
    under_way: VecDeque<usize>,
    failed: bool,
}

impl Writer {
    pub(super) fn new(store: Arc<dyn Store>) -> Writer {
        let (commits, inbox) = sync_channel::<Commit>(1);
        let (answer, answers) = sync_channel(4);
        let thread = std::thread::spawn(move || {
            for commit in inbox {
                let result = store.commit(&commit);
                let failed = result.is_err();
                if answer.send(result).is_err() || failed {
                    return;
                }
            }
        });
        Writer {
            commits: Some(commits),
            answers: Mutex::new(answers),
            thread: Some(thread),
            under_way: VecDeque::new(),
            failed: false,
        }
    }

    /// Hands over a commit, once there is room for it.
    pub(super) fn write(&mut self, commit: Commit) -> Result<(), Error> {
        if self.failed {
            return Err(Error::Poisoned);
        }
        let rows = commit.entities.len() + commit.intents.len();
        while self.under_way.len() >= 2 || self.under_way.iter().any(|before| before + rows > ROWS_MAX) {
            self.take_answer()?;
        }
        let sent = self.commits.as_ref().is_some_and(|commits| commits.send(commit).is_ok());
        self.under_way.push_back(rows);
        if sent { Ok(()) } else { self.take_answer() }
    }

    pub(super) fn settle(&mut self) -> Result<(), Error> {
        while !self.under_way.is_empty() {
            self.take_answer()?;
        }
        if self.failed { Err(Error::Poisoned) } else { Ok(()) }
    }

    /// Commits handed over of which it is not known yet that they are durable.
    pub(super) fn under_way(&mut self) -> u64 {
        while let Some(answer) = self.answers.get_mut().ok().and_then(|answers| answers.try_recv().ok()) {
            self.answered(answer);
        }
        u64::try_from(self.under_way.len()).unwrap_or(u64::MAX)
    }

    /// Nothing more is written: what is in memory is not what the store should hold.
    pub(super) fn give_up(&mut self) {
        self.failed = true;
    }

    fn take_answer(&mut self) -> Result<(), Error> {
        match self.answers.get_mut().ok().and_then(|answers| answers.recv().ok()) {
            Some(answer) => self.answered(answer).map_or(Ok(()), |error| Err(error.into())),
            None => {
                self.under_way.pop_front();
                self.failed = true;
                Err(Error::Poisoned)
            }
        }
    }

    fn answered(&mut self, answer: Result<(), anlass_store::Error>) -> Option<anlass_store::Error> {
        self.under_way.pop_front();
        let error = answer.err();
        self.failed |= error.is_some();
        error
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.commits.take());
        if let Some(thread) = self.thread.take() {
            // A panic in the store was reported where it happened; there is nobody left to tell here.
            let _ignored = thread.join();
        }
    }
}
