//! Each of the twelve recipes on its whole way: what a shop tells the collector, or somebody signs up to, through the real
//! process to a letter at a mail server. What may be decided otherwise stands in the scenarios; here all of it is
//! to arrive, so nothing is held out, capped or quiet.

use super::executor;
use super::process::{Serving, equip};
use crate::smtp_sink::{Act, Moment, Server};
use crate::{json, root, text};
use serde_json::{Value, json as object};
use std::path::{Path, PathBuf};

const DAY: u32 = 86_400;
/// An article of the imported catalogue, ground coffee.
const COFFEE: &str = "27812";
const PURPOSES: [&str; 3] = ["offers", "feedback", "availability"];
/// No recipe waits longer for somebody who has gone silent.
const MONTHS_MAX: usize = 18;

enum Deed {
    Cart,
    Order(&'static str),
    Back(&'static str),
    Event(&'static str),
    /// An event that names the article.
    About(&'static str),
}

/// A recipe, what somebody does on which day from the beginning on, and the letters that come of it.
struct Way {
    recipe: &'static str,
    deeds: &'static [(u32, Deed)],
    letters: &'static [&'static str],
}

/// Welcome begins with a form and has a test of its own way below.
const WAYS: [Way; 11] = [
    Way { recipe: "birthday", deeds: &[], letters: &["birthday-greeting"] },
    Way {
        recipe: "cart-abandoned",
        deeds: &[(0, Deed::Cart)],
        letters: &["cart-reminder", "cart-last-call"],
    },
    Way { recipe: "first-purchase-thanks", deeds: &[(0, Deed::Order("a"))], letters: &["first-thanks"] },
    Way {
        recipe: "full-returner-care",
        deeds: &[(0, Deed::Order("b")), (1, Deed::Back("b"))],
        letters: &["full-returner-help"],
    },
    Way {
        recipe: "order-notices",
        deeds: &[(0, Deed::Order("c")), (1, Deed::Event("order.shipped")), (2, Deed::Event("pickup.ready"))],
        letters: &["order-confirmed", "order-shipped", "pickup-ready", "pickup-reminder"],
    },
    Way {
        recipe: "replenishment",
        deeds: &[(0, Deed::Order("d")), (28, Deed::Order("e")), (56, Deed::Order("f"))],
        letters: &["coffee-again"],
    },
    Way { recipe: "review-request", deeds: &[(0, Deed::Order("g"))], letters: &["review-please"] },
    Way {
        recipe: "satisfaction",
        deeds: &[(0, Deed::Order("h")), (1, Deed::Order("i")), (2, Deed::Order("j"))],
        letters: &["satisfaction-question"],
    },
    Way {
        recipe: "second-order",
        deeds: &[(0, Deed::Order("k"))],
        letters: &["second-order-inspiration", "second-order-reminder"],
    },
    Way {
        recipe: "win-back",
        deeds: &[(0, Deed::Order("l")), (28, Deed::Order("m")), (56, Deed::Order("n"))],
        letters: &["win-back-hello", "win-back-last"],
    },
    Way {
        recipe: "back-in-stock",
        deeds: &[(0, Deed::About("stock.wanted")), (1, Deed::About("stock.back"))],
        letters: &["wish-available"],
    },
];

const POLICY: &str = "
policy: { caps: [], quiet_hours: [], dwell: 0s }
";

/// The documents as they are shipped, but with everything that may keep a letter back taken out.
fn documents(dir: &Path) -> Vec<PathBuf> {
    let read = |name: &str| std::fs::read_to_string(root().join("recipes").join(name)).expect("shipped");
    let settings = read("settings-complete-journey.yaml");
    let (before, policy) = settings.split_once("\npolicy:").expect("a policy");
    // Whatever comes behind it begins at the margin.
    let behind = policy.split_inclusive('\n').skip(1).skip_while(|line| line.starts_with([' ', '#', '\n']));
    let settings = format!("{before}{POLICY}{}", behind.collect::<String>());
    let mut all = vec![("settings".to_owned(), settings)];
    for recipe in WAYS.iter().map(|way| way.recipe).chain(["welcome"]) {
        let mut programme: Value = serde_saphyr::from_str(&read(&format!("{recipe}.yaml"))).expect("YAML");
        programme["holdout_percent"] = object!(0);
        all.push((recipe.to_owned(), programme.to_string()));
    }
    assert_eq!(all.len(), 1 + 12);
    let write = |(name, document): (String, String)| {
        let path = dir.join(format!("{name}.yaml"));
        std::fs::write(&path, document).expect("written");
        path
    };
    all.into_iter().map(write).collect()
}

/// A catalogue and one household of the shipped data, so that its clock stands where the recording ends.
fn installation(port: u16) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a directory");
    let (data, documents) = (text(dir.path()).to_owned(), documents(dir.path()));
    let names: Vec<&str> = documents.iter().map(|path| text(path)).collect();
    json(&[["publish", "--data", &data].as_slice(), &names].concat());
    let files = ["import", "mappings/complete-journey.yaml", "data/complete-journey"];
    json(&[files.as_slice(), &["--customers", "1", "--data", &data]].concat());
    json(&["replay", "--data", &data]);
    // The form asks for no work: nothing here runs its script.
    equip(dir.path(), port, "forms.work_bits = 0\n");
    dir
}

fn who(recipe: &str) -> Vec<Value> {
    let traits = object!({
        "email": format!("{recipe}@example.org"), "firstName": "Eva", "lastName": "Maier", "language": "de",
        "birthDate": (recipe == "birthday").then_some("1988-03-01"),
    });
    let mut events = vec![
        object!({ "type": "identify", "userId": recipe, "messageId": format!("who {recipe}"), "traits": traits }),
    ];
    for purpose in PURPOSES {
        let proof = object!({ "kind": "double_opt_in", "text": "newsletter" });
        events.push(track(
            recipe,
            &format!("{recipe} agrees to {purpose}"),
            "Consent Granted",
            &object!({ "channel": "email", "purpose": purpose, "proof": proof }),
        ));
    }
    events
}

fn track(user: &str, id: &str, event: &str, properties: &Value) -> Value {
    object!({ "type": "track", "userId": user, "messageId": id, "event": event, "properties": properties })
}

fn said(recipe: &str, day: u32, deed: &Deed) -> Value {
    let line = object!({ "product_id": COFFEE, "price": 29.99, "quantity": 1 });
    let id = format!("{recipe} on day {day}");
    let (event, properties) = match deed {
        Deed::Cart => ("Product Added", line),
        Deed::Order(order) => ("Order Completed", object!({ "order_id": order, "products": [line] })),
        Deed::Back(order) => ("Order Refunded", object!({ "order_id": order })),
        Deed::Event(event) => (*event, object!({})),
        Deed::About(event) => (*event, object!({ "product": COFFEE })),
    };
    track(recipe, &id, event, &properties)
}

/// Letters of a message to somebody.
fn is_there(sink: &Server, message: &str, who: &str) -> bool {
    let head = format!("Feedback-ID: {message}:");
    let to = format!("{who}@example.org");
    sink.log(|log| log.taken.iter().any(|(own, letter)| *own == to && letter.contains(&head)))
}

/// Signs up at the form; a form that comes back at once is taken for a machine's, so it is sent until it counts.
fn sign_up(serving: &Serving, sink: &Server) {
    let (_, page) = serving.get("/f/newsletter");
    let (_, after) = page.split_once("name=\"shown\" value=\"").expect("a stamp");
    let (stamp, _) = after.split_once('"').expect("its end");
    let browser = "user-agent: Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0.0.0 Safari/537.36\r\n";
    let form = format!("shown={stamp}&email=welcome%40example.org&first_name=Eva");
    serving.wait("the letter with the button", || {
        let (status, answer) = serving.request("POST", "/f/newsletter", browser, &form);
        assert_eq!(status, 200, "{answer}");
        is_there(sink, "sign-up-confirm", "welcome")
    });
    let letter = sink.log(|log| log.taken.iter().find(|(to, _)| to == "welcome@example.org").cloned());
    let letter = letter.expect("just taken").1.replace("=\r\n", "");
    let (_, after) = letter.split_once("https://m.example.com/k/").expect("a button");
    let token: String =
        after.chars().take_while(|letter| letter.is_ascii_alphanumeric() || "-_".contains(*letter)).collect();
    let (status, answer) = serving.request("POST", &format!("/k/{token}"), browser, "");
    assert_eq!(status, 200, "{answer}");
}

#[test]
fn every_recipe_ends_in_its_letters() {
    let executor = executor();
    let sink = executor.block_on(Server::start(|_: &Moment<'_>| Act::Yes));
    let dir = installation(sink.port);
    let serving = Serving::with(dir.path(), &["--clock", "manual"]);
    let cookie = serving.sign_in();
    sign_up(&serving, &sink);
    let people: Vec<Value> = WAYS.iter().flat_map(|way| who(way.recipe)).collect();
    serving.send(&object!({ "batch": people }));
    let last = WAYS.iter().flat_map(|way| way.deeds).map(|(day, _)| *day).max().unwrap_or(0);
    let mut passed = 0;
    for day in 0..=last {
        let deeds = WAYS.iter().flat_map(|way| way.deeds.iter().map(move |(on, deed)| (way, *on, deed)));
        let events: Vec<Value> =
            deeds.filter(|(_, on, _)| *on == day).map(|(way, on, deed)| said(way.recipe, on, deed)).collect();
        if events.is_empty() && day < last {
            continue;
        }
        if day > passed {
            serving.pass(&cookie, (day - passed) * DAY);
            passed = day;
        }
        serving.send(&object!({ "batch": events }));
        // Applied before the next day begins.
        serving.pass(&cookie, 60);
    }
    let missing = || -> Vec<String> {
        let all = WAYS.iter().flat_map(|way| way.letters.iter().map(move |message| (*message, way.recipe)));
        let all = all.chain([("sign-up-confirm", "welcome"), ("welcome-hello", "welcome")]);
        let missing = all.filter(|(message, recipe)| !is_there(&sink, message, recipe));
        missing.map(|(message, recipe)| format!("{message} of {recipe}")).collect()
    };
    for _ in 0..MONTHS_MAX {
        if missing().is_empty() {
            break;
        }
        serving.pass(&cookie, 31 * DAY);
    }
    assert_eq!(missing(), Vec::<String>::new(), "{}", serving.told());
    serving.stop();
}
