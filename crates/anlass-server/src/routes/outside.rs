//! Pages for everybody: behind the links in letters, sign-up forms, and the tracker.

use super::{Route, get, post};
use crate::public;

pub(super) const ROUTES: &[Route] = &[
    get("/u/{token}", "Asks whether to end the advertising", public::unsubscribe::ask).open(),
    post("/u/{token}", "Ends advertising by this channel, in one click", public::unsubscribe::end),
    get("/p/{token}", "What somebody wants to hear", public::preferences::show).open(),
    post("/p/{token}", "Says what to hear", public::preferences::choose),
    get("/b/{token}", "A letter in the browser", public::browser).open(),
    get("/t/{token}", "Follows a link of a letter", public::tracked::click).open(),
    get("/o/{token}", "A picture that tells of a letter opened", public::tracked::pixel).open(),
    get("/x/{token}", "A link that only machines follow", public::tracked::trap).open(),
    get("/k/{token}", "Asks whether to confirm what was asked for", public::confirm::ask).open(),
    post("/k/{token}", "Confirms what was asked for", public::confirm::confirm),
    get("/anlass.js", "The tracker for web shops", public::tracker::script).open(),
    get("/f/{form}", "A form to sign up", public::forms::show).open(),
    get(
        "/f/{form}/human.js",
        "The script of a form: it finds the answer to its challenge",
        public::forms::script,
    )
    .open(),
    post("/f/{form}", "Asks to be written to; a click has to confirm it", public::forms::send),
];
