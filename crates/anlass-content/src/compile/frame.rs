//! One MJML document per template and language with everything that goes into its slots, so that its head knows
//! the styles of all; compiled once and cut into pieces again.

use super::FramePart;
use crate::check::{self, Uses};
use crate::html::{self, Token};
use crate::mjml;
use crate::names::Scope;
use crate::piece::{self, Piece};
use crate::problem::{Problem, Written};
use crate::tags::Mask;
use anlass_model::definition::{LanguageTag, Settings, Slot, Template};
use anlass_model::id::Name;
use minijinja::Environment;
use std::collections::BTreeMap;

pub(crate) const DEFAULT: &str = "default";
/// Where the compiled document is cut.
const CUT: &str = "zqkcutkqz";

/// The template used where a message names none.
///
/// # Panics
/// Never: its names are fixed.
#[must_use]
pub fn default_template() -> Template {
    let name = |text: &str| Name::new(text).expect("a fixed, valid name");
    let word = |id: &str, german: &str, english: &str| {
        let texts =
            [(LanguageTag::german(), german.to_owned()), (LanguageTag::english(), english.to_owned())];
        (name(id), BTreeMap::from(texts))
    };
    Template {
        id: name(DEFAULT),
        name: Default::default(),
        head: include_str!("../default/head.mjml").to_owned(),
        body: include_str!("../default/body.mjml").to_owned(),
        words: BTreeMap::from([
            word("browser", "Im Browser ansehen", "View in browser"),
            word("why", "Sie erhalten diese Nachricht von", "You receive this message from"),
            word("preferences", "Einstellungen ändern", "Change preferences"),
            word("unsubscribe", "Abmelden", "Unsubscribe"),
        ]),
        slots: vec![Slot { id: name("content"), locked: None, tags: Vec::new() }],
    }
}

/// What is wrong with the frame itself.
pub(super) fn problems(
    template: &Template,
    settings: &Settings,
    words: &BTreeMap<String, String>,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let scope = Scope { settings, words: Some(words), has_voucher: false };
    for (what, text) in [("head", &template.head), ("body", &template.body)] {
        let place = format!("template {} › {what}", template.id);
        let written = Written { place: &place, text };
        problems.extend(check::check(written, &scope).err().unwrap_or_default());
        problems.extend(mjml::check(written));
    }
    let place = format!("template {} › body", template.id);
    let written = Written { place: &place, text: &template.body };
    let marked = slots(&template.body);
    for (start, _, id) in &marked {
        if !template.slots.iter().any(|slot| slot.id.as_str() == *id) {
            let cure = Some("list it under slots".to_owned());
            problems.push(written.problem(*start, format!("there is no slot \"{id}\""), cure));
        }
    }
    for slot in &template.slots {
        let times = marked.iter().filter(|(_, _, id)| *id == slot.id.as_str()).count();
        if times != 1 {
            let cause = format!("the slot \"{}\" stands in it {times} times", slot.id);
            problems.push(Problem::new(
                &place,
                cause,
                Some("write <mj-slot id=\"…\" /> once for every slot"),
            ));
        }
    }
    if !template.body.trim_start().starts_with("<mj-body") {
        problems.push(Problem::new(&place, "it is no <mj-body>", Some("write <mj-body> … </mj-body>")));
    }
    problems
}

/// Start, end and id of every `<mj-slot id="…" />`.
fn slots(body: &str) -> Vec<(usize, usize, &str)> {
    let tokens = html::tokens(body);
    let mut slots = Vec::new();
    for (index, (start, token)) in tokens.iter().enumerate() {
        if let Token::Open { name: "mj-slot", attributes, closes_itself: true } = token {
            let end = tokens.get(index + 1).map_or(body.len(), |(next, _)| *next);
            slots.push((*start, end, html::attribute(attributes, "id").unwrap_or_default()));
        }
    }
    slots
}

/// A document being put together.
pub(super) struct Document {
    pub(super) mask: Mask,
    /// In the order of the jobs.
    pub(super) sections: Vec<String>,
    head: String,
    language: String,
}

/// The pieces of a compiled document.
pub(super) struct Compiled {
    pub(super) frame: Vec<FramePart>,
    /// In the order of the jobs; those of locked slots stand in the frame.
    pub(super) pieces: Vec<Option<Piece>>,
}

/// What stands between two cuts.
#[derive(Clone, Copy)]
enum Between {
    Frame,
    Job(usize),
}

impl Document {
    pub(super) fn new(template: &Template, language: &LanguageTag) -> Document {
        let mut mask = Mask::default();
        let head = mask.hide(&template.head.replace("\r\n", "\n"));
        Document { mask, sections: Vec::new(), head, language: language.as_str().to_owned() }
    }

    /// The document in HTML, and what stands between its cuts.
    fn html(
        &mut self,
        template: &Template,
        jobs: &[(&Name, Uses)],
    ) -> Result<(String, Vec<Between>), Box<Problem>> {
        let place = format!("template {}", template.id);
        let (body, between) = self.body(template, jobs);
        let (language, head) = (&self.language, &self.head);
        let document =
            format!("<mjml lang=\"{language}\" dir=\"ltr\"><mj-head>{head}</mj-head>{body}</mjml>");
        let html = mjml::compile(&document).map_err(|cause| {
            Box::new(Problem::new(&place, cause, Some("see that its head and body are MJML")))
        })?;
        if let Some(tag) = self.mask.lost(&document, &html).first() {
            let cause = format!("MJML has no place for {tag} where it stands");
            return Err(Box::new(Problem::new(&place, cause, Some("put it into mj-text or mj-raw"))));
        }
        if html.matches(CUT).count() + 1 != between.len() {
            let cause = "its slots are lost when it is compiled";
            return Err(Box::new(Problem::new(&place, cause, Some("put slots directly into mj-body"))));
        }
        Ok((html, between))
    }

    pub(super) fn compile(
        mut self,
        name: &str,
        template: &Template,
        jobs: &[(&Name, Uses)],
        environment: &mut Environment<'static>,
    ) -> Result<Compiled, Box<Problem>> {
        let (html, between) = self.html(template, jobs)?;
        let mut pieces: Vec<Option<Piece>> = jobs.iter().map(|_| None).collect();
        let mut frame = Vec::new();
        let mut open_slot: Option<&Slot> = None;
        let mut slots = slots(&template.body).into_iter();
        for (index, (masked, what)) in html.split(CUT).zip(between).enumerate() {
            match what {
                Between::Frame => {
                    if let Some(slot) = open_slot.take() {
                        frame.push(FramePart::Slot(slot.id.clone()));
                    }
                    let name = format!("{name}/frame-{index}");
                    let piece = piece::piece(environment, &name, masked, &self.mask, Uses::default())?;
                    frame.push(FramePart::Piece(piece));
                    let next = slots.next();
                    open_slot =
                        next.and_then(|(_, _, id)| template.slots.iter().find(|slot| slot.id.as_str() == id));
                }
                Between::Job(job) => {
                    let uses = jobs.get(job).map(|(_, uses)| *uses).unwrap_or_default();
                    let name = format!("{name}/block-{index}");
                    let piece = piece::piece(environment, &name, masked, &self.mask, uses)?;
                    if open_slot.is_some_and(|slot| slot.locked.is_some()) {
                        frame.push(FramePart::Piece(piece));
                    } else if let Some(place) = pieces.get_mut(job) {
                        *place = Some(piece);
                    }
                }
            }
        }
        Ok(Compiled { frame, pieces })
    }

    /// The body with all sections in their slots and cuts around them.
    fn body(&mut self, template: &Template, jobs: &[(&Name, Uses)]) -> (String, Vec<Between>) {
        let source = template.body.replace("\r\n", "\n");
        let cut = format!("<mj-raw>{CUT}</mj-raw>");
        let mut body = String::new();
        let mut between = vec![Between::Frame];
        let mut at = 0;
        for (start, end, id) in slots(&source) {
            body.push_str(&self.mask.hide(source.get(at..start).unwrap_or_default()));
            for (index, section) in self.sections.iter().enumerate() {
                if jobs.get(index).is_some_and(|(slot, _)| slot.as_str() == id) {
                    body.push_str(&cut);
                    body.push_str(section);
                    between.push(Between::Job(index));
                }
            }
            body.push_str(&cut);
            between.push(Between::Frame);
            at = end;
        }
        body.push_str(&self.mask.hide(source.get(at..).unwrap_or_default()));
        (body, between)
    }
}
