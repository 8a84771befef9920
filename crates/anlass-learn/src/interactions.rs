//! Who had to do with what: a sparse matrix of users × items, readable from both sides.

use crate::error::Error;
use crate::relations::{Cooccurrences, Partner};
use crate::rows::Rows;
use crate::{Weighted, place};

/// One row of input: `user` bought, saw or liked `item`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interaction {
    pub user: u32,
    pub item: u32,
    pub weight: f32,
}

/// All interactions, merged by user and item. Memory: about 16 bytes for each merged pair and 8 for each user and item.
#[derive(Clone, Debug, PartialEq)]
pub struct Interactions {
    by_user: Rows<Weighted>,
    by_item: Rows<ByItem>,
    active_users: u32,
    items: u32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct ByItem {
    user: u32,
    weight: f32,
}

impl Interactions {
    /// `users` × `items`; what comes twice counts once, with weight 1.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for an index that is not below its count.
    pub fn binary(
        users: u32,
        items: u32,
        pairs: impl IntoIterator<Item = (u32, u32)>,
    ) -> Result<Self, Error> {
        let rows = pairs.into_iter().map(|(user, item)| Interaction { user, item, weight: 1.0 });
        Self::merged(users, items, rows, |first, _| first)
    }

    /// `users` × `items`; the weights of what comes twice are added.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for an index that is not below its count, [`Error::Weight`] for a weight that is
    /// not positive and finite.
    pub fn weighted(
        users: u32,
        items: u32,
        rows: impl IntoIterator<Item = Interaction>,
    ) -> Result<Self, Error> {
        Self::merged(users, items, rows, |first, second| first + second)
    }

    fn merged(
        users: u32,
        items: u32,
        rows: impl IntoIterator<Item = Interaction>,
        merge: impl Fn(f32, f32) -> f32,
    ) -> Result<Self, Error> {
        let mut rows: Vec<Interaction> = rows.into_iter().collect();
        for (row, given) in rows.iter().enumerate() {
            for (kind, index, count) in [("user", given.user, users), ("item", given.item, items)] {
                if index >= count {
                    return Err(Error::OutOfRange { row, kind, index, count });
                }
            }
            if !(given.weight > 0.0 && given.weight.is_finite()) {
                return Err(Error::Weight { row, weight: given.weight });
            }
        }
        // By weight too, so that the order of input leaves no trace in a sum.
        rows.sort_unstable_by(|a, b| {
            (a.user, a.item).cmp(&(b.user, b.item)).then(a.weight.total_cmp(&b.weight))
        });
        rows.dedup_by(|later, kept| {
            let same = (later.user, later.item) == (kept.user, kept.item);
            if same {
                kept.weight = merge(kept.weight, later.weight);
            }
            same
        });
        let mut by_user = Rows::new();
        let mut active_users = 0;
        let mut rest = &rows[..];
        for user in 0..users {
            let own = rest.partition_point(|row| row.user == user);
            let (now, later) = rest.split_at(own);
            by_user.push(now.iter().map(|row| Weighted { item: row.item, weight: row.weight }));
            active_users += u32::from(!now.is_empty());
            rest = later;
        }
        let by_item = by_user.turned(
            items,
            |held| held.item,
            |user, held: &Weighted| ByItem { user, weight: held.weight },
        );
        Ok(Self { by_user, by_item, active_users, items })
    }

    /// Users × items.
    pub fn shape(&self) -> (u32, u32) {
        (u32::try_from(self.by_user.len()).expect("made from a u32"), self.items)
    }

    /// Items of one user, ascending. Panics if `user` is not below the number of users.
    pub fn history(&self, user: u32) -> &[Weighted] {
        self.by_user.row(user)
    }
}

impl Cooccurrences for Interactions {
    fn items(&self) -> u32 {
        self.items
    }

    fn users(&self) -> u32 {
        self.active_users
    }

    fn users_of(&self, item: u32) -> u32 {
        u32::try_from(self.by_item.row(item).len()).expect("at most as many as there are users")
    }

    fn squares_of(&self, item: u32) -> f64 {
        self.by_item.row(item).iter().map(|held| f64::from(held.weight).powi(2)).sum()
    }

    /// One dense row of sums at a time: memory grows with the items, not with their pairs. Work: the sum over
    /// users of their squared history.
    fn each_item(&self, visit: &mut dyn FnMut(u32, &[Partner])) {
        let mut sums = vec![(0u32, 0.0f64); place(self.items)];
        let mut touched: Vec<u32> = Vec::new();
        let mut partners = Vec::new();
        for (item, holders) in self.by_item.iter() {
            for holder in holders {
                for other in self.by_user.row(holder.user).iter().filter(|other| other.item != item) {
                    let (users, product) = &mut sums[place(other.item)];
                    if *users == 0 {
                        touched.push(other.item);
                    }
                    *users += 1;
                    *product += f64::from(holder.weight) * f64::from(other.weight);
                }
            }
            touched.sort_unstable();
            partners.clear();
            for item in touched.drain(..) {
                let (users, product) = std::mem::take(&mut sums[place(item)]);
                partners.push(Partner { item, users, product });
            }
            visit(item, &partners);
        }
    }
}
