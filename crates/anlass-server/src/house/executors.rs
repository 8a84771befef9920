//! The threads that write, sign and hand over letters: each class has its own. Those of advertising stand back behind
//! the loop, contract messages and people who look at a page: a mailing to many takes what these leave.

use anlass_model::consent::Class;
use std::future::Future;
use std::time::Duration;
use tokio::runtime::{Builder, Handle, Runtime};

/// So long is waited for connections to be closed.
const CLOSE_MAX: Duration = Duration::from_secs(1);

pub(crate) struct Executors {
    contract: Runtime,
    advertising: Runtime,
}

impl Executors {
    /// # Errors
    /// If the operating system gives no threads.
    pub(crate) fn start() -> std::io::Result<Executors> {
        let contract = builder("contract").build()?;
        let advertising = builder("advertising").on_thread_start(stand_back).build()?;
        Ok(Executors { contract, advertising })
    }

    pub(crate) fn of(&self, class: Class) -> &Handle {
        match class {
            Class::Contract => self.contract.handle(),
            Class::Advertising => self.advertising.handle(),
        }
    }

    /// Closes what is open, and ends; whoever hangs is left behind.
    pub(crate) fn end(self, close: impl Future<Output = ()>) {
        self.contract.block_on(async {
            let _late = tokio::time::timeout(CLOSE_MAX, close).await;
        });
        self.contract.shutdown_background();
        self.advertising.shutdown_background();
    }
}

/// As many threads as there are cores, and some that may block.
fn builder(name: &str) -> Builder {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(cores).max_blocking_threads(2 * cores + 2).thread_name(name).enable_all();
    builder
}

/// On Linux, a thread has a priority of its own; elsewhere it would be the whole process's.
fn stand_back() {
    #[cfg(target_os = "linux")]
    {
        const NICE: i32 = 10;
        // Where it is not allowed, advertising takes its turn with everybody else.
        let _refused = rustix::process::setpriority_process(None, NICE);
    }
}
