//! Which of the shipped recipes have their data here, what the others miss and what would bring it; and one of them made live.

use super::drafts::{self, Written};
use super::glance;
use super::programmes::ProgrammeAim;
use super::shape::{Channel as ChannelCode, Localised, Problem as Told};
use crate::call::{Call, Fault};
use crate::house::View;
use crate::readiness::{Bringer, Fact, Inventory, Needed, Standing};
use crate::recipes::{self, RECIPES, Recipe};
use anlass_model::consent::Channel;
use anlass_model::definition::{Aim, Programme};
use anlass_model::id::CategoryId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// The recipes beside what is here.
#[derive(Serialize, ToSchema)]
pub(crate) struct Readiness {
    recipes: Vec<RecipeRow>,
    /// What becomes ready, alone, by each kind of source that is still missing.
    unlocks: Vec<Unlocks>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct RecipeRow {
    id: String,
    name: Localised,
    #[schema(value_type = ProgrammeAim)]
    aim: Aim,
    standing: RecipeStanding,
    /// A programme of its name is live.
    live: bool,
    /// Without these it reaches nobody.
    facts: Vec<NeededFact>,
    /// Without these it says less, or nobody knows whether it worked.
    better_with: Vec<NeededFact>,
    journeys: Vec<RecipeJourney>,
}

/// How far a recipe's data are there.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RecipeStanding {
    Ready,
    /// Its data are there, but nobody has agreed to what it would send.
    Silent,
    /// Some of its journeys have their data.
    Partly,
    Missing,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct NeededFact {
    kind: DataKind,
    /// Of a profile field, a purpose, an event or a node: which one.
    name: Option<String>,
    /// Of a consent.
    channel: Option<ChannelCode>,
    /// People with it; of events, articles and nodes their number.
    count: u64,
    /// Where it comes from; the first is what most have.
    brought_by: Vec<BringerCode>,
}

/// A kind of data that recipes need.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DataKind {
    Orders,
    Returns,
    Carts,
    Views,
    Field,
    Consent,
    SignUps,
    Category,
    Articles,
    Stock,
    Prices,
    Event,
}

/// A kind of source that brings data.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BringerCode {
    Customers,
    Orders,
    Articles,
    /// What the shop or its pages send as it happens.
    Shop,
    SignUpForm,
    /// A feed of stock and prices.
    Feed,
    /// Who ships and hands out.
    Fulfilment,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct RecipeJourney {
    id: String,
    name: Localised,
    /// Its data are there, consents apart.
    ready: bool,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Unlocks {
    source: BringerCode,
    recipes: Vec<String>,
}

/// What is to become of a recipe.
#[derive(Deserialize, ToSchema)]
pub(crate) struct RecipeWanted {
    /// Otherwise its text is only given out, to begin with, and with what is wrong with it here.
    live: bool,
    /// Also without its data: it begins once they come.
    #[serde(default)]
    anyway: bool,
}

/// A recipe as it was made live, or could be.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecipeTaken {
    id: String,
    yaml: String,
    /// Why it cannot be made live here.
    problems: Vec<Told>,
    /// What is live then; null: nothing was changed.
    program: Option<String>,
}

impl From<Standing> for RecipeStanding {
    fn from(standing: Standing) -> RecipeStanding {
        match standing {
            Standing::Ready => RecipeStanding::Ready,
            Standing::Silent => RecipeStanding::Silent,
            Standing::Partly => RecipeStanding::Partly,
            Standing::Missing => RecipeStanding::Missing,
        }
    }
}

impl From<Bringer> for BringerCode {
    fn from(bringer: Bringer) -> BringerCode {
        match bringer {
            Bringer::Customers => BringerCode::Customers,
            Bringer::Orders => BringerCode::Orders,
            Bringer::Articles => BringerCode::Articles,
            Bringer::Shop => BringerCode::Shop,
            Bringer::SignUpForm => BringerCode::SignUpForm,
            Bringer::Feed => BringerCode::Feed,
            Bringer::Fulfilment => BringerCode::Fulfilment,
        }
    }
}

fn needed_fact(fact: &Fact, count: u64) -> NeededFact {
    let (kind, name, channel) = match fact {
        Fact::Orders => (DataKind::Orders, None, None),
        Fact::Returns => (DataKind::Returns, None, None),
        Fact::Carts => (DataKind::Carts, None, None),
        Fact::Views => (DataKind::Views, None, None),
        Fact::Field(name) => (DataKind::Field, Some(name.clone()), None),
        Fact::Consent(channel, purpose) => (DataKind::Consent, Some(purpose.clone()), Some(*channel)),
        Fact::SignUps => (DataKind::SignUps, None, None),
        Fact::Category(path) => (DataKind::Category, Some(path.clone()), None),
        Fact::Articles => (DataKind::Articles, None, None),
        Fact::Stock => (DataKind::Stock, None, None),
        Fact::Prices => (DataKind::Prices, None, None),
        Fact::Event(name) => (DataKind::Event, Some(name.clone()), None),
    };
    let channel = channel.map(|channel| ChannelCode::of(channel.as_str().to_owned()));
    let brought_by = fact.brought_by().iter().map(|one| (*one).into()).collect();
    NeededFact { kind, name, channel, count, brought_by }
}

/// A recipe with its document and what it needs here.
struct Known {
    recipe: &'static Recipe,
    programme: Programme,
    needed: Needed,
}

fn known(view: &View) -> Result<Vec<Known>, Fault> {
    let addresses = &view.runtime.program.definitions.settings.addresses;
    let address = |channel: Channel| addresses.get(&channel).map(ToString::to_string);
    let read = |recipe: &'static Recipe| {
        let programme: Programme =
            serde_saphyr::from_str(recipe.yaml).map_err(|error| Fault::Failed(error.into()))?;
        let needed = Needed::of(&programme, recipe.declared, &address);
        Ok::<_, Fault>(Known { recipe, programme, needed })
    };
    RECIPES.iter().map(read).collect()
}

/// What is here of all that any recipe needs.
fn inventory(call: &Call<'_>, view: &View, all: &[Known]) -> Result<Inventory, Fault> {
    let glance = glance::take(call)?;
    let census = &glance.census;
    let catalogue = &view.runtime.catalogue;
    let facts = all.iter().flat_map(|known| known.needed.facts().into_iter().chain(known.needed.better()));
    let paths = facts.filter_map(|fact| match fact {
        Fact::Category(path) => Some(CategoryId::of(path)),
        _ => None,
    });
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    Ok(Inventory {
        buyers: census.buyers,
        returners: census.returners,
        fields: census.fields.clone(),
        consents: census.consents.clone(),
        events: call.house().reach.kinds(view.scope.vault()),
        articles: count(catalogue.products()),
        stocks: count(catalogue.stock_shards().len()),
        prices: count(catalogue.price_shards().len()),
        categories: paths.filter(|id| catalogue.node(*id).is_some()).collect(),
        forms: count(view.runtime.program.definitions.settings.forms.len()),
    })
}

/// `GET /api/readiness`
pub(crate) fn show(call: &Call<'_>) -> Result<Readiness, Fault> {
    let view = call.view();
    let all = known(&view)?;
    let inventory = inventory(call, &view, &all)?;
    let has = |fact: &Fact| inventory.count(fact) > 0;
    let live = &view.runtime.program.definitions.programmes;
    let told = |facts: BTreeSet<&Fact>| -> Vec<NeededFact> {
        facts.into_iter().map(|fact| needed_fact(fact, inventory.count(fact))).collect()
    };
    let row = |known: &Known| RecipeRow {
        id: known.recipe.id.to_owned(),
        name: (&known.programme.name).into(),
        aim: known.programme.aim,
        standing: known.needed.standing(&has).into(),
        live: live.iter().any(|one| one.id == known.programme.id),
        facts: told(known.needed.facts()),
        better_with: told(known.needed.better()),
        journeys: journeys(known, &has),
    };
    Ok(Readiness { recipes: all.iter().map(row).collect(), unlocks: unlocks(&all, &has) })
}

fn journeys(known: &Known, has: &dyn Fn(&Fact) -> bool) -> Vec<RecipeJourney> {
    let each = known.programme.journeys.iter().zip(&known.needed.journeys);
    let row = |(journey, (id, facts)): (&anlass_model::definition::Journey, &(String, BTreeSet<Fact>))| {
        RecipeJourney {
            id: id.clone(),
            name: (&journey.name).into(),
            ready: facts.iter().all(|fact| matches!(fact, Fact::Consent(..)) || has(fact)),
        }
    };
    each.map(row).collect()
}

/// A source brings all that it can bring: what would be ready then and is not now.
fn unlocks(all: &[Known], has: &dyn Fn(&Fact) -> bool) -> Vec<Unlocks> {
    let mut by: BTreeMap<BringerCode, Vec<String>> = BTreeMap::new();
    let bringers = all.iter().flat_map(|known| known.needed.facts()).flat_map(Fact::brought_by);
    for bringer in bringers.copied().collect::<BTreeSet<Bringer>>() {
        let with = |fact: &Fact| has(fact) || fact.brought_by().contains(&bringer);
        let better = all.iter().filter(|known| {
            let now = known.needed.standing(has);
            now != Standing::Ready && known.needed.standing(&with) < now
        });
        let better: Vec<String> = better.map(|known| known.recipe.id.to_owned()).collect();
        if !better.is_empty() {
            by.insert(bringer.into(), better);
        }
    }
    by.into_iter().map(|(source, recipes)| Unlocks { source, recipes }).collect()
}

/// `POST /api/readiness/{id}`
pub(crate) fn take(call: &Call<'_>) -> Result<RecipeTaken, Fault> {
    let RecipeWanted { live, anyway } = call.json()?;
    let recipe = recipes::find(call.part("id")).ok_or(Fault::NotFound)?;
    let view = call.view();
    let written = Written { yaml: recipe.yaml.to_owned(), new: true };
    let taken = |problems, program| RecipeTaken {
        id: recipe.id.to_owned(),
        yaml: recipe.yaml.to_owned(),
        problems,
        program,
    };
    if !live {
        let read = drafts::read(call, &view, &written)?;
        return Ok(taken(read.err().iter().flatten().map(Told::from).collect(), None));
    }
    if !anyway {
        refuse_without_data(call, &view, recipe)?;
    }
    let program = drafts::publish_written(call, &written)?.program;
    Ok(taken(Vec::new(), Some(program)))
}

fn refuse_without_data(call: &Call<'_>, view: &View, recipe: &Recipe) -> Result<(), Fault> {
    let all = known(view)?;
    let inventory = inventory(call, view, &all)?;
    let Some(known) = all.iter().find(|known| known.recipe.id == recipe.id) else {
        return Err(Fault::NotFound);
    };
    if known.needed.standing(&|fact| inventory.count(fact) > 0) != Standing::Missing {
        return Ok(());
    }
    let missing = known.needed.facts().into_iter().filter(|fact| inventory.count(fact) == 0);
    let missing: Vec<String> = missing.map(said).collect();
    let cause = format!("it would reach nobody: {} missing here", missing.join(", "));
    Err(Fault::Unfit { cause })
}

fn said(fact: &Fact) -> String {
    match fact {
        Fact::Orders => "orders".to_owned(),
        Fact::Returns => "returns".to_owned(),
        Fact::Carts => "carts".to_owned(),
        Fact::Views => "views of articles".to_owned(),
        Fact::Field(name) => format!("the profile field \"{name}\""),
        Fact::Consent(channel, purpose) => format!("consent to \"{purpose}\" by {}", channel.as_str()),
        Fact::SignUps => "sign-ups".to_owned(),
        Fact::Category(path) => format!("articles under \"{path}\""),
        Fact::Articles => "articles".to_owned(),
        Fact::Stock => "stock".to_owned(),
        Fact::Prices => "prices".to_owned(),
        Fact::Event(name) => format!("the event \"{name}\""),
    }
}
