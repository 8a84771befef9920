//! The recipes that are shipped, as their authors wrote them, and what their documents do not say about the data they need.

use crate::readiness::Fact;

/// A shipped programme.
pub(crate) struct Recipe {
    pub(crate) id: &'static str,
    pub(crate) yaml: &'static str,
    /// What it needs beside what its entries, exits, goal and messages name.
    pub(crate) declared: &'static [Fact],
}

macro_rules! recipe {
    ($id:literal, $file:literal $(, $fact:expr)*) => {
        Recipe {
            id: $id,
            yaml: include_str!(concat!("../../../recipes/", $file)),
            declared: &[$($fact),*],
        }
    };
}

pub(crate) static RECIPES: [Recipe; 15] = [
    recipe!("back-in-stock", "back-in-stock.yaml", Fact::Stock),
    recipe!("birthday", "birthday.yaml"),
    recipe!("cart-abandoned", "cart-abandoned.yaml"),
    recipe!("check-in", "more/check-in.yaml"),
    recipe!("first-purchase-thanks", "first-purchase-thanks.yaml"),
    // Without returns nobody is in that phase.
    recipe!("full-returner-care", "full-returner-care.yaml", Fact::Returns),
    recipe!("milestone", "more/milestone.yaml"),
    recipe!("order-notices", "order-notices.yaml"),
    recipe!("replenishment", "replenishment.yaml"),
    recipe!("review-request", "review-request.yaml"),
    recipe!("satisfaction", "satisfaction.yaml"),
    recipe!("second-order", "second-order.yaml"),
    recipe!("welcome", "welcome.yaml"),
    recipe!("welcome-back", "more/welcome-back.yaml"),
    recipe!("win-back", "win-back.yaml"),
];

pub(crate) fn find(id: &str) -> Option<&'static Recipe> {
    RECIPES.iter().find(|recipe| recipe.id == id)
}
