//! All routes behind the collector as one table: what each needs, and who answers it. The router, the check of
//! roles, the OpenAPI document and the test of all of them follow from it.

use crate::access::Role;
use crate::api;
use crate::call::{Call, Fault, Reply};
use crate::public;

/// What somebody must be for a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nobody in particular.
    Nobody,
    /// Signed in.
    Read,
    /// To speak for a customer who objects.
    Object,
    /// To try something out; nothing live changes.
    Try,
    /// To change what is live.
    Change,
}

impl Needs {
    #[must_use]
    pub fn is_met_by(self, role: Role) -> bool {
        match (self, role) {
            (Needs::Nobody | Needs::Read, _) | (_, Role::Admin | Role::Marketer) => true,
            (Needs::Object, Role::Support) | (Needs::Try, Role::Editor) => true,
            (Needs::Object | Needs::Try | Needs::Change, Role::Editor | Role::Viewer | Role::Support) => {
                false
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Get,
    Post,
    Delete,
}

impl Verb {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Verb::Get => "GET",
            Verb::Post => "POST",
            Verb::Delete => "DELETE",
        }
    }
}

pub(crate) type Handler = fn(&Call<'_>) -> Result<Reply, Fault>;

pub struct Route {
    pub verb: Verb,
    pub path: &'static str,
    pub needs: Needs,
    /// Names of what may follow the question mark.
    pub query: &'static [&'static str],
    /// Fields of the body with their JSON types.
    pub body: &'static [(&'static str, &'static str)],
    /// What it is for, for the OpenAPI document.
    pub about: &'static str,
    pub(crate) handler: Handler,
}

const fn get(path: &'static str, about: &'static str, handler: Handler) -> Route {
    Route { verb: Verb::Get, path, needs: Needs::Read, query: &[], body: &[], about, handler }
}

const fn post(
    path: &'static str,
    needs: Needs,
    body: &'static [(&'static str, &'static str)],
    about: &'static str,
    handler: Handler,
) -> Route {
    Route { verb: Verb::Post, path, needs, query: &[], body, about, handler }
}

impl Route {
    const fn asking(self, query: &'static [&'static str]) -> Route {
        Route { query, ..self }
    }

    const fn open(self) -> Route {
        Route { needs: Needs::Nobody, ..self }
    }
}

const YAML: &[(&str, &str)] = &[("yaml", "string")];

/// Every route; `{…}` is one part of a path.
pub static ROUTES: &[Route] = &[
    post(
        "/api/session",
        Needs::Nobody,
        &[("email", "string"), ("password", "string")],
        "Signs in",
        api::session::sign_in,
    ),
    get("/api/session", "Who is signed in, and where", api::session::show),
    Route {
        verb: Verb::Delete,
        path: "/api/session",
        needs: Needs::Read,
        query: &[],
        body: &[],
        about: "Signs out",
        handler: api::session::sign_out,
    },
    get("/api/today", "What happens, and what needs somebody", api::today::show),
    get("/api/customers", "Finds customers", api::customers::find).asking(&["query"]),
    get("/api/customers/{id}", "One customer's profile", api::customers::show),
    get("/api/customers/{id}/timeline", "What happened to somebody", api::timeline::show).asking(&["before"]),
    get("/api/customers/{id}/why", "Why somebody was, or was not, spoken to", api::why::show)
        .asking(&["message"]),
    post(
        "/api/customers/{id}/objection",
        Needs::Object,
        &[("lifted", "boolean")],
        "Records an objection to advertising, or lifts it",
        api::customers::object,
    ),
    get("/api/programmes", "All programmes with their numbers", api::programmes::list),
    get("/api/programmes/{id}", "One programme", api::programmes::show),
    post("/api/programmes/{id}/check", Needs::Try, YAML, "Judges a draft", api::drafts::check),
    post(
        "/api/programmes/{id}/rehearse",
        Needs::Try,
        &[("yaml", "string"), ("since_days", "integer")],
        "Runs a draft over the recorded history",
        api::jobs::rehearse,
    ),
    get("/api/jobs/{job}", "How far a rehearsal is", api::jobs::show),
    post("/api/programmes/{id}/publish", Needs::Change, YAML, "Makes a draft live", api::drafts::publish),
    post(
        "/api/programmes/{id}/stop",
        Needs::Change,
        &[("stopped", "boolean")],
        "Stops a programme, or lets it go on",
        api::drafts::stop,
    ),
    get(
        "/api/evaluation",
        "What programmes reached, beside what happens without them",
        api::evaluation::show,
    ),
    get("/api/data", "Sources, inbox and store", api::data::show),
    get("/api/quarantine", "What could not be taken in", api::data::quarantine),
    get("/api/mailbox", "Letters that lie in the mailbox", api::mailbox::list).asking(&["customer"]),
    get("/api/mailbox/{id}", "One letter", api::mailbox::show),
    post("/api/returns", Needs::Change, &[], "Takes in a mail that came back, as it is", api::returns::take)
        .asking(&["to"]),
    get("/api/openapi.json", "This document", api::openapi::show).open(),
    post(
        "/api/demo/till-purchase",
        Needs::Change,
        &[("customer", "string")],
        "Books a purchase at the till of what lies in somebody's cart; demo only",
        api::demo::till_purchase,
    ),
    post(
        "/api/demo/clock",
        Needs::Change,
        &[("seconds", "integer")],
        "Moves a clock that is moved by hand",
        api::demo::clock,
    ),
    get("/u/{token}", "Asks whether to end the advertising", public::unsubscribe::ask).open(),
    post(
        "/u/{token}",
        Needs::Nobody,
        &[],
        "Ends advertising by this channel, in one click",
        public::unsubscribe::end,
    ),
    get("/p/{token}", "What somebody wants to hear", public::preferences::show).open(),
    post(
        "/p/{token}",
        Needs::Nobody,
        &[("choice", "string")],
        "Says what to hear",
        public::preferences::choose,
    ),
    get("/b/{token}", "A letter in the browser", public::browser).open(),
    get("/t/{token}", "Follows a link of a letter", public::tracked::click).open(),
    get("/o/{token}", "A picture that tells of a letter opened", public::tracked::pixel).open(),
    get("/x/{token}", "A link that only machines follow", public::tracked::trap).open(),
    get("/k/{token}", "Asks whether to confirm what was asked for", public::confirm::ask).open(),
    post("/k/{token}", Needs::Nobody, &[], "Confirms what was asked for", public::confirm::confirm),
    get("/f/{form}", "A form to sign up", public::forms::show).open(),
    post(
        "/f/{form}",
        Needs::Nobody,
        &[("email", "string"), ("shown", "string")],
        "Asks to be written to; a click has to confirm it",
        public::forms::send,
    ),
];
