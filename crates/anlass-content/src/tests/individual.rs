//! The individuality score: what counts as individual and what does not.

use super::*;
use crate::individuality;

fn people(
    definitions: &Definitions,
    people: &[(&str, &str)],
    blocks: impl Fn(usize) -> Vec<NameId>,
) -> Vec<Rendered> {
    let content = compiled(definitions);
    let each = people.iter().enumerate().map(|(index, (first, city))| {
        let mut ticketed = anna();
        ticketed.person.extend([fact("first_name", first), fact("city", city)]);
        ticketed.blocks = blocks(index);
        render(&content, &ticketed).unwrap()
    });
    each.collect()
}

const FOUR: [(&str, &str); 4] = [("Anna", "Ulm"), ("Berta", "Köln"), ("Clara", "Bonn"), ("Dora", "Kiel")];

#[test]
fn a_newsletter_with_only_the_name_filled_in_is_flagged() {
    let text = "{{ salutation }},\n\nliebe {{ person.first_name | default(\"Kundin\") }}, alles wie immer.";
    let score = individuality(&people(&block(text), &FOUR, |_| vec![NameId::of("b")]));
    assert_eq!((score.permille, score.flagged), (0, true));
}

#[test]
fn what_differs_for_everybody_scores_one_minus_the_sum_of_squares() {
    let text = "In {{ person.city | default(\"-\") }}";
    let score = individuality(&people(&block(text), &FOUR, |_| vec![NameId::of("b")]));
    assert_eq!((score.permille, score.flagged, score.blocks[0].variants), (750, false, 4));
}

#[test]
fn a_block_that_half_of_the_people_get_is_individual_by_its_area() {
    let definitions = authored(
        "{ blocks: [{ id: b, text: { de: '', en: aaaaaaaaaa } }, { id: c, text: { de: '', en: bbbbbbbbbbbbbbbbbbbb } }] }",
        "",
    );
    let some = |index: usize| {
        let all = [NameId::of("b"), NameId::of("c")];
        all.into_iter().take(1 + index % 2).collect()
    };
    let score = individuality(&people(&definitions, &FOUR, some));
    // Areas 40 and 40: 0 and 1 − (½² + ½²).
    assert_eq!(score.permille, 250);
    assert_eq!(score.blocks.iter().map(|block| block.permille).collect::<Vec<_>>(), [0, 500]);
    assert_eq!(individuality(&[]).permille, 0);
}
