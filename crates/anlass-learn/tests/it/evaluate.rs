//! Figures by hand, and what the table says.

use anlass_learn::evaluate::{Report, Tested, Timed, Verdict, figures, hold_out_last};

#[test]
fn figures_are_those_of_their_definitions() {
    let found = figures(&[7, 1, 9, 2], &[1, 2, 3, 4, 5, 6], 4);
    assert!((found.recall - 2.0 / 6.0).abs() < 1e-12);
    assert!((found.capped_recall - 2.0 / 4.0).abs() < 1e-12);
    let discount = |rank: f64| 1.0 / (rank + 1.0).log2();
    let best = discount(1.0) + discount(2.0) + discount(3.0) + discount(4.0);
    assert!((found.ndcg - (discount(2.0) + discount(4.0)) / best).abs() < 1e-12);
    assert_eq!(found.hit, 1.0);
}

#[test]
fn what_lies_behind_the_cutoff_and_repetitions_do_not_count() {
    assert_eq!(figures(&[1, 2], &[2], 1).hit, 0.0);
    assert_eq!(figures(&[3, 3, 3], &[3, 4], 3).recall, 0.5);
    assert_eq!(figures(&[3, 4], &[3, 4], 9).ndcg, 1.0);
    assert_eq!(figures(&[1], &[], 1).recall, 0.0);
}

#[test]
fn the_last_share_of_everybody_is_held_out() {
    let row = |user, item, at| Timed { user, item, at };
    let rows = [row(0, 9, 5), row(0, 1, 1), row(0, 2, 2), row(0, 3, 3), row(0, 4, 5), row(1, 7, 1)];
    let split = hold_out_last(&rows, 2, 40);
    assert_eq!(split.held_out, [vec![4, 9], vec![]]);
    assert_eq!(split.train, [(0, 1), (0, 2), (0, 3), (1, 7)]);
}

#[test]
fn the_report_sets_every_method_beside_the_baseline() {
    let held_out: Vec<Vec<u32>> = vec![vec![1], vec![], vec![1], vec![2], vec![1]];
    let tested = |method: &str, item: u32| Tested::new(method, &held_out, 1, |_| vec![item]);
    let mut report = Report::new(1, tested("popularity", 2));
    report.others = vec![tested("the same", 2), tested("none", 5), tested("all but one", 1)];
    report.others.push(Tested::new("all", &held_out, 1, |user| held_out[user as usize].clone()));
    let verdicts: Vec<Verdict> = report.others.iter().map(|tested| report.verdict(tested)).collect();
    assert_eq!(verdicts, [Verdict::Open, Verdict::Open, Verdict::Open, Verdict::Better]);
    let text = report.to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 6);
    assert!(lines[0].contains("recall@1") && lines[0].contains("beside popularity"), "{text}");
    assert!(lines[1].starts_with("popularity ") && lines[1].ends_with("4 users"), "{text}");
    assert!(lines[5].contains("+0.7500 ± 0.4900, better"), "{text}");
}
