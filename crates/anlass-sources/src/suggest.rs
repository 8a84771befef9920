//! "Did you mean": the nearest known name by edit distance.

/// Longer names are not compared; the work grows with the product of both lengths.
const LENGTH_MAX: usize = 64;

/// The nearest name, if it differs in letter case only or in at most a third of its characters.
#[must_use]
pub fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let fold = |text: &str| -> Vec<char> {
        text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).take(LENGTH_MAX + 1).collect()
    };
    let wanted = fold(wanted);
    let near_enough = (wanted.len() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for name in names {
        let candidate = fold(name);
        if wanted.len().max(candidate.len()) > LENGTH_MAX {
            continue;
        }
        let distance = distance(&wanted, &candidate);
        if distance <= near_enough && best.is_none_or(|known| (distance, name) < known) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Insertions, deletions and replacements needed to get from one to the other.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let replaced = previous[j] + usize::from(a != b);
            row.push(replaced.min(previous[j + 1] + 1).min(row[j] + 1));
        }
        previous = row;
    }
    previous.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_and_other_spellings_find_their_column() {
        let columns = ["InvoiceNo", "StockCode", "CustomerID", "UnitPrice"];
        let find = |wanted| nearest(wanted, columns.into_iter());
        assert_eq!(find("customer_id"), Some("CustomerID"));
        assert_eq!(find("InvoceNo"), Some("InvoiceNo"));
        assert_eq!(find("weather"), None);
        assert_eq!(find(&"x".repeat(10_000)), None);
    }
}
