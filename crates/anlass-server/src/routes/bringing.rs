//! Routes about what comes in and goes out again: files, sources, databases, how good they are and what of them waits; webhooks
//! and exports.

use super::{
    Handler, Json, JsonOrCsv, Needs, Param, Route, Shape, Silent, Verb, admin, does, drops, route, tells,
};
use crate::api;

pub(super) const ROUTES: &[Route] = &[
    tells("/api/data", "Sources, inbox and store", &Json(api::data::show)),
    tells("/api/quality", "How good the data of each source are, field by field", &Json(api::quality::show)),
    tells(
        "/api/readiness",
        "Which shipped recipes have their data here, and what the others miss",
        &Json(api::readiness::show),
    ),
    does(
        "/api/readiness/{id}",
        Needs::Change,
        "Makes a shipped recipe live, or gives its text out as a draft",
        &Json(api::readiness::take),
    )
    .taking::<api::readiness::RecipeWanted>(),
    tells("/api/imports", "What imports of files took in and left out", &Json(api::imports::list)),
    tells("/api/imports/{id}/rows", "Rows that an import left out", &Json(api::imports::rows)).asking(&[
        Param::maybe("file", Shape::Number),
        Param::maybe("code", Shape::Name),
        Param::maybe("after", Shape::Number),
    ]),
    tells("/api/uploads", "Files that wait to be imported", &Json(api::uploads::list)),
    does("/api/uploads", Needs::Change, "Begins a bundle of files", &Json(api::uploads::begin)),
    tells("/api/uploads/{id}", "Files of a bundle, and how its import is", &Json(api::uploads::show)),
    drops("/api/uploads/{id}", Needs::Change, "Takes a bundle away", &Silent(api::uploads::remove)),
    route(
        Verb::Post,
        "/api/uploads/{id}/files",
        Needs::Change,
        "Puts a file into a bundle",
        Handler::File(api::uploads::file, &Json(api::uploads::show)),
    )
    .asking(&[Param::must("name", Shape::Text { max: 200 })])
    .taking_raw("application/octet-stream"),
    does(
        "/api/uploads/{id}/look",
        Needs::Change,
        "What is in the files, and how they could be understood",
        &Json(api::uploads::look),
    )
    .taking::<api::uploads::OfSource>(),
    does(
        "/api/uploads/{id}/import",
        Needs::Change,
        "Imports the files as a mapping says, or tries it",
        &Json(api::uploads::import),
    )
    .taking::<api::uploads::Mapped>(),
    tells("/api/sources", "Sources that send by themselves, without secrets", &Json(api::sources::list)),
    does("/api/sources", Needs::Change, "Connects a source, or changes it", &Json(api::sources::put))
        .taking::<api::sources::NewSource>(),
    Route {
        needs: Needs::Change,
        ..tells(
            "/api/sources/{id}/opt-outs",
            "Who withdrew or objects, for the source that does not know it yet",
            &JsonOrCsv(api::opt_outs::list, api::opt_outs::csv),
        )
    }
    .asking(&[Param::maybe("since", Shape::Text { max: 40 }), Param::maybe("format", Shape::Name)])
    .for_keys(),
    drops("/api/sources/{id}", Needs::Change, "Disconnects a source", &Silent(api::sources::remove)),
    tells("/api/databases", "Databases that are read, without passwords", &Json(api::databases::list)),
    does("/api/databases", Needs::Change, "Connects a database, or changes it", &Json(api::databases::put))
        .taking::<api::databases::NewDatabase>(),
    does("/api/databases/look", Needs::Change, "Tables of a database", &Json(api::databases::look))
        .taking::<api::databases::DatabaseAsked>(),
    does(
        "/api/databases/rows",
        Needs::Change,
        "Puts the first rows of a query into a bundle of files, to be mapped",
        &Json(api::databases::rows),
    )
    .taking::<api::databases::DatabaseRows>(),
    does("/api/databases/{id}/run", Needs::Change, "Reads a database at once", &Silent(api::databases::run))
        .taking::<api::databases::ReadNow>(),
    drops("/api/databases/{id}", Needs::Change, "No longer reads a database", &Json(api::databases::remove)),
    admin(tells(
        "/api/subscriptions",
        "Other systems that hear of what happens, and how far each was told",
        &Json(api::subscriptions::list),
    )),
    does(
        "/api/subscriptions",
        Needs::Administer,
        "Lets another system hear of what happens, or changes of what",
        &Json(api::subscriptions::put),
    )
    .taking::<api::subscriptions::NewSubscription>(),
    drops(
        "/api/subscriptions/{id}",
        Needs::Administer,
        "Lets another system hear nothing any more",
        &Silent(api::subscriptions::remove),
    ),
    does(
        "/api/subscriptions/{id}/redrive",
        Needs::Administer,
        "Tells what was given up once more, and goes on with one that is suspended",
        &Silent(api::subscriptions::redrive),
    ),
    admin(tells("/api/exports", "Exports, and what became of them", &Json(api::exports::list))),
    does("/api/exports", Needs::Administer, "Makes an export, or changes it", &Json(api::exports::put))
        .taking::<api::exports::NewExport>(),
    drops("/api/exports/{id}", Needs::Administer, "Takes an export away", &Silent(api::exports::remove)),
    does(
        "/api/exports/{id}/run",
        Needs::Administer,
        "Runs an export as soon as none other runs",
        &Silent(api::exports::run),
    ),
    tells("/api/privacy", "What people ask for under data protection law", &Json(api::requests::list)),
    does(
        "/api/privacy/{id}/settlement",
        Needs::Object,
        "Says that somebody has dealt with such a request",
        &Silent(api::requests::settle),
    ),
    tells("/api/quarantine", "What could not be taken in", &Json(api::quarantine::list)),
    does(
        "/api/quarantine/redrive",
        Needs::Change,
        "Takes in what was mended since it was set aside",
        &Json(api::data::redrive),
    )
    .taking::<api::data::Redrive>(),
    does(
        "/api/quarantine/discard",
        Needs::Change,
        "Forgets something that could not be taken in",
        &Silent(api::quarantine::discard),
    )
    .taking::<api::quarantine::Discard>(),
    tells("/api/quarantine/rows", "Rows of files that were refused, by why", &Json(api::refused::groups)),
    tells("/api/quarantine/rows/{group}", "Refused rows, a page at a time", &Json(api::refused::rows))
        .asking(&[Param::maybe("after", Shape::Number)]),
    does(
        "/api/quarantine/corrections",
        Needs::Change,
        "Corrects a refused row, and lets it in if it is right",
        &Json(api::refused::correct),
    )
    .taking::<api::refused::CorrectedRow>(),
    does(
        "/api/quarantine/rows/{group}/again",
        Needs::Change,
        "Reads refused rows again, by another mapping if one is given",
        &Json(api::refused::again),
    )
    .taking::<api::refused::ReadAgain>(),
    does(
        "/api/quarantine/rows/{group}/discard",
        Needs::Change,
        "Says that nobody wants some refused rows",
        &Json(api::refused::discard),
    )
    .taking::<api::refused::NotWanted>(),
    does(
        "/api/quarantine/restore",
        Needs::Change,
        "Brings refused rows back that were discarded",
        &Silent(api::refused::restore),
    )
    .taking::<api::refused::BroughtBack>(),
];
