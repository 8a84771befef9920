//! Files of shop systems that are known for what they are and read for nothing by themselves: what belongs beside a list of
//! articles, and what has no place here.

use super::Question;
use crate::probe::{Meaning, Probed};

/// What a column of codes is called.
const CODES: [&str; 6] = ["code", "gutscheincode", "rabattcode", "vouchercode", "couponcode", "discountcode"];

impl Probed {
    /// Why nothing is read from it, where that can be told; `None`: it may be read, or nobody knows what it is.
    pub(super) fn shelved(&self) -> Option<Question> {
        let has = |names: &[&str]| self.named(names).is_some();
        let means = |meaning| self.column(meaning).is_some();
        if self.person().is_some() || means(Meaning::OrderNumber) {
            return None;
        }
        if has(&["assignedproducts", "crosssellingproducts"]) {
            return Some(Question::GoesTogether);
        }
        if means(Meaning::ArticleNumber) {
            return None;
        }
        if has(&["promotionid", "discountrules"]) && has(&["value", "type"]) {
            return Some(Question::Discounts);
        }
        if self.named(&CODES).is_some_and(|codes| codes.is_unique) {
            return Some(Question::Codes);
        }
        let is_table = has(&["id"]) && has(&["name", "bezeichnung"]);
        let is_beside = has(&["parentid", "groupid", "groupname"]);
        (is_table && is_beside).then_some(Question::BesideArticles)
    }
}
