//! How many customers a rule matches that an author has just typed: a scan over all dossiers that decodes
//! only what the rule reads. Nothing is written.

use crate::batch::Runtime;
use crate::error::Error;
use crate::rows;
use crate::sweep::SEGMENT_INDEX;
use anlass_engine::codec::{Sections, decode_some};
use anlass_engine::peek::Look;
use anlass_engine::{View, fresh_rule, interest_under};
use anlass_model::id::{CategoryId, EntityId, NameId};
use anlass_model::org::TenantScope;
use anlass_model::time::Timestamp;

/// Customers shown as examples.
const EXAMPLES_MAX: usize = 20;
/// Members read at once when they are counted.
const MEMBERS_PAGE: usize = 10_000;

/// What a rule would match now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    pub matching: u64,
    pub scanned: u64,
    /// The first ones by id.
    pub examples: Vec<EntityId>,
    /// What the rule asks for and dossiers do not hold so far, or not for as long: these count as absent.
    pub unkept: Vec<String>,
}

impl Runtime {
    /// Asks a rule about everybody in a vault, as of the last commit.
    ///
    /// # Errors
    /// [`Error::Rule`] with everything wrong about the text; if a dossier cannot be read.
    pub fn preview(&self, scope: &TenantScope, text: &str, now: Timestamp) -> Result<Preview, Error> {
        let rule = fresh_rule(&self.program, text).map_err(Error::Rule)?;
        let key = self.keyring.vault(scope.vault()).ok_or(Error::NoKey(scope.vault()))?;
        let look = Look::new(&self.program, rule.sections, now);
        let sums = self.scan_all(scope, |sum: &mut Preview, row| {
            let bytes = rows::open_row_in_place(key, row)?;
            // Phases and segments may be overtaken by a timer or a new program; other facts are not.
            let dossier = if rule.asks_standing {
                match look.at(bytes)? {
                    Some(seen) => seen.dossier,
                    None => return Ok(()),
                }
            } else {
                look.stored(bytes)?
            };
            if dossier.hot.merged_into.is_some() {
                return Ok(());
            }
            sum.scanned += 1;
            // Data that are only kept answer no question.
            if !dossier.is_restricted() && rule.ask(&View::new(&self.program, &dossier, now)).value {
                sum.matching += 1;
                if sum.examples.len() < EXAMPLES_MAX {
                    sum.examples.push(dossier.hot.id);
                }
            }
            Ok(())
        })?;
        let mut preview = Preview { unkept: rule.unkept, ..Preview::default() };
        for sum in sums {
            preview.matching += sum.matching;
            preview.scanned += sum.scanned;
            preview.examples.extend(sum.examples);
        }
        preview.examples.truncate(EXAMPLES_MAX);
        Ok(preview)
    }

    /// How many people have a point of interest in one of these nodes, each given with everything under it, sorted.
    ///
    /// # Errors
    /// If a dossier cannot be read.
    pub fn interested(
        &self,
        scope: &TenantScope,
        nodes: &[Vec<CategoryId>],
        now: Timestamp,
    ) -> Result<Preview, Error> {
        let key = self.keyring.vault(scope.vault()).ok_or(Error::NoKey(scope.vault()))?;
        let interest = &self.program.definitions.settings.interest;
        let wanted = Sections::ORDERS.and(Sections::INTERESTS);
        let sums = self.scan_all(scope, |sum: &mut Preview, row| {
            let (dossier, _) = decode_some(rows::open_row_in_place(key, row)?, wanted)?;
            if dossier.hot.merged_into.is_some() {
                return Ok(());
            }
            sum.scanned += 1;
            let has_a_point = |under: &Vec<CategoryId>| interest_under(interest, &dossier, now, under) >= 1;
            if !dossier.is_restricted() && nodes.iter().any(has_a_point) {
                sum.matching += 1;
            }
            Ok(())
        })?;
        let mut preview = Preview::default();
        for sum in sums {
            preview.matching += sum.matching;
            preview.scanned += sum.scanned;
        }
        Ok(preview)
    }

    /// How many customers of a vault are in a standing segment, from the index.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn members(&self, scope: &TenantScope, segment: NameId) -> Result<u64, Error> {
        let mut count = 0;
        let mut after = None;
        loop {
            let some = self.store.index(scope, SEGMENT_INDEX, segment.0, after, MEMBERS_PAGE)?;
            count += u64::try_from(some.len()).unwrap_or(0);
            match some.last() {
                Some(last) => after = Some(*last),
                None => return Ok(count),
            }
        }
    }
}
