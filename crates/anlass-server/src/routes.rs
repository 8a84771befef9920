//! All routes behind the collector as one table: what each needs, what may be asked, and who answers it. The router, the
//! checks of roles and parameters, the OpenAPI document and the test of all of them follow from it.

mod bringing;
mod handlers;
mod making;
mod offering;
mod outside;
mod params;

pub(crate) use handlers::Handle;
use handlers::{Json, JsonAndCookie, JsonOrCsv, Silent, SilentAndCookie};
use making::{admin, does, drops, get, guarded, post, puts, route, tells};
pub(crate) use params::{Param, Shape};

use crate::access::Role;
use crate::api;
use crate::call::{Call, Fault, Reply};
use crate::uploads::Incoming;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

/// Drafts are the largest bodies, but for files.
const BODY_BYTES_MAX: usize = 1 << 20;

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
    /// To say who may do what.
    Administer,
}

impl Needs {
    #[must_use]
    pub fn is_met_by(self, role: Role) -> bool {
        match (self, role) {
            (Needs::Nobody | Needs::Read, _) | (_, Role::Admin) => true,
            (Needs::Administer, _) => false,
            (_, Role::Marketer) | (Needs::Object, Role::Support) | (Needs::Try, Role::Editor) => true,
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
    Put,
    Delete,
}

impl Verb {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Verb::Get => "GET",
            Verb::Post => "POST",
            Verb::Put => "PUT",
            Verb::Delete => "DELETE",
        }
    }
}

/// Schemas of components, by name.
pub(crate) type Known = Vec<(String, RefOr<Schema>)>;
type SchemaOf = fn(&mut Known) -> RefOr<Schema>;

type Page = fn(&Call<'_>) -> Result<Reply, Fault>;

#[derive(Clone, Copy)]
pub(crate) enum Handler {
    /// For people with a browser, or for other programs: no part of the app's API.
    Page(Page),
    Api(&'static dyn Handle),
    /// The body is a file, which is taken in piece by piece before the handler is asked.
    File(TakesFile, &'static dyn Handle),
}

/// Where the file of a request goes to.
type TakesFile = fn(&Call<'_>) -> Result<Incoming, Fault>;

impl Handler {
    pub(crate) fn handle(self, call: &Call<'_>) -> Result<Reply, Fault> {
        match self {
            Handler::Page(page) => page(call),
            Handler::Api(handler) | Handler::File(_, handler) => handler.handle(call),
        }
    }
}

#[derive(Clone, Copy)]
pub struct Route {
    pub verb: Verb,
    pub path: &'static str,
    pub needs: Needs,
    /// What may follow the question mark.
    pub(crate) query: &'static [Param],
    /// The body's schema.
    pub(crate) body: Option<SchemaOf>,
    /// The body's type, where it is no JSON: it is taken as it comes.
    pub(crate) raw: Option<&'static str>,
    /// Longer bodies are refused.
    pub(crate) bytes_max: usize,
    /// A program of the retailer's may ask as well, with the write key of a server instead of a session.
    pub(crate) is_for_keys: bool,
    /// What it is for, for the OpenAPI document.
    pub about: &'static str,
    pub(crate) handler: Handler,
}

const ALL: [&[Route]; 4] = [OWN, bringing::ROUTES, outside::ROUTES, offering::ROUTES];
const COUNT: usize = ALL[0].len() + ALL[1].len() + ALL[2].len() + ALL[3].len();

/// Every route; `{…}` is one part of a path.
pub static ROUTES: &[Route] = &making::joined::<COUNT>(&ALL);

/// What this file tells of.
const OWN: &[Route] = &[
    does("/api/session", Needs::Nobody, "Signs in", &JsonAndCookie(api::session::sign_in))
        .taking::<api::session::Credentials>(),
    tells("/api/session", "Who is signed in, and where", &Json(api::session::show)),
    drops("/api/session", Needs::Read, "Signs out", &SilentAndCookie(api::session::sign_out)),
    does(
        "/api/session/password",
        Needs::Read,
        "Gives oneself another password",
        &SilentAndCookie(api::users::change_password),
    )
    .taking::<api::users::Passwords>(),
    admin(tells("/api/users", "Who may sign in", &Json(api::users::list))),
    does(
        "/api/users",
        Needs::Administer,
        "Adds somebody, or changes role and password",
        &Json(api::users::put),
    )
    .taking::<api::users::NewUser>(),
    drops("/api/users/{id}", Needs::Administer, "Takes somebody away", &Silent(api::users::remove)),
    admin(tells("/api/keys", "Write keys, without themselves", &Json(api::keys::list))),
    does("/api/keys", Needs::Administer, "Gives out a write key, shown once", &Json(api::keys::give))
        .taking::<api::keys::NewKey>(),
    drops("/api/keys/{id}", Needs::Administer, "Takes a write key away", &Silent(api::keys::take_away)),
    does(
        "/api/keys/{id}/identity",
        Needs::Administer,
        "Shows the secret that proves to a public key who somebody is",
        &Json(api::keys::identity),
    ),
    admin(tells("/api/audit", "What users did, the newest first", &Json(api::audit::list))).asking(&[
        Param::maybe("who", Shape::Text { max: 254 }),
        Param::maybe("act", Shape::Name),
        Param::maybe("before", Shape::Letter),
    ]),
    tells("/api/today", "What happens, and what needs somebody", &Json(api::today::show)),
    tells("/api/intents", "Messages by what became of them, and whose they are", &Json(api::intents::list))
        .asking(&[
            Param::maybe("programme", Shape::Name),
            Param::maybe("message", Shape::Name),
            Param::maybe("state", Shape::Name),
            Param::maybe("reason", Shape::Name),
            Param::maybe("detail", Shape::Name),
            Param::maybe("settled", Shape::Name),
            Param::maybe("mailing", Shape::Name),
            Param::maybe("until", Shape::Day),
            Param::maybe("after", Shape::Place),
        ]),
    does(
        "/api/intents/{id}/settlement",
        Needs::Change,
        "Settles an uncertain delivery, or opens it again; nothing is sent",
        &Silent(api::settlement::settle),
    )
    .taking::<api::settlement::Settling>(),
    tells("/api/customers", "Finds customers", &Json(api::customers::find))
        .asking(&[Param::maybe("query", Shape::Text { max: 200 })]),
    tells("/api/customers/{id}", "One customer's profile", &Json(api::customers::show)),
    tells(
        "/api/customers/{id}/identity",
        "How somebody became one person, who looks like them, and with whom they live",
        &Json(api::identity::show),
    ),
    does(
        "/api/customers/{id}/unmerge",
        Needs::Change,
        "Parts somebody from a person they were merged into; nothing joins them again",
        &Silent(api::identity::unmerge),
    )
    .taking::<api::identity::Parting>(),
    tells("/api/suggestions", "People who look like one", &Json(api::identity::suggestions))
        .asking(&[Param::maybe("after", Shape::Hex)]),
    does(
        "/api/suggestions/accept",
        Needs::Change,
        "Merges two people; the older one carries on",
        &Json(api::identity::accept),
    )
    .taking::<api::identity::Two>(),
    does(
        "/api/suggestions/refuse",
        Needs::Change,
        "Notes that two people are two: they are not suggested again, and nothing joins them",
        &Silent(api::identity::refuse),
    )
    .taking::<api::identity::Two>(),
    tells("/api/customers/{id}/timeline", "What happened to somebody", &Json(api::timeline::show))
        .asking(&[Param::maybe("before", Shape::Number)]),
    tells("/api/customers/{id}/why", "Why somebody was, or was not, spoken to", &Json(api::why::show))
        .asking(&[Param::maybe("message", Shape::Name)]),
    does(
        "/api/customers/{id}/objection",
        Needs::Object,
        "Records an objection to advertising, or lifts it",
        &Silent(api::objection::object),
    )
    .taking::<api::objection::Objecting>(),
    tells(
        "/api/customers/{id}/consents",
        "Every act of somebody about being written to, with what proves it",
        &Json(api::consents::list),
    ),
    does(
        "/api/customers/{id}/consents",
        Needs::Object,
        "Records a consent that a file proves",
        &Silent(api::consents::record),
    )
    .taking::<api::consents::Consenting>(),
    does(
        "/api/customers/{id}/consents/withdrawal",
        Needs::Object,
        "Records that somebody does not want it any more",
        &Silent(api::consents::withdraw),
    )
    .taking::<api::consents::Withdrawing>(),
    does(
        "/api/customers/{id}/proofs",
        Needs::Object,
        "Keeps a scan or a mail that proves a consent",
        &Json(api::proofs::hand_in),
    )
    .asking(&[Param::must("name", Shape::Text { max: 200 })])
    .taking_raw("application/octet-stream")
    .up_to(crate::house::proofs::PROOF_BYTES_MAX),
    guarded("/proofs/{id}/{proof}", "A file that proves a consent", api::proofs::show),
    guarded("/proofs/{id}/consents/{consent}", "The proof of a consent, to print", api::proofs::print),
    does(
        "/api/customers/{id}/correction",
        Needs::Object,
        "Corrects a field of somebody's profile, or takes it away",
        &Silent(api::corrections::correct),
    )
    .taking::<api::corrections::Correcting>(),
    does(
        "/api/customers/{id}/restriction",
        Needs::Object,
        "Restricts the processing of somebody's data, or lifts that",
        &Silent(api::restriction::restrict),
    )
    .taking::<api::restriction::Restricting>(),
    does(
        "/api/customers/{id}/copy",
        Needs::Object,
        "Gives out a copy of everything that is kept of somebody",
        &Json(api::privacy::copy),
    ),
    does(
        "/api/customers/{id}/erasure",
        Needs::Administer,
        "Erases somebody for good",
        &Json(api::privacy::erase),
    )
    .taking::<api::privacy::Erasing>(),
    admin(tells(
        "/api/retention",
        "Whom rules of retention would erase now; nothing is done",
        &Json(api::retention::show),
    )),
    does(
        "/api/retention",
        Needs::Administer,
        "Does what the rules of retention come to now",
        &Json(api::retention::run),
    ),
    puts(
        "/api/retention",
        Needs::Administer,
        "Makes other rules of retention live; nobody is erased by that",
        &Json(api::settings::rules::put_retention),
    )
    .taking::<api::settings::rules::RetentionPut>(),
    does(
        "/api/retention/check",
        Needs::Administer,
        "Whom other rules of retention would erase now; nothing is kept and nothing is done",
        &Json(api::settings::rules::check_retention),
    )
    .taking::<api::settings::rules::RetentionPut>(),
    admin(tells("/api/erasures", "Who was erased when: proofs that name nobody", &Json(api::privacy::list))),
    tells(
        "/api/names",
        "What people call exits, purposes, fields and events, by their ids",
        &Json(api::names::list),
    ),
    tells(
        "/api/schema",
        "Every field, event type, entity, identifier, phase, segment and source, and what each version changed",
        &Json(api::schema::show),
    ),
    tells("/api/programmes", "All programmes with their numbers", &Json(api::programmes::list)),
    tells("/api/programmes/{id}", "One programme", &Json(api::programmes::show)),
    tells(
        "/api/programmes/{id}/versions/{version}",
        "A version of a programme, and what has changed from it to another one, or since",
        &Json(api::versions::show),
    )
    .asking(&[Param::maybe("against", Shape::Hex)]),
    does("/api/programmes/{id}/check", Needs::Try, "Judges a draft", &Json(api::drafts::check))
        .taking::<api::drafts::Written>(),
    does(
        "/api/programmes/{id}/rehearse",
        Needs::Try,
        "Runs a draft over the recorded history",
        &Json(api::jobs::rehearse),
    )
    .taking::<api::jobs::Wanted>(),
    does(
        "/api/lists",
        Needs::Change,
        "Keeps a pasted list of customers for a draft to name",
        &Json(api::lists::freeze),
    )
    .taking::<api::lists::Pasted>(),
    does(
        "/api/programmes/{id}/mailings/{mailing}/waterfall",
        Needs::Try,
        "What a mailing would come to if it went now",
        &Json(api::mailings::waterfall),
    )
    .taking::<api::mailings::Foretold>(),
    does(
        "/api/programmes/{id}/messages/{message}/preview",
        Needs::Try,
        "A message of a draft as somebody would get it",
        &Json(api::messages::preview_draft),
    )
    .taking::<api::messages::Drafted>(),
    does(
        "/api/programmes/{id}/mailings/{mailing}/test",
        Needs::Try,
        "Sends a mailing to colleagues as somebody would get it",
        &Json(api::mailings::test),
    )
    .taking::<api::mailings::Tested>(),
    does(
        "/api/programmes/{id}/mailings/{mailing}/schedule",
        Needs::Change,
        "Says when a mailing goes",
        &Json(api::mailings::schedule),
    )
    .taking::<api::mailings::Scheduled>(),
    does(
        "/api/programmes/{id}/mailings/{mailing}/stop",
        Needs::Change,
        "Stops a mailing, or lets it go on",
        &Json(api::mailings::stop),
    )
    .taking::<api::drafts::Stopping>(),
    does(
        "/api/programmes/{id}/mailings/{mailing}/list",
        Needs::Change,
        "Keeps a pasted list of customers for a mailing",
        &Json(api::lists::paste),
    )
    .taking::<api::lists::Pasted>(),
    drops(
        "/api/programmes/{id}/mailings/{mailing}/list",
        Needs::Change,
        "Takes a mailing's list away",
        &Json(api::lists::take_away),
    ),
    tells("/api/mailings", "All mailings and where they stand", &Json(api::mailings::list)),
    does(
        "/api/mailings/{id}/{mailing}/correction",
        Needs::Change,
        "Freezes whom a mailing reached, for a correction",
        &Json(api::lists::correct),
    )
    .taking::<api::lists::Corrected>(),
    tells(
        "/api/mailings/{id}/{mailing}/handed",
        "Whom a mailing has reached already",
        &Json(api::mailings::handed),
    ),
    tells("/api/messages", "All messages with how individual they are", &Json(api::messages::list)),
    tells(
        "/api/messages/{programme}/{message}/preview",
        "A message as somebody would get it",
        &Json(api::messages::preview),
    )
    .asking(&[
        Param::maybe("customer", Shape::Customer),
        Param::maybe("language", Shape::Language),
        Param::maybe("channel", Shape::Channel),
    ]),
    tells(
        "/api/messages/{programme}/{message}/score",
        "How individual a message is, block by block",
        &Json(api::messages::score),
    ),
    tells("/api/jobs/{job}", "How far a rehearsal is", &Json(api::jobs::show)),
    does("/api/programmes/{id}/publish", Needs::Change, "Makes a draft live", &Json(api::drafts::publish))
        .taking::<api::drafts::Written>(),
    does(
        "/api/programmes/{id}/stop",
        Needs::Change,
        "Stops a programme, or lets it go on",
        &Json(api::drafts::stop),
    )
    .taking::<api::drafts::Stopping>(),
    tells(
        "/api/evaluation",
        "What programmes reached, beside what happens without them",
        &Json(api::evaluation::show),
    ),
    tells("/api/mailbox", "Letters that lie in the mailbox", &Json(api::mailbox::list))
        .asking(&[Param::maybe("customer", Shape::Customer), Param::maybe("direction", Shape::Direction)]),
    tells("/api/mailbox/{id}", "One letter", &Json(api::mailbox::show)),
    does(
        "/api/returns",
        Needs::Change,
        "Takes in a mail that came back, as it is",
        &Json(api::returns::take),
    )
    .asking(&[Param::maybe("to", Shape::Text { max: 320 })])
    .taking_raw("message/rfc822")
    .for_keys(),
    tells("/api/openapi.json", "This document", &Json(api::openapi::show)).open(),
    does(
        "/api/demo/till-purchase",
        Needs::Change,
        "Books a purchase at the till of what lies in somebody's cart; demo only",
        &Silent(api::demo::till_purchase),
    )
    .taking::<api::demo::Buyer>(),
    tells("/api/demo/tour", "People who show how decisions are made; demo only", &Json(api::demo::tour)),
    does(
        "/api/demo/last-second",
        Needs::Change,
        "Fills a cart and lets the clock stand one second before its reminder; demo only",
        &Json(api::demo::last_second),
    ),
    drops(
        "/api/demo/last-second",
        Needs::Change,
        "Begins anew with somebody else, before the cart is filled; demo only",
        &Silent(api::demo::begin_anew),
    ),
    does(
        "/api/demo/clock",
        Needs::Change,
        "Moves a clock that may be moved, and holds it or lets it go on",
        &Json(api::demo::clock),
    )
    .taking::<api::demo::Moved>(),
];
