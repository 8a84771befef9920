//! What the lane promises whoever listens, and whoever wonders why nothing comes.

use super::*;
use anlass_runtime::notices::What;

const NOW: Timestamp = Timestamp(1_800_000_000_000);

fn lane() -> Lane {
    let kept = Kept {
        name: "crm".into(),
        url: "https://crm.example/".into(),
        secret: Secret::text_of(&[7; 32]),
        kinds: Kind::ALL.into_iter().collect(),
    };
    Lane::of(kept, Progress { from: Place(5, 0), ..Progress::default() }).expect("a lane")
}

/// Takes in the notices of batch 5, one for each of these customers, and reads on behind them.
fn with(mut lane: Lane, customers: &[u128]) -> Lane {
    for (index, customer) in (0..).zip(customers) {
        let notice = Notice { customer: EntityId(*customer), at: NOW, what: What::Created };
        lane.take(Place(5, index), notice, NOW);
    }
    lane.cursor = Place(6, 0);
    lane
}

fn at(index: u32) -> Place {
    Place(5, index)
}

#[test]
fn of_one_person_the_next_waits_until_the_one_before_is_taken_and_others_do_not() {
    let mut lane = with(lane(), &[1, 1, 2, 1]);
    assert_eq!(lane.due(NOW), [at(0), at(2)]);
    assert_eq!(lane.due(NOW), [], "they are under way");
    lane.answered(at(0), Outcome::Again, "it answered 503", NOW);
    lane.answered(at(2), Outcome::Done, "", NOW);
    assert_eq!(lane.due(NOW), [], "what follows of this person waits with it");
    let later = NOW.plus(AGAIN_FIRST);
    assert_eq!(lane.due(later), [at(0)]);
    lane.answered(at(0), Outcome::Done, "", later);
    assert_eq!(lane.due(later), [at(1)]);
    assert_eq!(lane.progress.from, at(1));
    lane.answered(at(1), Outcome::Done, "", later);
    assert_eq!(lane.due(later), [at(3)]);
    lane.answered(at(3), Outcome::Done, "", later);
    assert_eq!((lane.progress.from, lane.progress.told), (Place(6, 0), 4), "nothing is left");
    assert!(lane.progress.settled.is_empty() && lane.progress.waits.is_empty());
}

/// As after a crash: what was kept is taken up, the rest is read again.
#[test]
fn what_was_settled_is_not_told_again_by_the_next_process() {
    let mut lane = with(lane(), &[1, 2, 3]);
    assert_eq!(lane.due(NOW).len(), 3);
    lane.answered(at(1), Outcome::Done, "", NOW);
    let kept = serde_json::to_vec(&lane.progress).expect("written");
    let progress: Progress = serde_json::from_slice(&kept).expect("read");
    let mut anew = Lane::of(lane.kept.clone(), progress).expect("a lane");
    assert_eq!(anew.cursor, at(0));
    anew = with(anew, &[1, 2, 3]);
    assert_eq!(anew.due(NOW), [at(0), at(2)]);
}

#[test]
fn a_dead_receiver_is_tried_by_one_call_at_a_time_and_is_told_everything_at_once_when_it_is_back() {
    let mut lane = with(lane(), &[1, 2, 3, 4, 5]);
    let mut now = NOW;
    let down_until = NOW.plus(HOUR);
    let mut attempts = 0;
    while now < down_until {
        let due = lane.due(now);
        attempts += due.len();
        due.into_iter().for_each(|place| lane.answered(place, Outcome::Again, "connecting", now));
        now = now.plus(SECOND);
    }
    assert!((6..60).contains(&attempts), "{attempts} attempts in an hour");
    let until = now.plus(REST_MAX);
    let mut told: Vec<Place> = Vec::new();
    while now <= until {
        let due = lane.due(now);
        told.extend(&due);
        due.into_iter().for_each(|place| lane.answered(place, Outcome::Done, "", now));
        now = now.plus(SECOND);
    }
    told.sort_unstable();
    assert_eq!(told, [0, 1, 2, 3, 4].map(at), "each once");
}

#[test]
fn one_that_nobody_takes_is_given_up_after_days_and_can_be_driven_again() {
    let mut lane = with(lane(), &[1]);
    let mut now = NOW;
    let mut index = 1;
    while lane.progress.given_up.is_empty() {
        let due = lane.due(now);
        for place in due {
            let outcome = if place == at(0) { Outcome::Refused } else { Outcome::Done };
            lane.answered(place, outcome, "it answered 422", now);
        }
        // Others are taken meanwhile.
        let notice = Notice { customer: EntityId(2), at: now, what: What::Created };
        lane.take(Place(6, index), notice, now);
        (lane.cursor, index) = (Place(6, index + 1), index + 1);
        now = now.plus(MINUTE.times(10));
        assert!(now.since(NOW) < DAY.times(4), "never given up");
    }
    assert!(now.since(NOW) >= GIVE_UP && lane.progress.suspended.is_none());
    let given_up = lane.progress.given_up[0].clone();
    assert_eq!((given_up.place, given_up.customer), (at(0), EntityId(1)));
    assert!(lane.progress.from > at(0), "it holds up nothing");
    lane.redrive();
    assert_eq!(lane.again(), [at(0)]);
    let notice = Notice { customer: EntityId(1), at: NOW, what: What::Created };
    lane.take_again(at(0), Some(notice));
    assert!(lane.due(now).contains(&at(0)) && lane.again().is_empty());
    lane.answered(at(0), Outcome::Done, "", now);
    assert!(lane.progress.again.is_empty() && lane.progress.from > at(0));
}

#[test]
fn who_wants_no_more_or_takes_nothing_for_days_is_suspended_and_loses_nothing() {
    let mut lane = with(lane(), &[1, 2]);
    lane.due(NOW);
    lane.answered(at(0), Outcome::Unwanted, "it answered 410", NOW);
    assert_eq!(lane.due(NOW.plus(DAY)), []);
    lane.redrive();
    lane.answered(at(1), Outcome::Again, "connecting", NOW);
    let mut now = NOW;
    while lane.progress.suspended.is_none() {
        lane.due(now).into_iter().for_each(|place| lane.answered(place, Outcome::Again, "connecting", now));
        now = now.plus(MINUTE);
        assert!(now.since(NOW) < DAY.times(4), "never suspended");
    }
    assert_eq!((lane.window.len(), lane.progress.given_up.len()), (2, 0));
    lane.expire(NOW.plus(DAY.times(29)));
    assert_eq!(lane.window.len(), 2);
    lane.expire(NOW.plus(DAY.times(31)));
    assert_eq!((lane.window.len(), lane.progress.dropped), (0, 2), "kept for thirty days, then counted");
}
