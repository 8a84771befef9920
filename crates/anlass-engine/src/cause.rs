//! Which message probably led to what somebody did by telephone or in the shop. A quoted code is certain; a letter or mail
//! about the same thing in the last 28 days is probable; everything else has no cause. A convention of direct marketing,
//! not a measurement: what a programme truly brings about is told by its comparison.

use anlass_model::consent::Channel;
use anlass_model::id::{CategoryId, IntentId, ProductId};
use anlass_model::time::{DAY, Span, Timestamp};

/// For so long a letter or mail may have led to something; the window is (then − this, then].
pub const PROBABLE_WITHIN: Span = DAY.times(28);

/// A message that left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    pub intent: IntentId,
    pub at: Timestamp,
    pub channel: Channel,
    pub code: Option<Box<str>>,
    pub articles: Vec<ProductId>,
    /// The nodes it is about, its articles' among them.
    pub nodes: Vec<CategoryId>,
}

/// What somebody did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    pub at: Timestamp,
    pub code: Option<Box<str>>,
    pub article: Option<ProductId>,
    pub node: Option<CategoryId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// They quoted its code.
    Certain(IntentId),
    Probable {
        intent: IntentId,
        because: Because,
    },
    None(Nothing),
}

impl Cause {
    #[must_use]
    pub fn intent(self) -> Option<IntentId> {
        match self {
            Cause::Certain(intent) | Cause::Probable { intent, .. } => Some(intent),
            Cause::None(_) => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// It showed the very article.
    Article,
    /// It was about the node, one under it or one above it.
    Category,
}

/// Why nothing is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nothing {
    /// No letter or mail left in the time before.
    NothingSent,
    /// Nobody said what it was about.
    AboutNothing,
    /// What was sent was about something else.
    AboutElse,
}

/// The cause of `done` among what was sent to the same person, in whatever order. `meet` says whether two nodes are one, or
/// one lies under the other.
#[must_use]
pub fn cause_of(sent: &[Sent], done: &Done, meet: impl Fn(CategoryId, CategoryId) -> bool) -> Cause {
    let before = || sent.iter().filter(|own| own.at <= done.at);
    let newest = |own: &&Sent| (own.at, own.intent);
    if let Some(code) = done.code.as_deref().map(spelt).filter(|code| !code.is_empty()) {
        let quoted = before().filter(|own| own.code.as_deref().is_some_and(|own| spelt(own) == code));
        if let Some(own) = quoted.max_by_key(newest) {
            return Cause::Certain(own.intent);
        }
    }
    let floor = done.at.minus(PROBABLE_WITHIN);
    let late =
        || before().filter(|own| own.at > floor && matches!(own.channel, Channel::Email | Channel::Letter));
    if late().next().is_none() {
        return Cause::None(Nothing::NothingSent);
    }
    let shows = late().filter(|own| done.article.is_some_and(|article| own.articles.contains(&article)));
    if let Some(own) = shows.max_by_key(newest) {
        return Cause::Probable { intent: own.intent, because: Because::Article };
    }
    let Some(node) = done.node else { return Cause::None(Nothing::AboutNothing) };
    let about = late().filter(|own| own.nodes.iter().any(|own| meet(*own, node)));
    match about.max_by_key(newest) {
        Some(own) => Cause::Probable { intent: own.intent, because: Because::Category },
        None => Cause::None(Nothing::AboutElse),
    }
}

/// Codes are told by telephone: letters and digits alone count, in any case.
fn spelt(code: &str) -> String {
    code.chars().filter(|own| own.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

    fn sent() -> impl Strategy<Value = Sent> {
        let channel = prop_oneof![Just(Channel::Email), Just(Channel::Letter), Just(Channel::Push)];
        let code = prop_oneof![Just(None), (0..3u8).prop_map(|code| Some(format!("ABC-{code}").into()))];
        let articles = prop::collection::vec((0..4u64).prop_map(ProductId), 0..3);
        let nodes = prop::collection::vec((0..4u64).prop_map(CategoryId), 0..3);
        (any::<u8>(), 0..60i64, channel, code, articles, nodes).prop_map(
            |(intent, day, channel, code, articles, nodes)| Sent {
                intent: IntentId(intent.into()),
                at: Timestamp(day * DAY.0),
                channel,
                code,
                articles,
                nodes,
            },
        )
    }

    fn done() -> impl Strategy<Value = Done> {
        let code = prop_oneof![Just(None), (0..4u8).prop_map(|code| Some(format!("abc {code}").into()))];
        let article = prop_oneof![Just(None), (0..5u64).prop_map(|own| Some(ProductId(own)))];
        let node = prop_oneof![Just(None), (0..5u64).prop_map(|own| Some(CategoryId(own)))];
        (0..70i64, code, article, node).prop_map(|(day, code, article, node)| Done {
            at: Timestamp(day * DAY.0),
            code,
            article,
            node,
        })
    }

    proptest! {
        #[test]
        fn a_cause_holds_what_it_says_and_the_order_does_not_matter(
            sent in prop::collection::vec(sent(), 0..8),
            done in done(),
        ) {
            let same = |one: CategoryId, other: CategoryId| one == other;
            let found = cause_of(&sent, &done, same);
            let mut turned = sent.clone();
            turned.reverse();
            prop_assert_eq!(cause_of(&turned, &done, same), found);
            let of = |intent: IntentId| sent.iter().filter(move |own| own.intent == intent && own.at <= done.at);
            let within = |own: &Sent| done.at.0 - own.at.0 < PROBABLE_WITHIN.0 && own.channel != Channel::Push;
            let quotes = |own: &Sent| match (&own.code, &done.code) {
                (Some(own), Some(told)) => own.as_bytes().last() == told.as_bytes().last(),
                _ => false,
            };
            let any_quoted = sent.iter().any(|own| own.at <= done.at && quotes(own));
            match found {
                Cause::Certain(intent) => prop_assert!(of(intent).any(quotes)),
                Cause::Probable { intent, because: Because::Article } => {
                    prop_assert!(!any_quoted);
                    prop_assert!(of(intent).any(|own| within(own) && done.article.is_some_and(|it| own.articles.contains(&it))));
                }
                Cause::Probable { intent, because: Because::Category } => {
                    prop_assert!(!any_quoted);
                    prop_assert!(of(intent).any(|own| within(own) && done.node.is_some_and(|it| own.nodes.contains(&it))));
                }
                Cause::None(why) => {
                    prop_assert!(!any_quoted);
                    let late = || sent.iter().filter(|own| own.at <= done.at && within(own));
                    prop_assert_eq!(late().next().is_none(), why == Nothing::NothingSent);
                    let meets = |own: &Sent| done.node.is_some_and(|it| own.nodes.contains(&it))
                        || done.article.is_some_and(|it| own.articles.contains(&it));
                    prop_assert!(!late().any(meets));
                }
            }
        }
    }

    #[test]
    fn a_catalogue_of_the_node_counts_up_to_the_end_of_its_28_days() {
        let node = CategoryId(1);
        let catalogue = Sent {
            intent: IntentId(7),
            at: Timestamp(0),
            channel: Channel::Letter,
            code: None,
            articles: Vec::new(),
            nodes: vec![node],
        };
        let call =
            |at: i64, node: Option<CategoryId>| Done { at: Timestamp(at), code: None, article: None, node };
        let cause = |done: &Done| cause_of(std::slice::from_ref(&catalogue), done, |one, other| one == other);
        let probable = Cause::Probable { intent: IntentId(7), because: Because::Category };
        assert_eq!(cause(&call(5 * DAY.0, Some(node))), probable);
        assert_eq!(cause(&call(28 * DAY.0 - 1, Some(node))), probable);
        assert_eq!(cause(&call(28 * DAY.0, Some(node))), Cause::None(Nothing::NothingSent));
        assert_eq!(cause(&call(-1, Some(node))), Cause::None(Nothing::NothingSent), "it came after");
        assert_eq!(cause(&call(0, None)), Cause::None(Nothing::AboutNothing));
        assert_eq!(cause(&call(0, Some(CategoryId(2)))), Cause::None(Nothing::AboutElse));
    }
}
