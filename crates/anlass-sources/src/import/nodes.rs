//! A tree of categories in a table of its own, in which each node names its parent, as shop systems export it; and tables
//! that only say what numbers are called.

use super::columns::CodeColumn;
use super::events::Collected;
use super::{Outcome, Progress, Source, TEXT_CHARS_MAX};
use crate::error::Error;
use crate::mapping::{self, Code, FileName};
use crate::report::{FileReport, Reason, Role};
use std::collections::HashMap;

/// Levels of a tree; a node below is not reached, and neither is one that is its own ancestor.
const LEVELS_MAX: usize = 20;

pub(super) struct Nodes(HashMap<Box<str>, Node>);

struct Node {
    parent: Option<Box<str>>,
    name: Box<str>,
}

impl Nodes {
    pub(super) fn read(
        source: &Source<'_>,
        nodes: &mapping::Nodes,
        collected: &mut Collected,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Nodes, Error> {
        let mapping::Nodes { file, id, parent, name } = nodes;
        Nodes::of(source, (file, id, Some(parent), name), collected, progress)
    }

    /// Of what has no parents.
    pub(super) fn names(
        source: &Source<'_>,
        names: &mapping::TagNames,
        collected: &mut Collected,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Nodes, Error> {
        let mapping::TagNames { file, id, name } = names;
        Nodes::of(source, (file, id, None, name), collected, progress)
    }

    fn of(
        source: &Source<'_>,
        (file, id, parent, name): (&FileName, &Code, Option<&Code>, &str),
        collected: &mut Collected,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Nodes, Error> {
        let mut table = source.open(file, &[])?;
        let id = CodeColumn::new(&mut table, id)?;
        let parent = parent.map(|code| CodeColumn::new(&mut table, code)).transpose()?;
        let name = table.column(name)?;
        let mut found = HashMap::new();
        let report = FileReport::new(&file.0, Role::Beside);
        let report = source.each_row(&mut table, report, progress, &mut |_, fields| {
            let own = id.needed(fields)?;
            let parent = match &parent {
                Some(parent) => parent.optional(fields)?.map(Box::from),
                None => None,
            };
            let named = name.needed(fields, TEXT_CHARS_MAX)?.into();
            if found.insert(Box::from(&*own), Node { parent, name: named }).is_some() {
                return Err(id.column.flaw(Reason::RepeatedKey, &own).into());
            }
            Ok(Outcome::accepted())
        })?;
        collected.reports.push(report);
        Ok(Nodes(found))
    }

    /// What a number is called.
    pub(super) fn name(&self, id: &str) -> Option<&str> {
        self.0.get(id).map(|node| &*node.name)
    }

    /// The names of a node and those above it, from the top down; empty where it is not known.
    pub(super) fn path(&self, id: &str) -> Vec<Box<str>> {
        let mut path = Vec::new();
        let mut at = self.0.get(id);
        while let Some(node) = at.filter(|_| path.len() < LEVELS_MAX) {
            path.push(node.name.clone());
            at = node.parent.as_ref().and_then(|parent| self.0.get(parent));
        }
        path.reverse();
        path
    }
}
