//! Whatever a profile holds, it stays text.

use super::*;
use crate::html::{Token, text_of, tokens};
use proptest::prelude::*;
use std::sync::LazyLock;

static CONTENT: LazyLock<Content> = LazyLock::new(|| {
    compiled(&block(
        "{{ salutation }}, {{ person.city | default(\"-\") }}\n\n{% for p in products %}{{ p.name }}{% if p.price %} {{ p.price | money }}{% endif %}\n{% endfor %}x",
    ))
});
static CART: LazyLock<Content> = LazyLock::new(|| compiled(&recipes()));

fn elements(html: &str) -> Vec<String> {
    let opened = tokens(html).into_iter().filter_map(|(_, token)| match token {
        Token::Open { name, .. } => Some(name.to_owned()),
        _ => None,
    });
    opened.collect()
}

fn nasty() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "{{ person.city }}",
        "{% for %}",
        "&amp;",
        "zqj0jqz",
        "zqkcutkqz",
        "'",
        "\u{202e}",
        "\r\nBcc: x@example.org",
        "é",
        "🌻",
        " ",
        "\\u{41}",
        "<!--",
        "]]>",
    ]);
    prop_oneof![
        any::<String>(),
        prop::collection::vec(prop_oneof![pieces.prop_map(str::to_owned), "[a-zäöü ]{0,8}"], 0..6)
            .prop_map(|parts| parts.concat()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn profile_values_never_become_markup(
        first in nasty(), last in nasty(), city in nasty(), product in nasty(), price in any::<i64>(), language in nasty(),
    ) {
        let plain = elements(render(&CONTENT, &anna()).unwrap().html.as_deref().unwrap());
        let mut ticketed = anna();
        ticketed.person.extend([fact("first_name", &first), fact("last_name", &last), fact("city", &city)]);
        ticketed.products[0].name = product;
        ticketed.products[0].price_minor = Some(price);
        ticketed.language = Some(language);
        let mail = render(&CONTENT, &ticketed).unwrap();
        prop_assert_eq!(elements(mail.html.as_deref().unwrap()), plain);
        prop_assert!(!mail.subject.contains(['\r', '\n']));
        prop_assert!(mail.bytes < 1 << 20);
    }

    #[test]
    fn the_text_has_every_visible_word_and_every_link(city in "[a-z<>&\"' ]{0,30}", name in "[A-Za-z&<>ß ]{1,30}", link in "[a-z0-9/?=&]{0,20}") {
        let mut ticketed = anna();
        ticketed.message = NameId::of("cart-reminder");
        ticketed.blocks = ["greeting", "cart", "outlet-hint"].map(NameId::of).to_vec();
        ticketed.person.extend([fact("city", &city)]);
        ticketed.products[0].name = name;
        ticketed.products[0].link = Some(format!("https://shop.example/{link}"));
        let mail = render(&CART, &ticketed).unwrap();
        let html = mail.html.as_deref().unwrap();
        let shown = text_of(html);
        let letters = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
        prop_assert_eq!(letters(&mail.text), letters(&shown));
        for link in &mail.links {
            prop_assert!(mail.text.contains(link.as_str()), "{} is not in {}", link, mail.text);
        }
    }

    #[test]
    fn authors_may_write_anything_and_get_an_answer(text in nasty(), mjml in nasty()) {
        let answer = compile(&block(&text));
        if let Ok(content) = answer {
            prop_assert!(render(&content, &anna()).is_ok());
        }
        let mjml = serde_json::to_string(&format!("<mj-section><mj-column><mj-text>{mjml}</mj-text></mj-column></mj-section>")).unwrap();
        let definitions = authored(&format!("{{ blocks: [{{ id: b, body: {{ en: {{ mjml: {mjml} }} }} }}] }}"), "");
        let _answer = compile(&definitions);
    }

    #[test]
    fn names_never_break_the_salutation(first in nasty(), last in nasty(), stated in nasty(), titles in nasty()) {
        use crate::{Names, Person, salutation};
        use anlass_model::definition::{LanguageTag, Tone};
        let person = Person { salutation: Some(&stated), titles: Some(&titles), first_name: Some(&first), last_name: Some(&last) };
        for tone in [Tone::Formal, Tone::Informal] {
            let line = salutation(person, &LanguageTag::german(), tone, &Names::default());
            prop_assert!(!line.is_empty() && line.chars().count() < 160, "{}", line);
            prop_assert!(!line.contains(['<', '>', '&', '"', '{', '\n', '@']), "{}", line);
        }
    }
}
