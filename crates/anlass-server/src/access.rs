//! Who may use the installation: users with hashed passwords and one role each, sessions by hashed random tokens,
//! a brake on guessing, and a record of what was changed by whom. All of it lies sealed in the store.

mod audit;
mod keys;
mod sealed;
mod sessions;
mod settled;
mod throttle;
mod users;

pub use users::{Role, User};

use crate::house::clock;
use anlass_model::id::{IntentId, VaultId};
use anlass_model::time::Timestamp;
use anlass_store::Store;
use anlass_store::seal::{Keyring, MasterKey};
use anyhow::Result;
pub(crate) use audit::{ACTS, Act, FROM_FILES, Moments, Noted};
pub(crate) use keys::{Given, Wanted};
use sealed::Sealed;
pub(crate) use sessions::LASTS as SESSION_LASTS;
pub(crate) use settled::{Arrival, Settled};
use std::collections::BTreeMap;
use std::sync::Arc;
use throttle::Throttle;

pub struct Access {
    sealed: Sealed,
    throttle: Throttle,
}

/// How a sign-in ended.
pub(crate) enum SignIn {
    /// The token goes into the cookie and is stored nowhere.
    Done { user: User, token: String },
    /// Also for an address that nobody has: both take as long and sound alike.
    Wrong,
    /// Guessed too often.
    Wait { seconds: i64 },
}

impl Access {
    /// # Errors
    /// If the keys of `store` cannot be read with this master key.
    pub fn open(store: Arc<dyn Store>, master: &MasterKey) -> Result<Access> {
        let key = Keyring::open(&*store, master)?.own().clone();
        Ok(Access { sealed: Sealed { store, key }, throttle: Throttle::default() })
    }

    /// Adds a user, or gives a known one a new role and password; their sessions end.
    ///
    /// # Errors
    /// If address or password are not fit; if it could not be stored.
    pub fn put_user(&self, email: &str, role: Role, password: &str, now: Timestamp) -> Result<()> {
        users::put(&self.sealed, email, role, password, now)?;
        sessions::end_all(&self.sealed, email)
    }

    /// Everybody with their id and when they were last changed, by address.
    pub(crate) fn users(&self) -> Result<Vec<(String, User, Timestamp)>> {
        users::all(&self.sealed)
    }

    /// What stands for an address where the address itself must not.
    pub(crate) fn id_of(&self, email: &str) -> String {
        users::name(email)
    }

    pub(crate) fn remove_user(&self, email: &str) -> Result<()> {
        users::remove(&self.sealed, email)?;
        sessions::end_all(&self.sealed, email)
    }

    /// A password that nobody guesses.
    ///
    /// # Errors
    /// If the operating system gives no random bytes.
    pub(crate) fn made_up_password(&self) -> Result<String> {
        users::made_up_password()
    }

    /// Write keys that were given out beside the configuration's.
    pub(crate) fn keys(&self) -> Result<Vec<Given>> {
        keys::all(&self.sealed)
    }

    pub(crate) fn give_key(&self, wanted: Wanted, who: &str, now: Timestamp) -> Result<(Given, String)> {
        keys::give(&self.sealed, wanted, who, now)
    }

    pub(crate) fn take_key_away(&self, hash: &str) -> Result<bool> {
        keys::take_away(&self.sealed, hash)
    }

    /// # Errors
    /// If they cannot be read.
    pub fn has_users(&self) -> Result<bool> {
        Ok(!self.sealed.names(users::KIND)?.is_empty())
    }

    pub(crate) fn sign_in(&self, email: &str, password: &str, now: Timestamp) -> Result<SignIn> {
        if let Some(seconds) = self.throttle.waits(email, now) {
            return Ok(SignIn::Wait { seconds });
        }
        let Some(user) = users::verify(&self.sealed, email, password)? else {
            self.throttle.failed(email, now);
            return Ok(SignIn::Wrong);
        };
        self.throttle.succeeded(email);
        let token = sessions::begin(&self.sealed, &user.email, now)?;
        self.note(now, &user.email, Act { what: "signed_in", about: String::new(), program: None })?;
        Ok(SignIn::Done { user, token })
    }

    /// Whose session a token is; `None` if it is nobody's, or over.
    pub(crate) fn caller(&self, token: &str, now: Timestamp) -> Result<Option<User>> {
        let Some(email) = sessions::find(&self.sealed, token, now)? else { return Ok(None) };
        users::find(&self.sealed, &email)
    }

    pub(crate) fn sign_out(&self, token: &str) -> Result<()> {
        sessions::end(&self.sealed, token)
    }

    /// Writes down what somebody did.
    pub(crate) fn note(&self, now: Timestamp, who: &str, act: Act) -> Result<()> {
        audit::note(&self.sealed, Moments { wall: now, clock: None }, who, act)
    }

    /// Writes down who made which version live.
    pub(crate) fn note_version(&self, moments: Moments, who: &str, act: Act) -> Result<()> {
        audit::note(&self.sealed, moments, who, act)
    }

    /// Writes down which programmes became live from files; an installation whose clock goes its own way says that as well.
    ///
    /// # Errors
    /// If it could not be stored.
    pub fn note_files(&self, now: Timestamp, programmes: &[String], program: &str) -> Result<()> {
        let moments = Moments { wall: now, clock: clock::noted(&*self.sealed.store)? };
        for programme in programmes {
            let program = Some(program.to_owned());
            self.note_version(moments, "", Act { what: FROM_FILES, about: programme.clone(), program })?;
        }
        Ok(())
    }

    /// Keeps what somebody found out about a delivery whose fate was uncertain; `None` takes it back.
    pub(crate) fn settle(&self, vault: VaultId, intent: IntentId, settled: Option<&Settled>) -> Result<()> {
        settled::put(&self.sealed, vault, intent, settled)
    }

    pub(crate) fn settled(&self, vault: VaultId) -> Result<BTreeMap<IntentId, Settled>> {
        settled::all(&self.sealed, vault)
    }

    /// What users did before `before`, the newest first and only what is wanted, each with its place; and the place from which it
    /// goes on.
    pub(crate) fn audit(
        &self,
        before: Option<&str>,
        max: usize,
        wanted: &dyn Fn(&Noted) -> bool,
    ) -> Result<audit::Page> {
        audit::page(&self.sealed, before, max, wanted)
    }

    /// What made versions of a programme: moment, by whom, and the program's id; the newest first.
    pub(crate) fn versions(&self, programme: &str) -> Result<Vec<Noted>> {
        audit::versions(&self.sealed, programme)
    }
}
