//! What programmes say their data have to be like, beside what was delivered. Pure.

use super::Delivery;
use super::grades::{columns, is_of_few_events, source_score};
use anlass_model::definition::DataNeed;
use anlass_model::time::{SECOND, Span};
use serde::{Deserialize, Serialize};

/// A source with what it delivered.
pub(crate) struct Delivered<'a> {
    pub(crate) id: &'a str,
    pub(crate) series: &'a [Delivery],
    /// How long ago it delivered last; `None`: never.
    pub(crate) age: Option<Span>,
}

/// How a need stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Judged {
    /// The field, fact or source that is asked about.
    pub(crate) what: String,
    /// Which source the figure is of; `None`: none has delivered it.
    pub(crate) source: Option<String>,
    pub(crate) figure: Figure,
}

/// A figure beside what is asked for; `None`: nothing was delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Figure {
    /// 0 to 100.
    Score {
        now: Option<u64>,
        wanted: u64,
    },
    Age {
        seconds: Option<i64>,
        wanted: i64,
    },
}

impl Figure {
    pub(crate) fn is_met(self) -> bool {
        match self {
            Figure::Score { now, wanted } => now.is_some_and(|now| now >= wanted),
            Figure::Age { seconds, wanted } => seconds.is_some_and(|seconds| seconds <= wanted),
        }
    }
}

/// How each need stands. Of several sources that deliver a field or a fact the worst is told.
pub(crate) fn judge(needs: &[DataNeed], sources: &[Delivered<'_>]) -> Vec<Judged> {
    needs.iter().map(|need| judged(need, sources)).collect()
}

fn judged(need: &DataNeed, sources: &[Delivered<'_>]) -> Judged {
    let is_asked = |source: &&Delivered<'_>| need.source.as_ref().is_none_or(|id| id.as_str() == source.id);
    let asked = sources.iter().filter(is_asked);
    if let Some(what) = need.field.as_ref().map(|field| field.as_str()).or(need.fact.as_deref()) {
        let is_field = need.field.is_some();
        let scored = asked.filter_map(|source| Some((score(source.series, what, is_field)?, source.id)));
        let worst = scored.min();
        let wanted = u64::from(need.at_least.unwrap_or(0));
        return Judged {
            what: what.to_owned(),
            source: worst.map(|(_, source)| source.to_owned()),
            figure: Figure::Score { now: worst.map(|(score, _)| score), wanted },
        };
    }
    let what = need.source.as_ref().map(ToString::to_string).unwrap_or_default();
    let seconds = asked.filter_map(|source| source.age).max().map(|age| age.0 / SECOND.0);
    let wanted = need.at_most_old.map_or(0, |old| old.0.0 / SECOND.0);
    Judged { source: seconds.is_some().then(|| what.clone()), what, figure: Figure::Age { seconds, wanted } }
}

fn score(series: &[Delivery], what: &str, is_field: bool) -> Option<u64> {
    if !is_field {
        let mut roles = [Some(what), kind_of(what)].into_iter().flatten();
        let role = roles.find(|role| series.iter().any(|own| own.roles.contains_key(*role)))?;
        return source_score(series, Some(role), false).filter(|_| !is_of_few_events(series, role));
    }
    let columns = columns(series);
    let of_field = columns.values().filter(|column| column.counted.field.as_deref() == Some(what));
    let of_field = of_field.filter(|column| !is_of_few_events(series, &column.counted.role));
    of_field.map(|column| column.grade().score).min()
}

/// The kind of event that says of a person what files hold.
fn kind_of(fact: &str) -> Option<&'static str> {
    Some(match fact {
        "orders" => "order.placed",
        "profiles" => "profile.changed",
        "consents" => "consent.changed",
        "objections" => "objection",
        "vouchers" => "voucher.redeemed",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Counted, Held, Rows};
    use super::*;
    use anlass_model::time::HOUR;

    fn birthdays(unusable: u64) -> Vec<Delivery> {
        let held = Held { rows: 100, filled: 100, unusable, ..Held::default() };
        let counted = Counted { role: "profiles".into(), field: Some("birth_date".into()), held };
        let columns = [("profiles/Geburtstag".to_owned(), counted)].into();
        let roles = [("profiles".to_owned(), Rows { read: 100, duplicates: 0 })].into();
        vec![Delivery { roles, columns, ..Delivery::default() }]
    }

    fn needs(text: &str) -> Vec<DataNeed> {
        serde_saphyr::from_str(text).expect("readable")
    }

    #[test]
    fn the_worst_source_of_a_field_counts_unless_one_is_named() {
        let (good, bad) = (birthdays(0), birthdays(40));
        let sources = [
            Delivered { id: "erp", series: &bad, age: Some(HOUR.times(3)) },
            Delivered { id: "shop", series: &good, age: None },
        ];
        let asked = needs(
            "[{ field: birth_date, at_least: 61 }, { field: birth_date, source: shop, at_least: 61 }, \
              { fact: profiles, at_least: 60 }, { fact: orders, at_least: 1 }]",
        );
        let told = judge(&asked, &sources);
        let figures = told.iter().map(|one| (one.source.as_deref(), one.figure.is_met()));
        let expected = [(Some("erp"), false), (Some("shop"), true), (Some("erp"), true), (None, false)];
        assert_eq!(figures.collect::<Vec<_>>(), expected);
        assert_eq!(told[0].figure, Figure::Score { now: Some(60), wanted: 61 });
    }

    #[test]
    fn a_source_that_never_delivered_is_too_old() {
        let sources = [
            Delivered { id: "erp", series: &[], age: Some(HOUR.times(26)) },
            Delivered { id: "shop", series: &[], age: None },
        ];
        let asked = needs(
            "[{ source: erp, at_most_old: 26h }, { source: erp, at_most_old: 25h }, { source: shop, at_most_old: 9d }]",
        );
        let met = judge(&asked, &sources).into_iter().map(|one| one.figure.is_met());
        assert_eq!(met.collect::<Vec<_>>(), [true, false, false]);
    }
}
