//! Templates made to fill the memory: a clear answer, before anything grows.

use super::*;

#[test]
fn doubling_a_text_twenty_eight_times_is_refused() {
    let doubling = "{% set s = s ~ s %}".repeat(28);
    let found = problems(&block(&format!("{{% set s = \"aaaaaaaaaa\" %}}{doubling}{{{{ s }}}}")));
    assert!(found.contains("set may not join texts"), "{found}");
}

#[test]
fn every_way_to_grow_a_text_is_refused() {
    for (bomb, cause) in [
        ("{% set n = namespace(s=\"a\") %}x", "there are no functions"),
        ("{% set s = salutation + salutation %}x", "set may not join texts"),
        ("{% set s = (salutation ~ salutation) | upper %}x", "set may not join texts"),
        ("{% set s = salutation | default(\"a\" ~ salutation) %}x", "set may not join texts"),
        ("{{ \"a\" * 1000000000 }}", "multiplication is not available"),
        ("{{ 9 ** 999999999 }}", "multiplication is not available"),
        ("{% set s %}a{% endset %}x", "\"set … endset\" is not available"),
        ("{% for i in range(1000000000) %}a{% endfor %}", "loops run over the products only"),
        ("{% for c in salutation %}a{% endfor %}", "loops run over the products only"),
        ("{% filter upper %}a{% endfilter %}", "\"filter\" is not available"),
        ("{% autoescape false %}a{% endautoescape %}", "\"autoescape\" is not available"),
        ("{{ \"<b>\" | safe }}", "there is no filter \"safe\""),
        ("{% with a = salutation ~ salutation %}{{ a }}{% endwith %}", "\"with\" is not available"),
        ("{% for p in products %}{% set s = salutation %}{% endfor %}", "set stands inside another tag"),
        ("{{ [salutation, salutation] }}", "lists hold fixed words only"),
        ("{{ salutation.upper() }}", "there are no functions"),
        ("{{ salutation[0] }}", "brackets are not available"),
        (
            "{% for p in products %}{% for q in products %}{% for r in products %}a{% endfor %}{% endfor %}{% endfor %}",
            "too many loops",
        ),
        ("{% macro m() %}{% endmacro %}", "line 1"),
        ("{% include \"x\" %}", "line 1"),
        ("{% import \"x\" as y %}", "line 1"),
    ] {
        let found = problems(&block(bomb));
        assert!(found.contains(cause), "{bomb}: {found}");
    }
}

#[test]
fn long_deep_and_wide_texts_are_refused() {
    let found = problems(&block(&"a".repeat(70_000)));
    assert!(found.contains("more than 65536"), "{found}");
    let deep = format!("{}a{}", "{% if person.city %}".repeat(40), "{% endif %}".repeat(40));
    let found = problems(&block(&deep));
    assert!(found.contains("nested more than 12 deep"), "{found}");
    let wide = format!(
        "{{% for p in products %}}{{% for q in products %}}{}{{% endfor %}}{{% endfor %}}",
        "a".repeat(2_000)
    );
    let found = problems(&block(&wide));
    assert!(found.contains("its loops can print 5000000 bytes"), "{found}");
    let brackets = format!("{{{{ {}1{} }}}}", "(".repeat(20_000), ")".repeat(20_000));
    assert!(problems(&block(&brackets)).contains("line 1"));
}

#[test]
fn a_mail_that_prints_too_much_is_not_sent() {
    let tags = "{% for p in products %}{{ person.city | default(\"x\") }}{{ person.city | default(\"x\") }}{% endfor %}x".repeat(60);
    let content = compiled(&block(&tags));
    let mut loud = anna();
    loud.person.extend([fact("city", &"y".repeat(100_000))]);
    loud.products = vec![loud.products[0].clone(); 50];
    let error = render(&content, &loud).expect_err("60 × 50 × 2 × 1,000 letters");
    assert!(error.to_string().contains("the mail grows too large"), "{error}");
    loud.products = vec![loud.products[0].clone(); 51];
    assert_eq!(render(&content, &loud), Err(crate::RenderError::TooManyProducts { count: 51 }));
}

#[test]
fn a_mail_that_gmail_will_cut_is_sent_with_a_warning() {
    let long = "Lorem ipsum dolor sit amet. ".repeat(2_000);
    let content = compiled(&authored(
        &format!(
            "{{ blocks: [{{ id: b, text: {{ de: '', en: '{long}' }} }}, {{ id: c, text: {{ de: '', en: '{long}' }} }}] }}"
        ),
        "",
    ));
    let mut ticketed = anna();
    ticketed.blocks.push(NameId::of("c"));
    let rendered = render(&content, &ticketed).unwrap();
    assert!(matches!(rendered.warnings[..], [crate::Warning::Clipped { bytes }] if bytes > 110_000));
    assert!(render(&content, &anna()).unwrap().warnings.is_empty());
}
