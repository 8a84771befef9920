//! "Did you mean": the nearest known name by edit distance.

/// Longer names are not compared; the work grows with the product of both lengths.
const LENGTH_MAX: usize = 64;

/// The nearest of `names` if it is near enough to be a slip of the pen: one change in three characters, at
/// most three.
#[must_use]
pub fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = wanted.to_lowercase().chars().collect();
    if wanted.len() > LENGTH_MAX {
        return None;
    }
    let near_enough = (wanted.len() / 3).clamp(1, 3);
    let mut best: Option<(usize, &str)> = None;
    for name in names {
        let candidate: Vec<char> = name.to_lowercase().chars().collect();
        if candidate.len() > LENGTH_MAX || candidate.len().abs_diff(wanted.len()) > near_enough {
            continue;
        }
        let distance = distance(&wanted, &candidate);
        // Ties go to the name first in the alphabet, so that the hint does not depend on the schema's order.
        if distance <= near_enough && best.is_none_or(|known| (distance, name) < known) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Insertions, deletions, replacements and swaps of neighbours needed to get from one to the other.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before_previous: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let replaced = previous[j] + usize::from(a != b);
            let mut least = replaced.min(previous[j + 1] + 1).min(row[j] + 1);
            let swapped = i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b;
            if swapped {
                least = least.min(before_previous[j - 1] + 1);
            }
            row.push(least);
        }
        before_previous = previous;
        previous = row;
    }
    previous.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_find_their_name_and_strangers_find_none() {
        let names = ["orders.count", "orders.value", "profile.city", "vip"];
        let find = |wanted| nearest(wanted, names.into_iter());
        assert_eq!(find("order.count"), Some("orders.count"));
        assert_eq!(find("orders.cuont"), Some("orders.count"));
        assert_eq!(find("Orders.Count"), Some("orders.count"));
        assert_eq!(find("vpi"), Some("vip"));
        assert_eq!(find("weather"), None);
        assert_eq!(find(&"x".repeat(500)), None);
    }
}
