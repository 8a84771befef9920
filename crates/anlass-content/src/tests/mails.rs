//! The shipped recipes as mails, in German and in English.

use super::*;
use crate::html::text_of;

const ALL: [&str; 19] = [
    "cart-reminder",
    "cart-last-call",
    "first-thanks",
    "full-returner-help",
    "review-please",
    "second-order-inspiration",
    "second-order-reminder",
    "win-back-hello",
    "win-back-last",
    "sign-up-confirm",
    "welcome-hello",
    "birthday-greeting",
    "coffee-again",
    "wish-available",
    "order-confirmed",
    "order-shipped",
    "pickup-ready",
    "pickup-reminder",
    "satisfaction-question",
];

/// A ticket with all blocks of a shipped message.
fn ticket(definitions: &Definitions, message: &str, language: &str) -> Ticketed {
    let messages = definitions.programmes.iter().flat_map(|programme| &programme.messages);
    let of = messages.clone().find(|candidate| candidate.id.as_str() == message).expect(message);
    let mut ticketed = anna();
    ticketed.message = of.id.id();
    ticketed.blocks = of.blocks.iter().map(|block| block.id.id()).collect();
    ticketed.language = Some(language.to_owned());
    if of.items == anlass_model::definition::Items::None {
        ticketed.products.clear();
    }
    ticketed
}

/// Set ANLASS_GOLDEN=write to take over what is rendered today.
#[test]
fn shipped_mails_read_as_they_were_proofread() {
    let definitions = recipes();
    let content = compiled(&definitions);
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/mails");
    let mut different = Vec::new();
    for message in ALL {
        for language in ["de", "en"] {
            let mail = render(&content, &ticket(&definitions, message, language)).unwrap();
            let told = format!("{}\n({})\n\n{}\n", mail.subject, mail.preheader, mail.text);
            let file = folder.join(format!("{message}.{language}.txt"));
            if option_env!("ANLASS_GOLDEN") == Some("write") {
                std::fs::write(&file, &told).unwrap();
                std::fs::write(file.with_extension("html"), mail.html.as_deref().unwrap()).unwrap();
            }
            let golden = std::fs::read_to_string(&file).unwrap_or_default();
            if golden != told {
                different.push(format!("{message}.{language}:\n{told}"));
            }
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n---\n"));
}

#[test]
fn every_shipped_mail_is_small_complete_and_accessible() {
    let definitions = recipes();
    let content = compiled(&definitions);
    for message in ALL {
        for language in ["de", "en"] {
            let mail = render(&content, &ticket(&definitions, message, language)).unwrap();
            let html = mail.html.as_deref().unwrap();
            assert!(html.len() < 40_000, "{message}: {} bytes", html.len());
            assert!(html.contains(&format!("<html lang=\"{language}\"")), "{message}");
            assert!(!html.contains("fonts.googleapis"), "{message} asks a third party for fonts");
            assert!(!html.contains("zqj") && !html.contains("zqk") && !html.contains("{{"), "{message}");
            assert_eq!(html.matches("<img").count(), html.matches("alt=\"").count(), "{message}");
            assert!(mail.links.contains(&"https://post.example/u/1".to_owned()), "{message}");
            assert!(mail.text.contains("https://post.example/u/1"), "{message}");
            assert!(mail.text.contains("HRB 12345"), "{message}");
            assert!(!mail.subject.is_empty() && !mail.preheader.is_empty(), "{message}");
            assert_eq!(html.matches("<!--[if").count(), html.matches("<![endif]").count(), "{message}");
        }
    }
}

#[test]
fn the_text_part_says_what_the_html_shows() {
    let definitions = recipes();
    let content = compiled(&definitions);
    for message in ALL {
        let mail = render(&content, &ticket(&definitions, message, "de")).unwrap();
        let derived = text_of(mail.html.as_deref().unwrap());
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words(&mail.text), words(&derived), "{message}");
    }
}

/// UWG and GDPR: a mail that asks for a consent advertises nothing, and its button confirms.
#[test]
fn the_mail_that_asks_for_a_confirmation_has_its_button_and_nothing_else() {
    let definitions = recipes();
    let content = compiled(&definitions);
    for language in ["de", "en"] {
        let mail = render(&content, &ticket(&definitions, "sign-up-confirm", language)).unwrap();
        assert!(mail.links.contains(&"https://post.example/k/1".to_owned()), "{:?}", mail.links);
        let is_own = |link: &String| link.starts_with("https://post.example/");
        assert!(mail.links.iter().all(is_own), "no way to the shop: {:?}", mail.links);
    }
    let messages = definitions.programmes.iter().flat_map(|programme| &programme.messages);
    let message = messages.clone().find(|message| message.id.as_str() == "sign-up-confirm").unwrap();
    assert!(message.blocks.iter().all(|block| block.class.is_none()));
}

#[test]
fn a_short_message_has_no_frame_and_its_own_wording() {
    let definitions = recipes();
    let mut ticketed = ticket(&definitions, "cart-reminder", "de");
    ticketed.channel = Channel::Sms;
    ticketed.blocks.truncate(2);
    let short = rendered(&definitions, &ticketed);
    assert_eq!(short.html, None);
    assert_eq!(
        short.text,
        "Sehr geehrte Frau Sommer,\n\nSie haben etwas liegen lassen – wir haben es für Sie aufgehoben.\n\n\
         Mit einem Klick machen Sie dort weiter, wo Sie aufgehört haben: https://shop.example/"
    );
}

#[test]
fn a_message_written_before_there_was_layout_becomes_a_whole_mail() {
    let mail = rendered(&block("Guten Tag,\n\nes ist <fertig> & bereit."), &anna());
    assert_eq!(mail.subject, "Betreff");
    let html = mail.html.unwrap();
    assert!(html.contains("es ist &lt;fertig&gt; &amp; bereit."), "{html}");
    assert!(mail.text.contains("Guten Tag,\n\nes ist <fertig> & bereit."), "{}", mail.text);
}

#[test]
fn filters_write_as_the_language_does() {
    let text = "{% for p in products %}{{ p.price | default(0) | money }};{% endfor %}{{ today | date }};\
        {{ today | date(\"full\") }};{{ products | size | number }};{{ products | size | plural(\"Stück\", \"Stücke\") }};\
        {{ person.city | default(\"\") | upcase }};{{ person.phone | default(\"-\") }};{{ \"Ein langer Satz hier\" | truncate(12) }}";
    let mut ticketed = anna();
    let german = rendered(&block(text), &ticketed).text;
    let expected =
        "24,99\u{a0}€;12,90\u{a0}€;22.11.2026;Sonntag, 22. November 2026;2;Stücke;KÖLN;-;Ein langer…";
    assert!(german.contains(expected), "{german}");
    ticketed.language = Some("en".to_owned());
    let english = rendered(&block(text), &ticketed).text;
    let expected = "€24.99;€12.90;22/11/2026;Sunday, 22 November 2026;2;Stücke";
    assert!(english.contains(expected), "{english}");
}

#[test]
fn a_link_that_runs_a_script_stops_the_mail() {
    let definitions = recipes();
    let content = compiled(&definitions);
    let mut ticketed = ticket(&definitions, "cart-reminder", "de");
    for bad in ["javascript:alert(1)", " JavaScript:x", "data:text/html,x", "/relative"] {
        ticketed.products[0].link = Some(bad.to_owned());
        assert_eq!(render(&content, &ticketed), Err(crate::RenderError::Link), "{bad}");
    }
}

#[test]
fn what_was_not_chosen_is_not_in_the_mail() {
    let definitions = recipes();
    let content = compiled(&definitions);
    let mut ticketed = ticket(&definitions, "cart-reminder", "de");
    ticketed.blocks.pop();
    let mail = render(&content, &ticketed).unwrap();
    assert!(!mail.text.contains("in die Hand nehmen"));
    assert_eq!(mail.blocks.iter().map(|block| block.individual).collect::<Vec<_>>(), [false, true]);
    ticketed.blocks.push(NameId::of("unknown"));
    assert!(matches!(render(&content, &ticketed), Err(crate::RenderError::NoBlock { .. })));
}
