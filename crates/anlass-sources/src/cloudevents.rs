//! CloudEvents 1.0 (JSON) over HTTP: binary (attributes in `ce-` headers), structured, and batches. `source` and `id`
//! together are the event's identity, `time` is when it happened, `type` is its name here. What `data` says is read as a
//! track event of the collector is, so a type such as `com.example.order.completed` has the meaning of "Order Completed".

use crate::collector::Reason;
use crate::json::Json;
use crate::shops::{Headers, header};
use crate::understood::words::{copy, object, text, word};
use crate::understood::{Knowledge, Refused, Story, Understood, Why, read};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use std::borrow::Cow;

const EVENTS_MAX: usize = 5_000;
/// A name of an event has at most so many of the parts of its type.
const NAME_PARTS_MAX: usize = 3;
/// Members of `data` that say whose the event is, and are no properties.
const OF_PERSON: [&str; 6] = ["userId", "user_id", "anonymousId", "anonymous_id", "email", "traits"];

/// Reads a request with one event or a batch of them. An event that cannot be taken is left out with its reason and
/// takes no other along.
///
/// # Errors
/// If the request is no CloudEvent, or its body cannot be read at all.
pub fn decode(headers: Headers<'_>, body: &[u8], known: &Knowledge<'_>) -> Result<Understood, Refused> {
    let kind = header(headers, "content-type").unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let mut story = Story::new(known);
    match &*kind {
        "application/cloudevents+json" => structured(&mut story, "event", &read(body)?),
        "application/cloudevents-batch+json" => {
            let json = read(body)?;
            let events =
                json.list().ok_or(Refused::Malformed { place: "the body".into(), wanted: "a list" })?;
            if events.len() > EVENTS_MAX {
                return Err(Refused::TooManyValues { max: EVENTS_MAX });
            }
            for (index, event) in events.iter().enumerate() {
                structured(&mut story, &format!("[{index}]"), event);
            }
        }
        _ if header(headers, "ce-specversion").is_some() => {
            let attribute = |name: &str| header(headers, name).map(unescaped);
            let data = if body.is_empty() { Json::Null } else { read(body)? };
            let event = Event {
                version: attribute("ce-specversion"),
                id: attribute("ce-id"),
                source: attribute("ce-source"),
                kind: attribute("ce-type"),
                time: attribute("ce-time"),
                subject: attribute("ce-subject"),
            };
            say(&mut story, "event", &event, &data);
        }
        _ => {
            let wanted =
                "application/cloudevents+json, application/cloudevents-batch+json, or any beside ce- headers";
            return Err(Refused::Malformed { place: "the content type".into(), wanted });
        }
    }
    // An empty batch is allowed, and says nothing.
    if story.understood.is_nothing() {
        story.leave_out("batch", Why::WithoutUse { cause: "the batch is empty", cure: "nothing" });
    }
    Ok(story.understood)
}

/// The attributes that matter here.
struct Event<'e> {
    version: Option<Cow<'e, str>>,
    id: Option<Cow<'e, str>>,
    source: Option<Cow<'e, str>>,
    kind: Option<Cow<'e, str>>,
    time: Option<Cow<'e, str>>,
    subject: Option<Cow<'e, str>>,
}

fn structured(story: &mut Story<'_, '_>, place: &str, json: &Json<'_>) {
    if !matches!(json, Json::Object(_)) {
        return story.leave_out(place, Why::Unfit(Reason::NotAnObject));
    }
    let attribute = |name: &str| word(json, &[name]).map(Cow::Borrowed);
    let event = Event {
        version: attribute("specversion"),
        id: attribute("id"),
        source: attribute("source"),
        kind: attribute("type"),
        time: attribute("time"),
        subject: attribute("subject"),
    };
    let Some(packed) = word(json, &["data_base64"]) else {
        return say(story, place, &event, &copy(json, &["data"]));
    };
    let wanted = "JSON in base64";
    let unfit = Why::Unfit(Reason::Unreadable { place: "data_base64".into(), wanted });
    match BASE64_STANDARD.decode(packed) {
        Ok(bytes) => match read(&bytes) {
            Ok(data) => say(story, place, &event, &data),
            Err(_) => story.leave_out(place, unfit),
        },
        Err(_) => story.leave_out(place, unfit),
    }
}

fn say(story: &mut Story<'_, '_>, place: &str, event: &Event<'_>, data: &Json<'_>) {
    let missing = |place| Why::Unfit(Reason::Missing { place });
    if event.version.as_deref() != Some("1.0") {
        let wanted = "1.0, the only version there is";
        return story
            .leave_out(place, Why::Unfit(Reason::Unreadable { place: "specversion".into(), wanted }));
    }
    let Some(id) = &event.id else { return story.leave_out(place, missing("id")) };
    let Some(source) = &event.source else { return story.leave_out(place, missing("source")) };
    let Some(kind) = &event.kind else { return story.leave_out(place, missing("type")) };
    let about = format!("{place}, {kind}");
    let message = story.known.message(&["cloudevent", source, id]);
    // The first name that is one; what the longest says of an unknown one is told.
    let mut unknown = None;
    for name in names(kind) {
        let said = words(event, &name, data);
        let meaning =
            crate::collector::understand(&said, message, story.known.received, &story.known.target());
        match meaning {
            Ok(meaning) => return story.mean(meaning),
            Err(reason @ Reason::UnknownEvent { .. }) => _ = unknown.get_or_insert(reason),
            Err(reason) => return story.leave_out(&about, Why::Unfit(reason)),
        }
    }
    story.leave_out(&about, Why::Unfit(unknown.unwrap_or(Reason::Missing { place: "type" })));
}

/// The names that a type may mean: as it is, then its last parts, the longest first, without a version at the end.
fn names(kind: &str) -> Vec<String> {
    let parts: Vec<&str> = kind.split(['.', '/', ':']).filter(|part| !part.is_empty()).collect();
    let is_version = |part: &&str| {
        let digits = part.strip_prefix(['v', 'V']).unwrap_or(part);
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let parts = match parts.split_last() {
        Some((last, rest)) if is_version(last) && !rest.is_empty() => rest,
        _ => &parts[..],
    };
    let mut names = vec![kind.to_owned()];
    for count in (1..=NAME_PARTS_MAX.min(parts.len())).rev() {
        names.push(parts.iter().skip(parts.len() - count).copied().collect::<Vec<_>>().join(" "));
    }
    names
}

fn words<'j>(event: &Event<'_>, name: &str, data: &Json<'j>) -> Json<'j> {
    let first =
        |names: &[&str]| names.iter().map(|name| copy(data, &[name])).find(|value| *value != Json::Null);
    let (number, address) = match event.subject.as_deref() {
        Some(subject) if subject.contains('@') => (None, Some(subject.to_owned())),
        Some(subject) => (customer_of(subject).map(str::to_owned), None),
        None => (None, None),
    };
    let user = first(&["userId", "user_id"]).or(number.map(text)).unwrap_or(Json::Null);
    let email = first(&["email"]).or(address.map(text)).unwrap_or(Json::Null);
    let time = event.time.as_deref().map_or(Json::Null, |time| text(time.to_owned()));
    let anonymous = first(&["anonymousId", "anonymous_id"]).unwrap_or(Json::Null);
    if name.eq_ignore_ascii_case("identify") {
        let mut traits = match copy(data, &["traits"]) {
            Json::Object(members) => members,
            _ => own_members(data),
        };
        if email != Json::Null {
            traits.push((Cow::Borrowed("email"), email));
        }
        return object(vec![
            ("type", text("identify")),
            ("userId", user),
            ("anonymousId", anonymous),
            ("timestamp", time),
            ("traits", Json::Object(traits)),
        ]);
    }
    let properties = match copy(data, &["properties"]) {
        nested @ Json::Object(_) => nested,
        _ => Json::Object(own_members(data)),
    };
    object(vec![
        ("type", text("track")),
        ("event", text(name.to_owned())),
        ("userId", user),
        ("anonymousId", anonymous),
        ("context", object(vec![("traits", object(vec![("email", email)]))])),
        ("timestamp", time),
        ("properties", properties),
    ])
}

fn own_members<'j>(data: &Json<'j>) -> Vec<(Cow<'j, str>, Json<'j>)> {
    let members = data.members().iter().filter(|(name, _)| !OF_PERSON.contains(&&**name));
    members.cloned().collect()
}

/// `customers/17` → `17`. Other subjects are things, not people.
fn customer_of(subject: &str) -> Option<&str> {
    let (kind, number) = subject.trim_start_matches('/').split_once('/')?;
    let is_customer = ["customer", "customers", "user", "users"].contains(&kind);
    Some(number).filter(|number| is_customer && !number.is_empty() && !number.contains('/'))
}

/// Headers carry what is not printable ASCII as `%C3%BC`.
fn unescaped(value: &str) -> Cow<'_, str> {
    if !value.contains('%') {
        return Cow::Borrowed(value);
    }
    let bytes = value.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digit = |index: usize| bytes.get(index).and_then(|byte| char::from(*byte).to_digit(16));
        let escaped = digit(at + 1).zip(digit(at + 2)).filter(|_| *byte == b'%');
        let decoded = escaped.and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        out.push(decoded.unwrap_or(*byte));
        at += if decoded.is_some() { 3 } else { 1 };
    }
    Cow::Owned(String::from_utf8_lossy(&out).into_owned())
}
