//! What is noticed before anything is published.

use super::*;

#[test]
fn a_misspelt_name_is_found_where_it_stands() {
    let found = problems(&block("Hallo\n{{ person.frist_name | default(\"du\") }}"));
    let expected = "programme p › message m › block b › de › part 1 › line 2, column 4: there is no \"person.frist_name\"\n\
        {{ person.frist_name | default(\"du\") }}\n   ^\n  help: did you mean \"person.first_name\"?\n";
    assert!(found.starts_with(expected), "{found}");
}

#[test]
fn what_may_be_missing_needs_a_word_instead() {
    for text in [
        "{{ person.city }}",
        "{{ person.city | upcase }}",
        "{% if person.phone %}{{ person.city }}{% endif %}",
    ] {
        let found = problems(&block(text));
        assert!(found.contains("person.city may be missing"), "{text}: {found}");
    }
    for text in [
        "{{ person.city | default(\"dort\") }}",
        "{% if person.city %}{{ person.city }}{% else %}x{% endif %}",
        "x{% if person.city and person.city != \"Ulm\" %}{{ person.city | upcase }}{% endif %}",
        "{{ person.city if person.city else \"dort\" }}",
        "{% if person.city == \"Ulm\" %}{{ person.city }}{% else %}x{% endif %}",
    ] {
        compiled(&block(text));
    }
}

#[test]
fn amounts_and_days_are_not_printed_as_computers_write_them() {
    for (text, cause) in [
        ("{% for p in products %}{{ p.price | default(0) }}{% endfor %}", "without its currency"),
        ("{{ today }}", "as computers write it"),
        ("{{ products }}", "this is no text"),
        ("{{ today | money }}", "takes an amount"),
        ("{{ today | date(\"lang\") }}", "takes one of"),
        ("{{ salutation | shout }}", "there is no filter \"shout\""),
        ("{{ salutation | downcsae }}", "did you mean \"downcase\"?"),
        ("{{ voucher }}", "there is no \"voucher\""),
        ("{{ salutation", "line 1"),
        ("{% if products %}x", "line 1"),
        ("{{ range(3) }}", "there are no functions"),
        ("{{ salutation is odd }}", "there is no test"),
    ] {
        let found = problems(&block(text));
        assert!(found.contains(cause), "{text}: {found}");
    }
}

#[test]
fn a_block_that_says_nothing_is_refused() {
    let nothing = authored("{ blocks: [{ id: b }] }", "");
    let found = problems(&nothing);
    assert!(found.contains("block b: it says nothing in \"de\"; tried de, en"), "{found}");
    let found = problems(&block("{% if person.city %}{{ person.city }}{% endif %}"));
    assert!(found.contains("block \"b\" says nothing"), "{found}");
    assert!(found.contains("of whom nothing is known"), "{found}");
}

#[test]
fn a_missing_language_falls_back_and_is_listed_or_refused() {
    let message = "{ blocks: [{ id: b, text: { de: '', en: Hello } }] }";
    let definitions = authored(message, "");
    let content = compiled(&definitions);
    let gaps: Vec<String> = content
        .gaps()
        .iter()
        .map(|gap| format!("{}: {} for {}", gap.place, gap.stands_in, gap.language))
        .collect();
    assert_eq!(gaps, ["programme p › message m › block b: en for de"]);
    assert!(render(&content, &anna()).unwrap().text.contains("Hello"));
    let strict = authored(message, "languages: { gaps: refuse }");
    assert!(problems(&strict).contains("there is no text in \"de\""));
}

#[test]
fn a_message_in_one_language_is_read_in_it_by_everybody_as_a_whole() {
    // The default is English, and there is none: greeting, words of the frame and numbers are German all the same.
    let message = "{ subject: { de: Herbst, en: '' }, blocks: [{ id: b, body: { de: { parts: [{ text: '{{ salutation }}, es ist Herbst.' }] } } }] }";
    let definitions = authored(message, "");
    let content = compiled(&definitions);
    let gaps: Vec<String> =
        content.gaps().iter().map(|gap| format!("{} for {}", gap.stands_in, gap.language)).collect();
    assert_eq!(gaps, ["de for en"]);
    let read = |language: Option<&str>| {
        let ticketed = Ticketed { language: language.map(str::to_owned), ..anna() };
        render(&content, &ticketed).unwrap()
    };
    let german = read(Some("de"));
    for other in [Some("en"), Some("en-GB"), Some("fr"), None] {
        assert_eq!(read(other), german, "{other:?}");
        assert_eq!(content.read_in(anna().message, other), Some(&german.language));
    }
    assert_eq!(content.language_of(Some("fr")).as_str(), "en", "what they would read else");
    let strict = authored(message, "languages: { gaps: refuse }");
    assert!(problems(&strict).contains("there is no text in \"en\""));
}

#[test]
fn a_region_reads_its_language_and_writes_as_its_region() {
    let library = "languages: { offered: [de, de-CH, en], default: en }";
    let message = "{ blocks: [{ id: b, text: { de: '{% for p in products %}{{ p.price | default(0) | money }} {% endfor %}x', en: Hello } }] }";
    let mut definitions = authored(message, library);
    definitions.settings.currency = anlass_model::money::Currency::try_from("CHF".to_owned()).unwrap();
    let mut reto = anna();
    reto.language = Some("de_ch".to_owned());
    let text = rendered(&definitions, &reto).text;
    assert!(text.contains("CHF\u{a0}24.99"), "{text}");
}

#[test]
fn slots_take_what_they_allow() {
    let library = "
templates:
  - id: default
    body: <mj-body><mj-slot id=\"top\" /><mj-slot id=\"content\" /></mj-body>
    slots:
      - { id: top, locked: logo }
      - { id: content, tags: [teaser] }
fragments:
  - id: logo
    languages: { en: { parts: [{ image: { src: 'https://a.example/logo.png', alt: Our logo } }] } }
  - id: news
    tags: [teaser]
    valid_until: 2026-11-21
    languages: { en: { mjml: '<mj-section><mj-column><mj-text>News</mj-text></mj-column></mj-section>' } }
  - { id: other, languages: { en: { parts: [{ text: Other }] } } }
";
    let with = |block: &str| authored(&format!("{{ blocks: [{{ id: b, {block} }}] }}"), library);
    assert!(problems(&with("fragment: other")).contains("the slot \"content\" takes other fragments only"));
    assert!(problems(&with("fragment: news, slot: top")).contains("the slot \"top\" is locked"));
    assert!(problems(&with("fragment: nwes")).contains("did you mean \"news\"?"));
    assert!(problems(&with("fragment: news, slot: side")).contains("has no such open slot"));
    let content = compiled(&with("fragment: news"));
    let error = render(&content, &anna()).expect_err("the fragment has run out");
    assert_eq!(error, crate::RenderError::NotValid { block: Name::new("b").unwrap() });
    let mut before = anna();
    before.today = jiff::civil::date(2026, 11, 21);
    assert_eq!(render(&content, &before).unwrap().text, "Our logo\n\nNews");
}

#[test]
fn advertising_does_not_slip_into_contract_messages() {
    let library = "fragments: [{ id: f, class: advertising, languages: { en: { parts: [{ text: Buy }] } } }]";
    let found = problems(&authored("{ class: contract, blocks: [{ id: b, fragment: f }] }", library));
    assert!(found.contains("the advertising fragment \"f\" in a contract block"), "{found}");
    compiled(&authored("{ class: contract, blocks: [{ id: b, class: advertising, fragment: f }] }", library));
}

#[test]
fn mjml_is_checked_with_places() {
    let with = |mjml: &str| {
        let mjml = serde_json::to_string(mjml).unwrap();
        authored(&format!("{{ blocks: [{{ id: b, body: {{ en: {{ mjml: {mjml} }} }} }}] }}"), "")
    };
    let found = problems(&with("<mj-section>\n  <mj-colunm></mj-colunm></mj-section>"));
    assert!(found.contains("line 2, column 3: there is no component <mj-colunm>"), "{found}");
    assert!(found.contains("did you mean <mj-column>?"), "{found}");
    let windows = with(
        "<mj-section>\r\n<mj-column>\r\n<mj-text>a {% if person.city < \"b\" %}c{% endif %}</mj-text></mj-column></mj-section>",
    );
    compiled(&windows);
}

#[test]
fn a_template_that_does_not_exist_is_named() {
    let found =
        problems(&authored("{ template: defualt, blocks: [{ id: b, text: { de: '', en: x } }] }", ""));
    assert!(found.contains("did you mean \"default\"?"), "{found}");
}

#[test]
fn unknown_fields_are_refused() {
    assert!(serde_saphyr::from_str::<Library>("tempaltes: []").is_err());
}
