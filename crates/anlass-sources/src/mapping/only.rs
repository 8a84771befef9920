//! A part of a mapping: what is left of it to read refused rows of one file again, and what somebody who corrects them has to
//! know of it.

use super::{FileName, Flag, From, Mapping, ProfileField, What};
use crate::report::Role;
use anlass_model::id::Name;
use std::collections::BTreeMap;

impl Mapping {
    /// The same mapping as far as it reads one file for one thing; of several such places the one of this number. What stood
    /// beside a row is in the row. Nothing is gone that such rows do not name. `None`: it does not read the file so.
    #[must_use]
    pub fn only(&self, role: Role, file: &str, place: usize) -> Option<Mapping> {
        let mut only = Mapping {
            articles: None,
            outlets: Vec::new(),
            prices: Vec::new(),
            stock: Vec::new(),
            orders: None,
            profiles: Vec::new(),
            consents: Vec::new(),
            objections: Vec::new(),
            vouchers: Vec::new(),
            contacts: Vec::new(),
            events: Vec::new(),
            entities: Vec::new(),
            reactions: Vec::new(),
            analytics: Vec::new(),
            ..self.clone()
        };
        let is_it = |name: &FileName| name.0 == file;
        // Articles and orders have one place.
        let is_first = |name: &FileName| is_it(name) && place == 0;
        macro_rules! keep {
            ($($role:ident: $field:ident),*) => {
                match role {
                    $(Role::$role => {
                        let mut all = self.$field.iter().filter(|own| is_it(&own.file));
                        let mut own = all.nth(place)?.clone();
                        own.beside = Vec::new();
                        only.$field.push(own);
                    })*
                    Role::Articles => {
                        let mut own = self.articles.clone().filter(|own| is_first(&own.file))?;
                        (own.beside, own.whole) = (Vec::new(), false);
                        if own.nodes.take().is_some() {
                            // Its nodes are in a file that is not here; what is not said stays.
                            own.path = Vec::new();
                        }
                        only.articles = Some(own);
                    }
                    Role::Orders => {
                        let mut own = self.orders.clone().filter(|own| is_first(&own.file))?;
                        own.beside = Vec::new();
                        only.orders = Some(own);
                    }
                    Role::Analytics => {
                        let mut all = self.analytics.iter().filter(|own| is_it(&own.file));
                        only.analytics.push(all.nth(place)?.clone());
                    }
                    Role::Beside => return None,
                }
            };
        }
        keep!(
            Outlets: outlets, Prices: prices, Stock: stock, Profiles: profiles, Consents: consents,
            Objections: objections, Vouchers: vouchers, Contacts: contacts, Events: events,
            Entities: entities, Reactions: reactions
        );
        Some(only)
    }

    /// The columns by which people are known, the first of each place first.
    #[must_use]
    pub fn person_columns(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.orders.iter().map(|own| own.customer.column.as_str()).collect();
        macro_rules! people {
            ($($field:ident),*) => {
                $(for own in &self.$field {
                    let also = own.also.iter().map(|person| person.column.as_str());
                    all.extend(std::iter::once(own.customer.column.as_str()).chain(also));
                })*
            };
        }
        people!(profiles, consents, objections, contacts, events, entities, reactions);
        all.extend(self.vouchers.iter().map(|own| own.customer.column.as_str()));
        all
    }

    /// The column in which an order's number stands.
    #[must_use]
    pub fn order_column(&self) -> Option<&str> {
        self.orders.as_ref().map(|orders| orders.number.column.as_str())
    }

    /// The texts that a column may hold, where the mapping names them.
    #[must_use]
    pub fn texts_of(&self, column: &str) -> Vec<&str> {
        let mut all = Vec::new();
        let fields = self.profiles.iter().map(|own| &own.fields);
        let fields = fields.chain(self.events.iter().map(|own| &own.fields));
        for fields in fields.chain(self.entities.iter().map(|own| &own.fields)) {
            all.extend(texts_of_fields(fields, column));
        }
        let flags = self.consents.iter().map(|own| &own.granted);
        let flags = flags.chain(self.contacts.iter().map(|own| &own.contract));
        for flag in flags.chain(self.entities.iter().map(|own| &own.gone)) {
            if let Flag::Column(own) = flag
                && own.column == column
            {
                all.extend(own.yes.iter().chain(&own.no).map(String::as_str));
            }
        }
        for own in &self.reactions {
            if let What::Column(own) = &own.what
                && own.column == column
            {
                all.extend(own.values.keys().map(String::as_str));
            }
        }
        all
    }
}

fn texts_of_fields<'m>(
    fields: &'m BTreeMap<Name, ProfileField>,
    column: &str,
) -> impl Iterator<Item = &'m str> {
    let own = fields.values().filter(move |field| matches!(&field.from, From::Column(own) if own == column));
    own.flat_map(|field| field.values.keys().map(String::as_str))
}
