//! What content systems answer as JSON, by a form that says which place means what. A place may lead through lists: then it
//! means what stands there in each of their elements.

use super::{Raw, Told, Unfit};
use crate::json::{self, Bounds, Json};
use serde::{Deserialize, Serialize};

const BOUNDS: Bounds = Bounds { depth_max: 40, values_max: 400_000, text_bytes_max: 2_000_000 };
const PATH_MAX: usize = 200;
const STEPS_MAX: usize = 12;

/// Where what stands, each as `title.rendered`; `items` empty: the answer itself is the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JsonForm {
    pub items: String,
    pub id: String,
    pub title: String,
    pub text: String,
    pub picture: String,
    pub link: String,
    pub tags: String,
    pub published: String,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a place such as title.rendered")]
pub struct BadJsonForm(String);

impl JsonForm {
    /// Posts of WordPress, asked for with `_embed`.
    #[must_use]
    pub fn wordpress() -> JsonForm {
        JsonForm {
            items: String::new(),
            id: "id".into(),
            title: "title.rendered".into(),
            text: "excerpt.rendered".into(),
            picture: "_embedded.wp:featuredmedia.source_url".into(),
            link: "link".into(),
            tags: "_embedded.wp:term.name".into(),
            published: "date_gmt".into(),
        }
    }

    /// # Errors
    /// If one of its places is none.
    pub fn check(&self) -> Result<(), BadJsonForm> {
        let JsonForm { items, id, title, text, picture, link, tags, published } = self;
        for path in [items, id, title, text, picture, link, tags, published] {
            let is_bad = path.split('.').any(|step| step.trim().is_empty() || step.contains(['[', ']']));
            if !path.is_empty() && (is_bad || path.len() > PATH_MAX || path.split('.').count() > STEPS_MAX) {
                return Err(BadJsonForm(path.chars().take(PATH_MAX).collect()));
            }
        }
        match title.is_empty() && text.is_empty() {
            true => Err(BadJsonForm("title".into())),
            false => Ok(()),
        }
    }
}

/// Items of an answer.
///
/// # Errors
/// If it is no JSON within bounds, or has no list of items where the form says.
pub fn from_json(bytes: &[u8], form: &JsonForm) -> Result<Told, Unfit> {
    let json = json::read(bytes, &BOUNDS).map_err(|unfit| match unfit {
        json::Unfit::NotUtf8 => Unfit::new("it is not UTF-8"),
        json::Unfit::NotJson => Unfit::new("it is no sound JSON"),
        json::Unfit::TooDeep | json::Unfit::TooManyValues | json::Unfit::TextTooLong => {
            Unfit::new("it is larger or deeper than anything that is read")
        }
    })?;
    let mut list = Some(&json);
    for step in form.items.split('.').filter(|step| !step.is_empty()) {
        list = list.and_then(|json| json.get(step));
    }
    let list = list.and_then(Json::list).ok_or_else(|| {
        Unfit::new(match &*form.items {
            "" => "it is no list of items".to_owned(),
            place => format!("there is no list of items at \"{place}\""),
        })
    })?;
    let mut told = Told::default();
    for json in list {
        let all = |path: &str| found(json, path);
        let one = |path: &str| all(path).into_iter().next().unwrap_or_default();
        let maybe = |path: &str| all(path).into_iter().next();
        told.take(Raw {
            id: one(&form.id),
            title: one(&form.title),
            texts: all(&form.text),
            picture: maybe(&form.picture),
            link: maybe(&form.link),
            tags: all(&form.tags),
            published: maybe(&form.published),
        });
    }
    Ok(told)
}

/// Texts at a place, in the order in which they stand.
fn found(json: &Json<'_>, path: &str) -> Vec<String> {
    let mut texts = Vec::new();
    if !path.is_empty() {
        let steps: Vec<&str> = path.split('.').collect();
        gather(json, &steps, &mut texts);
    }
    texts
}

/// The depth of what is read is bounded, so this one's is.
fn gather(json: &Json<'_>, steps: &[&str], texts: &mut Vec<String>) {
    if let Some(list) = json.list() {
        list.iter().for_each(|json| gather(json, steps, texts));
        return;
    }
    match steps.split_first() {
        None => texts.extend(json.text().filter(|text| !text.trim().is_empty()).map(str::to_owned)),
        Some((step, rest)) => {
            if let Some(json) = json.get(step) {
                gather(json, rest, texts);
            }
        }
    }
}
