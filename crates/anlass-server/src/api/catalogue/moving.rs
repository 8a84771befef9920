//! Nodes of trees that were renamed, or mean a node of another tree: said by an operator, and taken back.

use super::telling::unfit;
use crate::access::Act;
use crate::api::shape::Nothing;
use crate::call::{Call, Fault};
use anlass_model::catalogue::{CatalogueChange, Manner, Spoken};
use serde::Deserialize;
use utoipa::ToSchema;

const PATH_MAX: usize = 500;
/// Nodes below one that move along with it.
const MOVES_MAX: usize = 5_000;

/// A node is said by its path, `Garten/Pflanzen`, or by the id that `…/categories` tells.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NodeMove {
    #[schema(max_length = 500)]
    from: String,
    /// May be one that nobody knows yet, where `from` is known.
    #[schema(max_length = 500)]
    to: String,
    #[serde(default)]
    how: MoveHow,
}

#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MoveHow {
    /// It has another name now: what lies under it by its path goes along.
    #[default]
    Renamed,
    /// It means a node of another tree: it alone.
    Mapped,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NodeTakenBack {
    #[schema(max_length = 500)]
    node: String,
}

fn said(place: &str, text: &str) -> Result<(), Fault> {
    match text.trim().chars().count() {
        0 => Err(unfit(format!("{place}: it is empty"))),
        length if length > PATH_MAX => {
            Err(unfit(format!("{place}: it is longer than {PATH_MAX} characters")))
        }
        _ => Ok(()),
    }
}

/// `POST /api/catalogue/nodes/move`
pub(crate) fn to(call: &Call<'_>) -> Result<Nothing, Fault> {
    let NodeMove { from, to, how } = call.json()?;
    said("from", &from)?;
    said("to", &to)?;
    let catalogue = call.house().catalogue();
    let (from, to) = (catalogue.spoken(&from), catalogue.spoken(&to));
    if from.id == to.id {
        return Err(unfit("from and to are the same node"));
    }
    if !catalogue.knows_node(from.id) && !catalogue.knows_node(to.id) {
        return Err(unfit(format!("nobody knows \"{from}\" or \"{to}\"; one of both has to be there")));
    }
    let manner = match how {
        MoveHow::Renamed => Manner::Renamed,
        MoveHow::Mapped => Manner::Mapped,
    };
    let changes = catalogue.moves(&from, &to, manner).map_err(|_| {
        unfit(format!(
            "\"{to}\" leads to \"{from}\" already, so this would be a circle; take the earlier move back first"
        ))
    })?;
    if changes.len() > MOVES_MAX {
        let below = changes.len() - 1;
        return Err(unfit(format!("{below} nodes lie under it; move those below it one by one")));
    }
    told(call, &changes, "node_moved", format!("{from} → {to}"))
}

/// `POST /api/catalogue/nodes/unmove`
pub(crate) fn back(call: &Call<'_>) -> Result<Nothing, Fault> {
    let NodeTakenBack { node } = call.json()?;
    said("node", &node)?;
    let catalogue = call.house().catalogue();
    let node: Spoken = catalogue.spoken(&node);
    let changes = catalogue.moves_back(&node);
    if changes.is_empty() {
        return Err(unfit(format!("\"{node}\" stands for itself: there is no move to take back")));
    }
    told(call, &changes, "node_move_taken_back", node.to_string())
}

fn told(
    call: &Call<'_>,
    changes: &[CatalogueChange],
    what: &'static str,
    about: String,
) -> Result<Nothing, Fault> {
    let house = call.house();
    house.take_changes(changes)?;
    house.catch_up()?;
    call.desk.access.note((house.wall)(), call.who(), Act { what, about, program: None })?;
    Ok(Nothing)
}
