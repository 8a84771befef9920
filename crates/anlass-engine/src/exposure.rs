//! Who is treated by a programme and who is left alone, and whether its goal is reached with them. The arm is
//! recorded at the first exposure and asked from there ever after. Costs nothing for people never exposed.

use crate::dossier::{Arm, Dossier, Exposure, grow};
use crate::facts::View;
use crate::io::{About, Effect};
use crate::program::{MessageDef, Program, ProgrammeDef};
use crate::slots::Touch;
use crate::step::{Stepper, TICK};
use anlass_model::consent::Class;
use anlass_model::draw::{Purpose, draw_basis_points};
use anlass_model::id::NameId;
use anlass_model::time::Timestamp;

/// Salt of the holdout over all programmes.
const UNIVERSAL: &str = "universal";

/// Why a person belongs to the people left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldOut {
    /// By all advertising.
    Universal,
    /// By the message's programme.
    Programme,
}

/// Whether a person is left alone by a message, and by which draw. Who was exposed to its programme keeps their
/// arm, whatever became of percentages and seed since; the others are drawn by their oldest id.
#[must_use]
pub fn held_out(program: &Program, dossier: &Dossier, message: &MessageDef) -> Option<HeldOut> {
    if message.class == Class::Contract {
        return None;
    }
    let programme = program.programmes.get(message.programme)?;
    match dossier.exposure(programme.id).map(|exposure| exposure.arm) {
        Some(Arm::Treated) => None,
        Some(Arm::HeldOut) => drawn(program, dossier, programme).or(Some(HeldOut::Programme)),
        None => drawn(program, dossier, programme),
    }
}

fn drawn(program: &Program, dossier: &Dossier, programme: &ProgrammeDef) -> Option<HeldOut> {
    let settings = &program.definitions.settings;
    let below = |percent: u8, salt: &str| {
        let draw = || draw_basis_points(settings.seed, dossier.hot.draw_id.0, Purpose::Holdout, salt, 0);
        percent > 0 && draw() < u32::from(percent) * 100
    };
    if below(settings.policy.holdout_percent, UNIVERSAL) {
        return Some(HeldOut::Universal);
    }
    below(programme.holdout_percent, programme.name.as_str()).then_some(HeldOut::Programme)
}

/// The one exposure of two people who are one: the older one counts. Who was exposed to both arms leaves the
/// analysis.
fn joined(one: &Exposure, other: &Exposure, program: &Program) -> Exposure {
    let [older, newer] = if (one.at, one.arm) <= (other.at, other.arm) { [one, other] } else { [other, one] };
    let end = window_end(program, older);
    let reached = [older.reached, newer.reached].into_iter().flatten();
    Exposure {
        mixed: older.mixed || newer.mixed || older.arm != newer.arm,
        reached: reached.filter(|at| *at >= older.at && *at <= end).min(),
        // What the merge teaches is not reached by the programme.
        holds: None,
        ..older.clone()
    }
}

fn definition(program: &Program, id: NameId) -> Option<&ProgrammeDef> {
    program.programmes.iter().find(|programme| programme.id == id)
}

/// The last moment at which a goal counts as reached.
fn window_end(program: &Program, exposure: &Exposure) -> Timestamp {
    definition(program, exposure.programme)
        .map_or(exposure.at, |programme| exposure.at.plus(programme.goal_within))
}

impl Stepper<'_> {
    /// The first intent of a programme is let through, or held out: from now on the person belongs to this arm.
    pub(crate) fn expose(&mut self, message: &MessageDef, arm: Arm, now: Timestamp) {
        let program = self.program;
        let Some(programme) = program.programmes.get(message.programme) else { return };
        if message.class == Class::Contract || self.dossier.exposure(programme.id).is_some() {
            return;
        }
        let exposure = Exposure {
            programme: programme.id,
            arm,
            at: now,
            mixed: false,
            goal_before: false,
            holds: None,
            reached: None,
            check: now,
        };
        let place = self.dossier.exposures.partition_point(|other| other.programme < programme.id);
        grow(&mut self.dossier.exposures);
        self.dossier.exposures.insert(place, exposure);
        self.out.effects.push(Effect::Exposed { programme: programme.id, arm });
        self.note(now, arm == Arm::Treated, || format!("exposed: {}", arm.as_str()), || about(programme));
        self.look_at_goal(place, now);
        if let Some(exposure) = self.dossier.exposures.get_mut(place) {
            exposure.goal_before = exposure.holds == Some(true);
        }
    }

    /// Goals after facts changed, or when time alone may have changed them.
    pub(crate) fn watch_goals(&mut self, changed: Touch, now: Timestamp) {
        if self.dossier.is_restricted() {
            return;
        }
        let program = self.program;
        for index in 0..self.dossier.exposures.len() {
            let Some(exposure) = self.dossier.exposures.get(index) else { return };
            let concerned = exposure.holds.is_none()
                || exposure.check <= now
                || definition(program, exposure.programme)
                    .is_some_and(|programme| changed.meets(programme.goal_touch));
            if concerned {
                self.look_at_goal(index, now);
            }
        }
    }

    /// Asks the goal of one programme, and notices where it turns from false to true.
    fn look_at_goal(&mut self, index: usize, now: Timestamp) {
        let program = self.program;
        let Some(exposure) = self.dossier.exposures.get(index) else { return };
        let end = window_end(program, exposure);
        let programme = definition(program, exposure.programme);
        let open = now <= end && exposure.reached.is_none() && !exposure.mixed;
        let goal = programme.filter(|_| open).and_then(|own| own.goal.as_ref().map(|goal| (own, goal)));
        let (before, arm) = (exposure.holds, exposure.arm);
        let (holds, check, turned) = match goal {
            Some((programme, goal)) => {
                let view = View::new(program, self.dossier, now);
                let verdict = self.out.ask(self.tracing, goal, &view, "goal", || about(programme));
                let turned = before == Some(false) && verdict.value;
                let next = verdict.until.max(now.plus(TICK));
                let check = if turned || next > end { Timestamp::NEVER } else { next };
                (verdict.value, check, turned.then_some(programme.id))
            }
            None => (before.unwrap_or(false), Timestamp::NEVER, None),
        };
        if let Some(exposure) = self.dossier.exposures.get_mut(index) {
            (exposure.holds, exposure.check) = (Some(holds), check);
            exposure.reached = exposure.reached.or(turned.map(|_| now));
        }
        if let Some(programme) = turned {
            self.out.effects.push(Effect::Goal { programme, arm, at: now });
        }
    }

    /// A rule that was edited, or facts that came with another person, turn no goal: what they say now is where
    /// it begins.
    pub(crate) fn rebase_goals(&mut self) {
        for exposure in &mut self.dossier.exposures {
            exposure.holds = None;
        }
    }

    /// Another dossier's exposures become this person's.
    pub(crate) fn absorb_exposures(&mut self, other: &Dossier) {
        let before = self.dossier.exposures.clone();
        for theirs in &other.exposures {
            match self.dossier.exposures.binary_search_by_key(&theirs.programme, |own| own.programme) {
                Ok(index) => {
                    if let Some(own) = self.dossier.exposures.get_mut(index) {
                        *own = joined(own, theirs, self.program);
                    }
                }
                Err(index) => self.dossier.exposures.insert(index, theirs.clone()),
            }
        }
        self.rebase_goals();
        self.exposures_changed(&before);
    }

    /// Tells what counts now and did not before, and the reverse: all that was ever told adds up to what stands
    /// in the dossiers.
    pub(crate) fn exposures_changed(&mut self, before: &[Exposure]) {
        let counts = |exposure: &Exposure| (!exposure.mixed).then_some((exposure.arm, exposure.reached));
        let counted = |all: &[Exposure], programme: NameId| {
            all.iter().find(|exposure| exposure.programme == programme).and_then(counts)
        };
        let mut programmes: Vec<NameId> =
            before.iter().chain(&self.dossier.exposures).map(|exposure| exposure.programme).collect();
        programmes.sort_unstable();
        programmes.dedup();
        for programme in programmes {
            let (was, is) = (counted(before, programme), counted(&self.dossier.exposures, programme));
            if was == is {
                continue;
            }
            if let Some((arm, reached)) = was {
                self.out.effects.push(Effect::Unexposed { programme, arm, reached: reached.is_some() });
            }
            if let Some((arm, reached)) = is {
                self.out.effects.push(Effect::Exposed { programme, arm });
                let goal = reached.map(|at| Effect::Goal { programme, arm, at });
                self.out.effects.extend(goal);
            }
        }
    }
}

fn about(programme: &ProgrammeDef) -> About {
    About { programme: Some(programme.name.to_string()), ..About::default() }
}

/// What an unmerge leaves with the survivor: what both had before the merge is as it was then, what only the
/// other one had goes, what came since stays.
pub(crate) fn kept(survivor: &Dossier, before: &Dossier, absorbed: &Dossier) -> Vec<Exposure> {
    let keep = |exposure: &Exposure| match (
        before.exposure(exposure.programme),
        absorbed.exposure(exposure.programme),
    ) {
        (Some(own), Some(_)) => Some(own.clone()),
        (None, Some(_)) => None,
        (_, None) => Some(exposure.clone()),
    };
    survivor.exposures.iter().filter_map(keep).map(|exposure| Exposure { holds: None, ..exposure }).collect()
}
