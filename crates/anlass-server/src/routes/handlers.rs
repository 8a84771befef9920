//! What a route's function becomes: an answer with its schema.

use super::Known;
use crate::api::shape::{self, Nothing};
use crate::call::{Call, Fault, Reply};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

/// A handler with the schema of what it answers.
pub(crate) trait Handle: Sync {
    fn handle(&self, call: &Call<'_>) -> Result<Reply, Fault>;

    /// `None`: it answers without a body.
    fn schema(&self, known: &mut Known) -> Option<RefOr<Schema>>;
}

/// Answers a value.
pub(super) struct Json<T: 'static>(pub(super) fn(&Call<'_>) -> Result<T, Fault>);

impl<T: Serialize + ToSchema> Handle for Json<T> {
    fn handle(&self, call: &Call<'_>) -> Result<Reply, Fault> {
        Reply::json(&(self.0)(call)?)
    }

    fn schema(&self, known: &mut Known) -> Option<RefOr<Schema>> {
        Some(shape::reference::<T>(known))
    }
}

/// Answers a value and sets the cookie beside it.
pub(super) struct JsonAndCookie<T: 'static>(pub(super) fn(&Call<'_>) -> Result<(T, String), Fault>);

impl<T: Serialize + ToSchema> Handle for JsonAndCookie<T> {
    fn handle(&self, call: &Call<'_>) -> Result<Reply, Fault> {
        let (value, cookie) = (self.0)(call)?;
        Ok(Reply::json(&value)?.with_cookie(cookie))
    }

    fn schema(&self, known: &mut Known) -> Option<RefOr<Schema>> {
        Some(shape::reference::<T>(known))
    }
}

/// Answers a value, or the same as CSV where `format=csv` asks for it.
pub(super) struct JsonOrCsv<T: 'static>(
    pub(super) fn(&Call<'_>) -> Result<T, Fault>,
    pub(super) fn(&T) -> Result<Reply, Fault>,
);

impl<T: Serialize + ToSchema> Handle for JsonOrCsv<T> {
    fn handle(&self, call: &Call<'_>) -> Result<Reply, Fault> {
        let value = (self.0)(call)?;
        match call.asked("format").as_deref() {
            Some("csv") => (self.1)(&value),
            _ => Reply::json(&value),
        }
    }

    fn schema(&self, known: &mut Known) -> Option<RefOr<Schema>> {
        Some(shape::reference::<T>(known))
    }
}

/// Does something and has nothing to say.
pub(super) struct Silent(pub(super) fn(&Call<'_>) -> Result<Nothing, Fault>);

impl Handle for Silent {
    fn handle(&self, call: &Call<'_>) -> Result<Reply, Fault> {
        (self.0)(call).map(|Nothing| Reply::nothing())
    }

    fn schema(&self, _: &mut Known) -> Option<RefOr<Schema>> {
        None
    }
}

/// Ends the session: nothing to say, and no cookie any more.
pub(super) struct SilentAndCookie(pub(super) fn(&Call<'_>) -> Result<String, Fault>);

impl Handle for SilentAndCookie {
    fn handle(&self, call: &Call<'_>) -> Result<Reply, Fault> {
        Ok(Reply::nothing().with_cookie((self.0)(call)?))
    }

    fn schema(&self, _: &mut Known) -> Option<RefOr<Schema>> {
        None
    }
}
