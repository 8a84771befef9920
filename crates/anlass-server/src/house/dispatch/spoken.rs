//! Whether what a letter speaks of is still there right before its turn on the wire, by the rule by which it was chosen.

use anlass_model::catalogue::Catalogue;
use anlass_model::id::{OutletId, ProductId};
use anlass_runtime::live::Loan;

/// What a letter speaks of and was there when it was given out: at its person's outlet, if its offers were chosen by that.
pub(super) struct Spoken {
    articles: Vec<ProductId>,
    outlet: Option<OutletId>,
}

impl Spoken {
    pub(super) fn of(loan: &Loan, catalogue: &Catalogue) -> Spoken {
        let outlet = loan.outlet;
        let there = |article: &ProductId| catalogue.is_available_at(*article, outlet);
        Spoken { articles: loan.ticket.items.iter().copied().filter(there).collect(), outlet }
    }

    pub(super) fn holds(&self, catalogue: &Catalogue) -> bool {
        self.articles.iter().all(|article| catalogue.is_available_at(*article, self.outlet))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anlass_engine::Ticket;
    use anlass_engine::io::Decision;
    use anlass_model::catalogue::{CatalogueChange, Product};
    use anlass_model::consent::{Channel, Class};
    use anlass_model::id::{EntityId, IntentId, NameId, PARTS_DEFAULT, VaultId};
    use anlass_model::time::Timestamp;

    fn loan(outlet: Option<&str>) -> Loan {
        let said = String::new;
        let ticket = Ticket {
            intent: IntentId(1),
            customer: EntityId::from_hash(1, PARTS_DEFAULT),
            message: NameId(1),
            channel: Channel::Email,
            class: Class::Advertising,
            at: Timestamp(0),
            order: None,
            items: vec![ProductId::of("drill"), ProductId::of("saw")],
            blocks: Vec::new(),
            dropped: Vec::new(),
            voucher: None,
            collected: Vec::new(),
            decision: Decision { message: said(), moment: said(), frequency: said(), recipient: said() },
            offers: Vec::new(),
        };
        Loan { vault: VaultId(1), ticket, outlet: outlet.map(OutletId::of) }
    }

    fn told(catalogue: &mut Catalogue, number: &str, outlet: &str, pieces: i64) {
        let (product, at) = (ProductId::of(number), Some(OutletId::of(outlet)));
        catalogue.apply(&CatalogueChange::Stock { product, at, pieces }, Timestamp(0)).expect("holds");
    }

    /// J13: the last one of the person's own outlet is sold while others still have some, and the other way round.
    #[test]
    fn what_sells_out_where_the_offer_was_made_for_keeps_the_letter_and_elsewhere_does_not() {
        let mut catalogue = Catalogue::default();
        for number in ["drill", "saw"] {
            catalogue.put(Product { number: number.into(), ..Product::default() }).expect("new");
            told(&mut catalogue, number, "kiel", 3);
            told(&mut catalogue, number, "ulm", 3);
        }
        let at = |outlet, catalogue: &Catalogue| Spoken::of(&loan(outlet), catalogue);
        let (kiel, ulm, all) =
            (at(Some("kiel"), &catalogue), at(Some("ulm"), &catalogue), at(None, &catalogue));
        told(&mut catalogue, "saw", "kiel", 0);
        let hold = |catalogue: &Catalogue| [&kiel, &ulm, &all].map(|spoken| spoken.holds(catalogue));
        assert_eq!(hold(&catalogue), [false, true, true]);
        told(&mut catalogue, "saw", "ulm", 0);
        assert_eq!(hold(&catalogue), [false, false, false]);
        // What was not there when the letter was given out, it was written knowing that.
        let (kiel, later) = (at(Some("kiel"), &catalogue), catalogue.clone());
        assert!(kiel.holds(&later));
        told(&mut catalogue, "drill", "kiel", 0);
        assert!(!kiel.holds(&catalogue));
    }
}
