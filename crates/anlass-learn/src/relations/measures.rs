//! Popularity, and how near two items are by who had to do with both.

use super::lists::{Lists, Order};
use super::{Cooccurrences, Partner};

/// The `n` items with most users among those that `in_group` lets pass, most first, ties by index; items
/// without users are left out. What newcomers and people without a history are shown, within a category for example.
pub fn most_popular(
    source: &impl Cooccurrences,
    n: usize,
    mut in_group: impl FnMut(u32) -> bool,
) -> Vec<u32> {
    let mut items: Vec<(u32, u32)> = (0..source.items())
        .map(|item| (item, source.users_of(item)))
        .filter(|(_, users)| *users > 0)
        .collect();
    items.sort_by_key(|&(_, users)| std::cmp::Reverse(users));
    items.into_iter().map(|(item, _)| item).filter(|item| in_group(*item)).take(n).collect()
}

/// The `k` nearest of each item by the cosine of their weights over users: Σab / √(Σa²·Σb²), in (0, 1].
/// `k = 100` is a good start. Serve them [turned](Lists::turned).
pub fn nearest_by_cosine(source: &impl Cooccurrences, k: usize) -> Lists {
    let squares: Vec<f64> = (0..source.items()).map(|item| source.squares_of(item)).collect();
    nearest(source, k, |item, partner| {
        let (own, other) = (squares[crate::place(item)], squares[crate::place(partner.item)]);
        partner.product / (own * other).sqrt()
    })
}

/// The `k` items of each item that go with it most surely, by the log-likelihood ratio of counts of users; only
/// pairs that are commoner than chance. `k = 50` is a good start. Serve them [turned](Lists::turned).
pub fn nearest_by_llr(source: &impl Cooccurrences, k: usize) -> Lists {
    let users = source.users();
    nearest(source, k, |item, partner| {
        let (both, own, other) = (partner.users, source.users_of(item), source.users_of(partner.item));
        let expected = f64::from(own) * f64::from(other) / f64::from(users);
        if f64::from(both) <= expected {
            return 0.0;
        }
        // Never below zero: who has one of the two or both is at most everybody.
        let neither = users - own - (other - both);
        log_likelihood_ratio(both, own - both, other - both, neither)
    })
}

fn nearest(source: &impl Cooccurrences, k: usize, measure: impl Fn(u32, &Partner) -> f64) -> Lists {
    let mut lists = Lists::new();
    source.each_item(&mut |item, partners| {
        let near = partners.iter().map(|partner| (partner.item, measure(item, partner)));
        lists.push(near.filter(|(_, weight)| *weight > 0.0).collect(), k, Order::Heaviest);
    });
    lists
}

/// Dunning's log-likelihood ratio (Accurate Methods for the Statistics of Surprise and Coincidence, 1993) of a
/// 2 × 2 table of counts: 0 where two things are independent, larger the surer it is that they are not, in either
/// direction.
pub fn log_likelihood_ratio(both: u32, first_only: u32, second_only: u32, neither: u32) -> f64 {
    let [both, first, second, neither] = [both, first_only, second_only, neither].map(f64::from);
    let x_log_x = |x: f64| if x > 0.0 { x * x.ln() } else { 0.0 };
    let cells = x_log_x(both) + x_log_x(first) + x_log_x(second) + x_log_x(neither);
    let rows = x_log_x(both + first) + x_log_x(second + neither);
    let columns = x_log_x(both + second) + x_log_x(first + neither);
    let all = x_log_x(both + first + second + neither);
    (2.0 * (cells - rows - columns + all)).max(0.0)
}
