//! Routes about what the organisation offers and says beside its messages: the catalogue, feeds of content, sign-up forms; and
//! what people do about it by telephone and in the shop.

use super::{Json, Needs, Param, Route, Shape, Silent, admin, does, drops, puts, tells};
use crate::api;

pub(super) const ROUTES: &[Route] = &[
    tells(
        "/api/customers/{id}/actions",
        "What somebody did by telephone and in the shop, with what led to it",
        &Json(api::actions::list),
    ),
    does(
        "/api/customers/{id}/actions",
        Needs::Object,
        "Notes a call, a request, a visit, a rating or a receipt",
        &Json(api::actions::note),
    )
    .taking::<api::actions::NewAction>(),
    does(
        "/api/customers/{id}/actions/{event}/cause",
        Needs::Object,
        "Says which message led to an action, or that none did",
        &Silent(api::actions::correct),
    )
    .taking::<api::actions::CauseCorrected>(),
    tells("/api/catalogue", "Finds articles, piece by piece of the catalogue", &Json(api::catalogue::find))
        .asking(&[
            Param::maybe("query", Shape::Text { max: 200 }),
            Param::maybe("category", Shape::Hex),
            Param::maybe("only", Shape::Text { max: 60 }),
            Param::maybe("after", Shape::Hex),
        ])
        .for_keys(),
    tells(
        "/api/catalogue/articles/{number}",
        "An article with its texts, prices, stock and places in every tree",
        &Json(api::catalogue::article::show),
    )
    .for_keys(),
    puts(
        "/api/catalogue/articles/{number}",
        Needs::Change,
        "Tells an article; what is not said of it stays",
        &Silent(api::catalogue::telling::article),
    )
    .taking::<api::catalogue::telling::ArticleTold>()
    .for_keys(),
    drops(
        "/api/catalogue/articles/{number}",
        Needs::Change,
        "Takes an article out of the range; what it cost stays known",
        &Silent(api::catalogue::telling::remove),
    )
    .for_keys(),
    puts(
        "/api/catalogue/articles/{number}/price",
        Needs::Change,
        "Tells what an article costs, where, for whom and how long",
        &Silent(api::catalogue::telling::price),
    )
    .taking::<api::catalogue::telling::PriceTold>()
    .for_keys(),
    drops(
        "/api/catalogue/articles/{number}/price",
        Needs::Change,
        "Takes a price back that was told wrongly, as if it had never held",
        &Silent(api::catalogue::telling::remove_price),
    )
    .asking(&[
        Param::must("from", Shape::Text { max: 40 }),
        Param::maybe("outlet", Shape::Text { max: 200 }),
        Param::maybe("zone", Shape::Text { max: 500 }),
        Param::maybe("group", Shape::Text { max: 500 }),
    ])
    .for_keys(),
    puts(
        "/api/catalogue/articles/{number}/stock",
        Needs::Change,
        "Tells how many pieces there are of an article",
        &Silent(api::catalogue::telling::stock),
    )
    .taking::<api::catalogue::telling::StockTold>()
    .for_keys(),
    tells(
        "/api/catalogue/categories",
        "Nodes of all trees with their articles",
        &Json(api::catalogue::categories),
    ),
    tells(
        "/api/catalogue/outlets",
        "Outlets, where they are and when they are open",
        &Json(api::catalogue::outlets::list),
    )
    .for_keys(),
    puts(
        "/api/catalogue/outlets/{number}",
        Needs::Change,
        "Tells an outlet; what is not said of it stays",
        &Silent(api::catalogue::outlets::put),
    )
    .taking::<api::catalogue::outlets::OutletTold>()
    .for_keys(),
    drops(
        "/api/catalogue/outlets/{number}",
        Needs::Change,
        "Takes an outlet away; what was told of prices and pieces there stays",
        &Silent(api::catalogue::outlets::remove),
    )
    .for_keys(),
    tells(
        "/api/catalogue/content",
        "Content items, also those whose time is not now",
        &Json(api::catalogue::content::list),
    )
    .for_keys(),
    puts(
        "/api/catalogue/content/{item}",
        Needs::Change,
        "Tells a content item as it is from now on; those of feeds follow their feed",
        &Silent(api::catalogue::content::put),
    )
    .taking::<api::catalogue::content::ContentTold>()
    .for_keys(),
    drops(
        "/api/catalogue/content/{item}",
        Needs::Change,
        "Takes a content item away",
        &Silent(api::catalogue::content::remove),
    )
    .for_keys(),
    tells(
        "/api/catalogue/content/{item}/audience",
        "How many people a content item interests, by the nodes it hangs on",
        &Json(api::catalogue::content::audience),
    ),
    tells(
        "/api/catalogue/pools",
        "Pools of codes, and how many are left",
        &Json(api::catalogue::pools::list),
    ),
    does(
        "/api/catalogue/pools/{pool}/codes",
        Needs::Change,
        "Fills a pool with codes: a list, or a text with one code a line; none is ever shown again",
        &Json(api::catalogue::pools::fill),
    )
    .taking::<api::catalogue::pools::CodesTold>()
    .taking_raw("text/csv")
    .up_to(api::catalogue::pools::BYTES_MAX),
    tells(
        "/api/catalogue/addresses",
        "How the shop's addresses name articles, and to which one an address leads",
        &Json(api::catalogue::addresses::show),
    )
    .asking(&[Param::maybe("address", Shape::Text { max: 2000 })]),
    puts(
        "/api/catalogue/addresses",
        Needs::Change,
        "Declares how the shop's addresses name articles",
        &Silent(api::catalogue::addresses::put),
    )
    .taking::<api::catalogue::addresses::AddressesTold>(),
    does(
        "/api/catalogue/nodes/move",
        Needs::Change,
        "Renames a node of a tree, or says that it means another one; history goes along",
        &Silent(api::catalogue::moving::to),
    )
    .taking::<api::catalogue::moving::NodeMove>(),
    does(
        "/api/catalogue/nodes/unmove",
        Needs::Change,
        "Takes back that a node was renamed or mapped",
        &Silent(api::catalogue::moving::back),
    )
    .taking::<api::catalogue::moving::NodeTakenBack>(),
    tells("/api/feeds", "Feeds of content that are read, without secrets", &Json(api::feeds::list)),
    does("/api/feeds", Needs::Change, "Connects a feed of content, or changes it", &Json(api::feeds::put))
        .taking::<api::feeds::NewFeed>(),
    does(
        "/api/feeds/look",
        Needs::Change,
        "What a feed holds, asked once; nothing is kept",
        &Json(api::feeds::look),
    )
    .taking::<api::feeds::NewFeed>(),
    does("/api/feeds/{id}/run", Needs::Change, "Reads a feed at once", &Silent(api::feeds::run)),
    drops(
        "/api/feeds/{id}",
        Needs::Change,
        "No longer reads a feed; its items leave the catalogue",
        &Silent(api::feeds::remove),
    ),
    tells("/api/forms", "Sign-up forms, and how they are put into a page", &Json(api::forms::list)),
    puts("/api/forms/{id}", Needs::Change, "Makes a form live, or changes it", &Json(api::forms::put))
        .taking::<api::forms::FormWritten>(),
    drops("/api/forms/{id}", Needs::Change, "Takes a form away", &Silent(api::forms::remove)),
    does(
        "/api/forms/{id}/preview",
        Needs::Try,
        "The page of a form as it would be; nothing is kept",
        &Json(api::forms::preview),
    )
    .taking::<api::forms::FormWritten>(),
    puts(
        "/api/schema",
        Needs::Change,
        "Makes a change of the own schema live",
        &Json(api::schema::own::publish_own),
    )
    .taking::<api::schema::own::SchemaWritten>(),
    does(
        "/api/schema/check",
        Needs::Try,
        "Judges a change of the own schema as if it were published; nothing is kept",
        &Silent(api::schema::own::check),
    )
    .taking::<api::schema::own::SchemaWritten>(),
    tells(
        "/api/settings",
        "Who is compared, points and tiers, fences, what is erased by itself: as the settings hold it",
        &Json(api::settings::rules::show),
    ),
    puts(
        "/api/settings",
        Needs::Change,
        "Makes other rules of comparing people, of loyalty or of fences live",
        &Json(api::settings::rules::put),
    )
    .taking::<api::settings::rules::RulesWritten>(),
    does(
        "/api/settings/check",
        Needs::Try,
        "Judges such a change as if it were published; nothing is kept",
        &Silent(api::settings::rules::check),
    )
    .taking::<api::settings::rules::RulesWritten>(),
    admin(tells(
        "/api/settings/document",
        "All settings as one document, as `anlass settings` writes it",
        &Json(api::settings::whole::show),
    )),
    puts(
        "/api/settings/document",
        Needs::Administer,
        "Makes such a document live in place of all settings",
        &Json(api::settings::whole::put),
    )
    .taking::<api::settings::whole::SettingsDocumentWritten>(),
    does(
        "/api/settings/document/check",
        Needs::Administer,
        "Judges such a document as if it were published; nothing is kept",
        &Silent(api::settings::whole::check),
    )
    .taking::<api::settings::whole::SettingsDocumentWritten>(),
    tells("/api/recommendations", "Which articles go together", &Json(api::recommendations::show))
        .asking(&[Param::maybe("article", Shape::Text { max: 200 })]),
    does(
        "/api/recommendations/learn",
        Needs::Change,
        "Learns anew which articles go together",
        &Json(api::recommendations::learn),
    ),
];
