//! Definitions → content: every text is checked, MJML is compiled once per template and language, and every
//! message is rendered for a full and for a bare sample person. All problems are reported at once; content
//! that compiles has no unknown name and no block without words.

mod frame;
mod references;
mod sample;

use crate::check;
use crate::filters;
use crate::format::Locale;
use crate::languages::{self, Chains};
use crate::mjml;
use crate::names::Scope;
use crate::piece::{self, Chunk, Piece};
use crate::problem::{Problem, Written};
use crate::salutation::Names;
use crate::source;
use anlass_model::consent::Channel;
use anlass_model::definition::{
    Block, Definitions, Fragment, FragmentBody, Gaps, LanguageTag, Library, Message, Part, Slot, Template,
    Tone,
};
use anlass_model::id::{Name, NameId};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use minijinja::Environment;
use minijinja::value::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

pub use frame::default_template;

/// Everything compiled that renders messages of one organisation.
#[derive(Debug)]
pub struct Content {
    pub(crate) messages: BTreeMap<NameId, CompiledMessage>,
    pub(crate) environments: BTreeMap<LanguageTag, Environment<'static>>,
    pub(crate) languages: Chains,
    pub(crate) zone: TimeZone,
    pub(crate) tone: Tone,
    pub(crate) names: Names,
    gaps: Vec<Gap>,
}

/// A text that is missing in an offered language, and what stands in.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Gap {
    pub place: String,
    pub language: LanguageTag,
    pub stands_in: LanguageTag,
}

impl Content {
    /// The table of names that salutations may use; without one, only stated salutations tell a gender.
    #[must_use]
    pub fn with_names(mut self, names: Names) -> Content {
        self.names = names;
        self
    }

    /// In which language a message is read by somebody whose profile says this; `None`: there is no such message.
    #[must_use]
    pub fn read_in(&self, message: NameId, profile: Option<&str>) -> Option<&LanguageTag> {
        let message = self.messages.get(&message)?;
        let own = self.languages.choose(profile);
        Some(message.stand_ins.get(own).unwrap_or(own))
    }

    /// The offered language nearest to what a profile says.
    #[must_use]
    pub fn language_of(&self, profile: Option<&str>) -> &LanguageTag {
        self.languages.choose(profile)
    }

    /// Texts to be written still.
    #[must_use]
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }
}

#[derive(Debug)]
pub(crate) struct CompiledMessage {
    pub(crate) name: Name,
    pub(crate) variants: BTreeMap<LanguageTag, Variant>,
    /// Languages that it does not speak at all, and the one in which their readers get the whole of it.
    pub(crate) stand_ins: BTreeMap<LanguageTag, LanguageTag>,
}

/// A message in one language.
#[derive(Debug)]
pub(crate) struct Variant {
    pub(crate) frame: Arc<Vec<FramePart>>,
    pub(crate) words: Value,
    pub(crate) subject: Chunk,
    pub(crate) preheader: Chunk,
    pub(crate) blocks: Vec<CompiledBlock>,
}

#[derive(Debug)]
pub(crate) enum FramePart {
    Piece(Piece),
    Slot(Name),
}

#[derive(Debug)]
pub(crate) struct CompiledBlock {
    pub(crate) id: NameId,
    pub(crate) name: Name,
    pub(crate) slot: Name,
    pub(crate) piece: Piece,
    /// The block's own wording for channels without a layout.
    pub(crate) plain: Option<Chunk>,
    pub(crate) valid_from: Option<Date>,
    pub(crate) valid_until: Option<Date>,
}

/// Compiles and checks all texts of an organisation.
///
/// # Errors
/// Every problem found.
pub fn compile(definitions: &Definitions) -> Result<Content, Vec<Problem>> {
    let library = definitions.content.clone().unwrap_or_default();
    let mut templates = library.templates.clone();
    if !templates.iter().any(|template| template.id.as_str() == frame::DEFAULT) {
        templates.push(default_template());
    }
    let chains = Chains::new(&library.languages).map_err(|problem| vec![problem])?;
    let zone = TimeZone::get(&definitions.settings.time_zone).unwrap_or(TimeZone::UTC);
    let mut compiler = Compiler {
        definitions,
        library: &library,
        templates: &templates,
        chains: chains.clone(),
        problems: Vec::new(),
        gaps: Vec::new(),
        messages: BTreeMap::new(),
    };
    compiler.references();
    let mut environments = BTreeMap::new();
    for language in chains.offered() {
        let mut environment = filters::environment(Locale::of(language), definitions.settings.currency);
        for template in &templates {
            compiler.template(template, language, &mut environment);
        }
        environments.insert(language.clone(), environment);
    }
    let Compiler { mut problems, gaps, messages, .. } = compiler;
    if problems.is_empty() && library.languages.gaps == Gaps::Refuse {
        problems.extend(gaps.iter().map(|gap| {
            let cause = format!("there is no text in \"{}\"", gap.language);
            Problem::new(&gap.place, cause, Some("write it, or allow fallbacks under languages › gaps"))
        }));
    }
    let (tone, names) = (library.tone, Names::default());
    let content = Content { messages, environments, languages: chains, zone, tone, names, gaps };
    if problems.is_empty() {
        problems = sample::dry_run(&content, definitions);
    }
    let mut once: Vec<Problem> = Vec::new();
    for problem in problems {
        if !once.contains(&problem) {
            once.push(problem);
        }
    }
    if once.is_empty() { Ok(content) } else { Err(once) }
}

struct Compiler<'a> {
    definitions: &'a Definitions,
    library: &'a Library,
    templates: &'a [Template],
    chains: Chains,
    problems: Vec<Problem>,
    gaps: Vec<Gap>,
    messages: BTreeMap<NameId, CompiledMessage>,
}

/// Something that goes into a slot.
struct Job<'a> {
    place: String,
    slot: Name,
    body: Cow<'a, FragmentBody>,
    has_voucher: bool,
    block: Option<(&'a Message, &'a Block)>,
    fragment: Option<&'a Fragment>,
}

impl<'a> Compiler<'a> {
    fn problem(&mut self, place: &str, cause: String, cure: &str) {
        self.problems.push(Problem::new(place, cause, Some(cure)));
    }

    fn messages(&self) -> Vec<(String, &'a Message)> {
        let all = self.definitions.programmes.iter().flat_map(|programme| {
            let place =
                move |message: &Message| format!("programme {} › message {}", programme.id, message.id);
            programme.messages.iter().map(move |message| (place(message), message))
        });
        all.collect()
    }

    /// What goes into the slots of a template in a language.
    fn jobs(&mut self, template: &'a Template, chain: &[LanguageTag]) -> Vec<Job<'a>> {
        let mut jobs = Vec::new();
        for slot in &template.slots {
            let Some(wanted) = &slot.locked else { continue };
            let place = format!("fragment {wanted}");
            let fragment = self.library.fragments.iter().find(|fragment| fragment.id == *wanted);
            let body = fragment.and_then(|fragment| languages::first(&fragment.languages, chain));
            match body {
                Some((body, _)) => jobs.push(Job {
                    place,
                    slot: slot.id.clone(),
                    body: Cow::Borrowed(body),
                    has_voucher: false,
                    block: None,
                    fragment,
                }),
                None => self.problem(
                    &format!("template {} › slot {}", template.id, slot.id),
                    format!("the fragment \"{wanted}\" is missing, at least in this language"),
                    "define it under content › fragments",
                ),
            }
        }
        for (place, message) in self.messages() {
            let of_template = message.template.as_ref().map_or(frame::DEFAULT, Name::as_str);
            if of_template != template.id.as_str() {
                continue;
            }
            let stand_in = chain.first().and_then(|language| self.chains.stand_in(message, language));
            for block in &message.blocks {
                let place = format!("{place} › block {}", block.id);
                let Some(slot) = slot_of(block, template) else { continue };
                match (&stand_in, chain.first()) {
                    // A German text under an English salutation would be neither; the letter is German as a whole.
                    (Some(tag), Some(language)) if block.fragment.is_none() => {
                        let (language, stands_in) = (language.clone(), tag.clone());
                        self.gaps.push(Gap { place, language, stands_in });
                    }
                    (Some(_), _) => {}
                    (None, _) => jobs.extend(self.job(place, message, block, slot, chain)),
                }
            }
        }
        jobs
    }

    fn job(
        &mut self,
        place: String,
        message: &'a Message,
        block: &'a Block,
        slot: &Slot,
        chain: &[LanguageTag],
    ) -> Option<Job<'a>> {
        let wanted = block.fragment.as_ref();
        let fragment = self.library.fragments.iter().find(|fragment| Some(&fragment.id) == wanted);
        let authored = match fragment {
            Some(fragment) => &fragment.languages,
            None => &block.body,
        };
        let found = match languages::first(authored, chain) {
            Some((body, tag)) => Some((Cow::Borrowed(body), tag)),
            None => languages::localised(&block.text, chain)
                .map(|(text, tag)| (Cow::Owned(FragmentBody::Parts(vec![Part::Text(text.to_owned())])), tag)),
        };
        let language = chain.first()?;
        let Some((body, tag)) = found else {
            let tried: Vec<&str> = chain.iter().map(LanguageTag::as_str).collect();
            let cause = format!("it says nothing in \"{language}\"; tried {}", tried.join(", "));
            self.problem(&place, cause, "write text, a body or a fragment in one of these languages");
            return None;
        };
        if tag.language() != language.language() {
            let gap = Gap { place: place.clone(), language: language.clone(), stands_in: tag };
            self.gaps.push(gap);
        }
        let has_voucher = message.voucher.is_some();
        Some(Job { place, slot: slot.id.clone(), body, has_voucher, block: Some((message, block)), fragment })
    }

    /// Compiles a template with all that goes into it.
    fn template(
        &mut self,
        template: &'a Template,
        language: &LanguageTag,
        environment: &mut Environment<'static>,
    ) {
        let chain = self.chains.chain(language);
        let words = self.words(template, &chain);
        let before = self.problems.len();
        self.problems.extend(frame::problems(template, &self.definitions.settings, &words));
        let jobs = self.jobs(template, &chain);
        let mut frame = frame::Document::new(template, language);
        let mut checked = Vec::new();
        for job in &jobs {
            match self.sections(job, &words, language, &mut frame) {
                Ok(uses) => checked.push(uses),
                Err(problems) => self.problems.extend(problems),
            }
        }
        if self.problems.len() > before {
            return;
        }
        let slots: Vec<(&Name, check::Uses)> = jobs.iter().map(|job| &job.slot).zip(checked).collect();
        let name = format!("{}/{language}", template.id);
        let compiled = match frame.compile(&name, template, &slots, environment) {
            Ok(compiled) => compiled,
            Err(problem) => return self.problems.push(*problem),
        };
        self.variants(template, language, &words, jobs, compiled, environment);
    }

    fn words(&mut self, template: &Template, chain: &[LanguageTag]) -> BTreeMap<String, String> {
        let mut words = BTreeMap::new();
        for (name, texts) in &template.words {
            match languages::first(texts, chain) {
                Some((text, _)) => drop(words.insert(name.as_str().to_owned(), text.clone())),
                None => self.problem(
                    &format!("template {} › words › {name}", template.id),
                    "it is missing in an offered language".to_owned(),
                    "write it",
                ),
            }
        }
        words
    }

    /// Checks one block and gives its sections to the document.
    fn sections(
        &self,
        job: &Job<'_>,
        words: &BTreeMap<String, String>,
        language: &LanguageTag,
        frame: &mut frame::Document,
    ) -> Result<check::Uses, Vec<Problem>> {
        let scope =
            Scope { settings: &self.definitions.settings, words: Some(words), has_voucher: job.has_voucher };
        let mut uses = check::Uses::default();
        let mut problems = Vec::new();
        for (part, text) in source::texts(&job.body) {
            let place = format!("{} › {language}{part}", job.place);
            let written = Written { place: &place, text };
            match check::check(written, &scope) {
                Ok(more) => {
                    uses.person |= more.person;
                    uses.name |= more.name;
                }
                Err(more) => problems.extend(more),
            }
            if matches!(*job.body, FragmentBody::Mjml(_)) {
                problems.extend(mjml::check(written));
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        // The shipped list of products is one of ours and about the person.
        if let FragmentBody::Parts(parts) = &*job.body {
            uses.person |= parts.iter().any(|part| matches!(part, Part::Products { .. }));
        }
        let sections = source::sections(&job.body, &mut frame.mask);
        mjml::accepts(&sections)
            .map_err(|cause| vec![Problem::new(&job.place, cause, Some("write sections of MJML"))])?;
        frame.sections.push(sections);
        Ok(uses)
    }

    /// Hands the compiled pieces to the messages they belong to.
    fn variants(
        &mut self,
        template: &Template,
        language: &LanguageTag,
        words: &BTreeMap<String, String>,
        jobs: Vec<Job<'_>>,
        compiled: frame::Compiled,
        environment: &mut Environment<'static>,
    ) {
        let parts = Arc::new(compiled.frame);
        let words_value = crate::values::words(words);
        let mut blocks: BTreeMap<NameId, Vec<CompiledBlock>> = BTreeMap::new();
        for (job, piece) in jobs.into_iter().zip(compiled.pieces) {
            let (Some((message, block)), Some(piece)) = (job.block, piece) else { continue };
            let plain = self.plain(&job, message, block, words, language, environment);
            blocks.entry(message.id.id()).or_default().push(CompiledBlock {
                id: block.id.id(),
                name: block.id.clone(),
                slot: job.slot,
                piece,
                plain,
                valid_from: job.fragment.and_then(|fragment| fragment.valid_from),
                valid_until: job.fragment.and_then(|fragment| fragment.valid_until),
            });
        }
        for (place, message) in self.messages() {
            if message.template.as_ref().map_or(frame::DEFAULT, Name::as_str) != template.id.as_str() {
                continue;
            }
            let id = message.id.id();
            let entry = || CompiledMessage {
                name: message.id.clone(),
                variants: BTreeMap::new(),
                stand_ins: BTreeMap::new(),
            };
            if let Some(tag) = self.chains.stand_in(message, language) {
                let compiled = self.messages.entry(id).or_insert_with(entry);
                compiled.stand_ins.insert(language.clone(), tag);
                continue;
            }
            let subject = message.subject.as_ref().unwrap_or(&message.name);
            let subject = self.line(&place, "subject", message, subject, words, language, environment);
            let empty = Default::default();
            let preheader = message.preheader.as_ref().unwrap_or(&empty);
            let preheader = self.line(&place, "preheader", message, preheader, words, language, environment);
            let compiled = self.messages.entry(id).or_insert_with(entry);
            let blocks = blocks.remove(&id).unwrap_or_default();
            let (frame, words) = (Arc::clone(&parts), words_value.clone());
            compiled.variants.insert(language.clone(), Variant { frame, words, subject, preheader, blocks });
        }
    }

    /// The block's own text for other channels than mail, where a layout stands beside it.
    fn plain(
        &mut self,
        job: &Job<'_>,
        message: &Message,
        block: &Block,
        words: &BTreeMap<String, String>,
        language: &LanguageTag,
        environment: &mut Environment<'static>,
    ) -> Option<Chunk> {
        let has_layout = block.fragment.is_some() || !block.body.is_empty();
        let has_other = message.channels.iter().any(|channel| *channel != Channel::Email);
        let has_text = languages::localised(&block.text, &self.chains.chain(language)).is_some();
        (has_layout && has_other && has_text)
            .then(|| self.line(&job.place, "text", message, &block.text, words, language, environment))
    }

    #[expect(clippy::too_many_arguments, reason = "all of them are what the text is checked against")]
    fn line(
        &mut self,
        place: &str,
        what: &str,
        message: &Message,
        text: &anlass_model::definition::Localised,
        words: &BTreeMap<String, String>,
        language: &LanguageTag,
        environment: &mut Environment<'static>,
    ) -> Chunk {
        let chain = self.chains.chain(language);
        let Some((text, _)) = languages::localised(text, &chain) else { return Chunk::Fixed(String::new()) };
        let place = format!("{place} › {what} › {language}");
        let settings = &self.definitions.settings;
        let scope = Scope { settings, words: Some(words), has_voucher: message.voucher.is_some() };
        if let Err(problems) = check::check(Written { place: &place, text }, &scope) {
            self.problems.extend(problems);
        }
        piece::chunk(environment, &place, text.to_owned()).unwrap_or_else(|problem| {
            self.problems.push(*problem);
            Chunk::Fixed(String::new())
        })
    }
}

fn slot_of<'t>(block: &Block, template: &'t Template) -> Option<&'t Slot> {
    match &block.slot {
        Some(wanted) => template.slots.iter().find(|slot| slot.id == *wanted),
        None => template.slots.iter().find(|slot| slot.locked.is_none()),
    }
}
