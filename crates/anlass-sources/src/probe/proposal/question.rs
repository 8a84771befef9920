//! What files do not tell, and somebody should decide or know.

use serde::Serialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// It is read for nothing.
    WhatIsIt,
    /// No column tells when an order was placed.
    WhenWasIt,
    /// No column tells when people consented.
    WhenAgreed,
    /// No column tells whose an order is.
    WhoseIsIt,
    /// No column of ratings, and no other file by their orders, tells who gave them.
    WhoRated,
    /// No column tells when a voucher was redeemed, or a rating given.
    WhenDone,
    /// Grants without proof are recorded and have no effect.
    WhatProvesIt,
    /// Pieces below zero are set aside until it is told which orders take others back.
    WhatTakesBack,
    /// The user ids of analytics are taken for what they look like.
    WhoseUserIds,
    /// It says what goes with the articles of another file: categories, properties.
    BesideArticles,
    /// It declares which articles are shown together; that is learned here.
    GoesTogether,
    /// Voucher codes: they belong into a pool.
    Codes,
    /// How the shop's checkout reduces prices; nothing here does.
    Discounts,
    /// Nobody in an export of analytics has a user id; only the tool's cookies tell its people apart.
    NoUserIds,
}

impl Question {
    pub const ALL: [Question; 14] = [
        Question::WhatIsIt,
        Question::WhenWasIt,
        Question::WhenAgreed,
        Question::WhoseIsIt,
        Question::WhoRated,
        Question::WhenDone,
        Question::WhatProvesIt,
        Question::WhatTakesBack,
        Question::WhoseUserIds,
        Question::NoUserIds,
        Question::BesideArticles,
        Question::GoesTogether,
        Question::Codes,
        Question::Discounts,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Question::WhatIsIt => "what_is_it",
            Question::WhenWasIt => "when_was_it",
            Question::WhenAgreed => "when_agreed",
            Question::WhoseIsIt => "whose_is_it",
            Question::WhoRated => "who_rated",
            Question::WhenDone => "when_done",
            Question::WhatProvesIt => "what_proves_it",
            Question::WhatTakesBack => "what_takes_back",
            Question::WhoseUserIds => "whose_user_ids",
            Question::NoUserIds => "no_user_ids",
            Question::BesideArticles => "beside_articles",
            Question::GoesTogether => "goes_together",
            Question::Codes => "codes",
            Question::Discounts => "discounts",
        }
    }
}
