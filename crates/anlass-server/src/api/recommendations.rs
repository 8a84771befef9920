//! Which articles go together, as far as that was learned: to be looked at, and to be learned anew.

use super::shape::Moment;
use crate::call::{Call, Fault};
use crate::house::relating::recommends;
use anlass_model::catalogue::Catalogue;
use anlass_model::id::ProductId;
use anlass_runtime::relations::{EASE_MAX, Relations};
use serde::Serialize;
use std::time::Duration;
use utoipa::ToSchema;

/// Articles of a list that are shown.
const SHOWN: usize = 12;
/// Whoever has it learned waits so long at most; it goes on meanwhile.
const WAITED: Duration = Duration::from_secs(20);

/// What was learned of articles.
#[derive(Serialize, ToSchema)]
pub(crate) struct RelatedArticles {
    /// Whether a message has slots that are filled for each person.
    used: bool,
    /// Null: nothing was learned yet.
    learned: Option<LearnedArticles>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct LearnedArticles {
    at: Moment,
    /// From how many people.
    people: u64,
    articles: u64,
    method: RelationMethod,
    /// What sells best, with what goes with each; or the article that was asked for alone.
    examples: Vec<RelatedArticle>,
}

#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RelationMethod {
    /// A closed form over all articles.
    Ease,
    /// Pairs that are commoner than chance.
    LikelihoodRatio,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct RelatedArticle {
    article: ArticleNamed,
    /// The same people bought these, the surest first.
    bought: Vec<ArticleNamed>,
    /// The same people looked at these.
    viewed: Vec<ArticleNamed>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ArticleNamed {
    number: String,
    name: String,
    available: bool,
}

/// `GET /api/recommendations`
pub(crate) fn show(call: &Call<'_>) -> Result<RelatedArticles, Fault> {
    let view = call.view();
    let catalogue = &view.runtime.catalogue;
    let relations = call.house().relating.of(view.scope.vault());
    let asked = call.asked("article").map(|number| ProductId::of(&number));
    Ok(RelatedArticles {
        used: recommends(&view.runtime),
        learned: relations.map(|relations| learned(&relations, catalogue, asked)),
    })
}

/// `POST /api/recommendations/learn`
pub(crate) fn learn(call: &Call<'_>) -> Result<RelatedArticles, Fault> {
    call.house().relating.learn_now(WAITED);
    show(call)
}

fn learned(relations: &Relations, catalogue: &Catalogue, asked: Option<ProductId>) -> LearnedArticles {
    let named =
        |products: Vec<ProductId>| products.into_iter().filter_map(|id| article(catalogue, id)).collect();
    let examples = match asked {
        Some(product) => vec![product],
        None => relations.popular(SHOWN),
    };
    let example = |product: ProductId| {
        let (bought, viewed) = relations.going_with(product, SHOWN);
        let article = article(catalogue, product)?;
        Some(RelatedArticle { article, bought: named(bought), viewed: named(viewed) })
    };
    LearnedArticles {
        at: Moment(relations.at),
        people: relations.people,
        articles: u64::try_from(relations.products()).unwrap_or(u64::MAX),
        method: match relations.products() <= EASE_MAX {
            true => RelationMethod::Ease,
            false => RelationMethod::LikelihoodRatio,
        },
        examples: examples.into_iter().filter_map(example).collect(),
    }
}

fn article(catalogue: &Catalogue, id: ProductId) -> Option<ArticleNamed> {
    let product = catalogue.product(id)?;
    Some(ArticleNamed {
        number: product.number.to_string(),
        name: product.name.to_string(),
        available: catalogue.is_available(id),
    })
}
