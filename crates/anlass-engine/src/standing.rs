//! Phases and standing segments: judged in the order of [`Program::standing`], so that each rule sees what
//! the rules it asks for say at this very moment, and only then told. Nobody enters a journey by a segment
//! that was true only while half of them had been looked at.

use crate::io::Effect;
use crate::program::{Program, Standing};
use crate::slots::Touch;
use crate::step::{Stepper, TICK};
use anlass_model::id::NameId;
use anlass_model::time::Timestamp;

impl Stepper<'_> {
    /// Phases and segments as of `now`, with what their change sets off.
    pub(crate) fn refresh_standing(&mut self, now: Timestamp) {
        if self.dossier.is_restricted() {
            return self.stand_nowhere();
        }
        let is_back = std::mem::take(&mut self.is_lifted);
        let program = self.program;
        let before = self.dossier.hot.segments.clone();
        let from = self.dossier.hot.phase;
        let mut until = self.judge_tier(is_back, now);
        for standing in &program.standing {
            until = until.min(match standing {
                Standing::Phases => self.judge_phase(program, now),
                Standing::Segment(index) => self.judge_segment(program, *index, now),
            });
        }
        self.forget_vanished(program);
        self.dossier.hot.standing_until = until.max(now.plus(TICK));
        let segments = &self.dossier.hot.segments;
        let phase = self.dossier.hot.phase;
        if *segments == before && phase == from {
            return;
        }
        let entered: Vec<NameId> =
            segments.iter().filter(|id| before.binary_search(id).is_err()).copied().collect();
        self.segments_changed(&before);
        self.touched = self.touched.and(Touch::STANDING);
        if let Some(to) = phase.filter(|to| Some(*to) != from) {
            self.out.effects.push(Effect::Phase { from, to });
            if !is_back {
                self.enter_by_phase(to, now);
            }
        }
        for segment in entered.into_iter().filter(|_| !is_back) {
            self.enter_by_segment(segment, now);
        }
    }

    /// The first phase whose rule holds; who is in none stays in the last one. Until when that stands.
    fn judge_phase(&mut self, program: &Program, now: Timestamp) -> Timestamp {
        let mut until = Timestamp::NEVER;
        for definition in &program.phases {
            let verdict = self.view(now).ask(&definition.rule);
            until = until.min(verdict.until);
            if verdict.value {
                let hot = &mut self.dossier.hot;
                if hot.phase != Some(definition.id) {
                    hot.phase = Some(definition.id);
                    hot.phase_since = now;
                }
                break;
            }
        }
        until
    }

    fn judge_segment(&mut self, program: &Program, index: usize, now: Timestamp) -> Timestamp {
        let Some(segment) = program.segments.get(index) else { return Timestamp::NEVER };
        let verdict = self.view(now).ask(&segment.rule);
        let segments = &mut self.dossier.hot.segments;
        match (segments.binary_search(&segment.id), verdict.value) {
            (Err(at), true) => segments.insert(at, segment.id),
            (Ok(at), false) => drop(segments.remove(at)),
            (Ok(_), true) | (Err(_), false) => {}
        }
        verdict.until
    }

    /// Nobody is in a segment that the program does not have any more.
    fn forget_vanished(&mut self, program: &Program) {
        let is_known = |id: &NameId| program.segments.iter().any(|segment| segment.id == *id);
        self.dossier.hot.segments.retain(is_known);
    }

    /// Tells which segments the person is in now and was not in before, and the reverse.
    pub(crate) fn segments_changed(&mut self, before: &[NameId]) {
        let now = &self.dossier.hot.segments;
        let left = before.iter().filter(|id| now.binary_search(id).is_err());
        let entered = now.iter().filter(|id| before.binary_search(id).is_err());
        let left = left.map(|segment| Effect::Segment { segment: *segment, member: false });
        let entered = entered.map(|segment| Effect::Segment { segment: *segment, member: true });
        self.out.effects.extend(left.chain(entered));
    }
}
