//! What definitions are refused for: names, places, circles and ways without a rest, each with its cure.

use super::*;

/// A programme with one journey and one message for offers.
fn programme(entry: &str, rest: &str) -> Programme {
    let text = format!(
        "{{ id: test, name: {{ de: a, en: a }}, aim: activation, \
         journeys: [{{ id: way, name: {{ de: a, en: a }}, entry: {entry}, {rest} }}], \
         messages: [{{ id: hello, name: {{ de: a, en: a }}, class: advertising, purpose: offers, channels: [email] }}] }}"
    );
    serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

const VIEW: &str = "{ event: product.viewed }";
const SAY: &str = "steps: [{ id: say, message: hello }]";

fn problems(programme: Programme, change: impl Fn(&mut Settings)) -> Vec<Problem> {
    let text = include_str!("../../../../recipes/settings.yaml");
    let mut settings: Settings = serde_saphyr::from_str(text).expect("shipped settings");
    let events = "{ quiz.done: { fields: { colour: text, points: int } }, bell.rung: {} }";
    settings.events = serde_saphyr::from_str(events).expect("events");
    change(&mut settings);
    compile(Definitions { settings, programmes: vec![programme], content: None, subtrees: vec![] })
        .err()
        .unwrap_or_default()
}

fn segment(rule: &str) -> Vec<Problem> {
    problems(programme(VIEW, SAY), |settings| {
        settings.segments = BTreeMap::from([(Name::new("s").expect("a name"), rule.to_string())]);
    })
}

/// The one problem says this, and its cure that.
fn one(found: &[Problem], cause: &str, cure: &str) {
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].cause.contains(cause), "{found:?}");
    assert!(found[0].to_string().contains(cure), "{found:?}");
}

#[test]
fn misspelt_names_inside_rules_are_found_where_they_stand() {
    one(&segment("consent(\"email\", \"ofers\")"), "line 1, column 18", "did you mean \"offers\"?");
    one(&segment("cart.open && phase == \"inactiv\""), "line 1, column 23", "did you mean \"inactive\"?");
    one(&segment("\"inactiv\" != phase"), "line 1, column 1", "did you mean \"inactive\"?");
    one(&segment("phase in [\"top\", \"regulr\"]"), "line 1, column 18", "did you mean \"regular\"?");
    one(&segment("phase == \"Hamburg\""), "it is never \"Hamburg\"", "there are: prospect, full_returner");
    one(&segment("events.count(\"quiz.don\") > 0"), "did you mean \"quiz.done\"?", "");
    assert_eq!(segment("consent(\"email\", \"offers\") && phase != \"inactive\""), []);
    let entry =
        |rule: &str| problems(programme(&format!("{{ event: phase.changed, when: '{rule}' }}"), SAY), |_| {});
    one(&entry("event.phase == \"inactiv\""), "it is never \"inactiv\"", "did you mean \"inactive\"?");
    assert_eq!(entry("event.phase == \"inactive\""), []);
}

#[test]
fn what_a_former_system_said_leads_behind_one_step_of_a_customers_run() {
    let formerly = |entry: &str, rest: &str| {
        let mut programme = programme(entry, rest);
        programme.messages[0].formerly = vec!["Welcome 1".into()];
        problems(programme, |_| {})
    };
    assert_eq!(formerly(VIEW, SAY), []);
    let twice =
        "steps: [{ id: say, message: hello }, { id: day, wait: { for: 1d } }, { id: again, message: hello }]";
    one(&formerly(VIEW, twice), "two steps stand for what \"hello\"", "let one step only say it");
    let by_order = &format!("key: order, {SAY}");
    one(&formerly("{ event: order.placed }", by_order), "for no order that is known", "key: customer");
}

#[test]
fn without_messages_any_purpose_will_do() {
    let mut empty = programme(VIEW, "steps: [{ id: pause, wait: { for: 1h } }]");
    empty.messages.clear();
    let found = problems(empty, |settings| {
        settings.segments =
            BTreeMap::from([(Name::new("s").expect("a name"), "consent(\"email\", \"news\")".to_string())]);
    });
    assert_eq!(found, []);
}

#[test]
fn what_is_never_known_at_a_place_is_refused_there() {
    one(&segment("event.value > 20"), "there is no event here", "in the entry by an event");
    one(&segment("run.delivered"), "there is no run here", "inside a journey");
    let entry = |event: &str, rule: &str| {
        problems(programme(&format!("{{ event: {event}, when: '{rule}' }}"), SAY), |_| {})
    };
    one(&entry("product.viewed", "event.phase == \"top\""), "does not come with \"product.viewed\"", "");
    one(&entry("cart.added", "event.place == \"online\""), "does not come with \"cart.added\"", "");
    one(&entry("bell.rung", "event.colour == \"red\""), "does not come with \"bell.rung\"", "");
    one(&entry("order.placed", "run.order.kept_lines > 1"), "a run for each order", "key: order");
    assert_eq!(entry("quiz.done", "event.colour == \"red\" && event.points > 3"), []);
    assert_eq!(entry("order.placed", "event.place == \"online\" && event.value > 20"), []);
    let exit = |rule: &str| format!("exit: [{{ id: gone, when: '{rule}' }}], {SAY}");
    one(&problems(programme(VIEW, &exit("event.value > 1")), |_| {}), "there is no event here", "");
    assert_eq!(problems(programme(VIEW, &exit("orders.last >= run.entered")), |_| {}), []);
    let wait =
        "steps: [{ id: w, wait: { timeout: 1d, events: [{ on: quiz.done, when: 'event.points > 3' }] } }]";
    assert_eq!(problems(programme(VIEW, wait), |_| {}), []);
}

#[test]
fn an_own_event_means_nothing_that_there_is_already() {
    let own = |events: &str| {
        problems(programme(VIEW, SAY), |settings| {
            settings.events = serde_saphyr::from_str(events).expect("events");
        })
    };
    one(&own("{ order.placed: {} }"), "an event type that there is already", "a name of its own");
    one(
        &own("{ bell.rung: { fields: { value: int } } }"),
        "\"event.value\" says something of every event",
        "",
    );
    assert_eq!(own("{ bell.rung: { label: { de: a, en: a }, fields: { tone: text } } }"), []);
}

#[test]
fn distinct_is_refused_where_it_would_count_nothing() {
    one(&segment("returns.distinct > 1"), "nothing that could be counted as distinct", "lines.count");
    one(&segment("events.distinct(\"order.placed\") > 1"), "nothing that could be counted", "lines.count");
    one(&segment("events.distinct(\"bell.rung\") > 1"), "nothing that could be counted", "type text");
    for stream in ["views", "carts", "vouchers", "opens", "clicks"] {
        assert_eq!(segment(&format!("{stream}.distinct(within = 7d) > 1")), []);
    }
    assert_eq!(segment("events.distinct(\"quiz.done\") > 1"), []);
}

#[test]
fn a_region_is_known_and_there_where_holidays_are_asked_for() {
    let region = |region: Option<&str>| {
        problems(programme(VIEW, SAY), |settings| settings.region = region.map(String::from))
    };
    one(&region(Some("DE-XY")), "the holidays of \"DE-XY\" are not known", "did you mean \"DE-");
    one(&region(Some("de-by")), "are not known", "did you mean \"DE-BY\"?");
    one(&region(Some("Bayern")), "are not known", "use one of DE, DE-BB");
    assert_eq!(region(None), []);
    let quiet = |settings: &mut Settings| {
        settings.region = None;
        settings.policy.quiet_hours.iter_mut().for_each(|quiet| quiet.sundays_and_holidays = true);
    };
    one(&problems(programme(VIEW, SAY), quiet), "sundays_and_holidays needs a region", "region: DE-BY");
    let window = "steps: [{ id: w, wait: { until: { from: '09:00', not_on_holidays: true } } }]";
    let found = problems(programme(VIEW, window), |settings| settings.region = None);
    one(&found, "not_on_holidays needs a region", "region: DE-BY");
}

#[test]
fn what_data_have_to_be_like_can_be_asked_and_has_an_owner() {
    let asked = |owner: Option<&str>, data: &str| {
        let mut programme = programme(VIEW, SAY);
        programme.owner = owner.map(str::to_owned);
        programme.data = serde_saphyr::from_str(data).unwrap_or_else(|error| panic!("{data}: {error}"));
        problems(programme, |_| {})
    };
    let kim = Some("Kim Muster");
    let good = "[{ field: birth_date, at_least: 80 }, { field: email, source: shop, at_least: 1 }, \
                { fact: orders, at_least: 100 }, { source: till, at_most_old: 26h }]";
    assert_eq!(asked(kim, good), []);
    for nobody in [None, Some(" ")] {
        one(
            &asked(nobody, "[{ source: till, at_most_old: 26h }]"),
            "not who answers for them",
            "write owner:",
        );
    }
    one(
        &asked(kim, "[{ field: birthdate, at_least: 80 }]"),
        "no profile field",
        "did you mean \"birth_date\"?",
    );
    one(
        &asked(kim, "[{ fact: carts, at_least: 80 }]"),
        "no files of \"carts\"",
        "use one of articles, outlets",
    );
    one(&asked(kim, "[{ source: tills, at_most_old: 1h }]"), "no source", "did you mean \"till\"?");
    one(&asked(kim, "[{ fact: orders, at_least: 0 }]"), "its at_least is no score", "use 1 to 100");
    one(&asked(kim, "[{ source: till, at_most_old: -1h }]"), "at_most_old is -1h", "use 0s");
    let unclear = [
        "{}",
        "{ field: email }",
        "{ source: till }",
        "{ source: till, at_least: 80 }",
        "{ at_most_old: 1h }",
        "{ field: email, at_least: 80, at_most_old: 1h }",
        "{ field: email, fact: orders, at_least: 80 }",
    ];
    for unclear in unclear {
        one(&asked(kim, &format!("[{unclear}]")), "it is not clear", "give field or fact with at_least");
    }
}

#[test]
fn phases_and_segments_ask_for_one_another_in_any_order_but_not_in_a_circle() {
    let segments = |rules: &[(&str, &str)]| {
        problems(programme(VIEW, SAY), |settings| {
            let rules = rules.iter().map(|(name, rule)| (Name::new(name).expect("a name"), rule.to_string()));
            settings.segments = rules.collect();
        })
    };
    assert_eq!(segments(&[("a", "segment(\"b\")"), ("b", "phase == \"top\"")]), []);
    one(
        &segments(&[("a", "segment(\"b\")"), ("b", "!segment(\"c\")"), ("c", "segment(\"b\")")]),
        "segment \"b\" → segment \"c\" → segment \"b\"",
        "ask for facts",
    );
    let own = problems(programme(VIEW, SAY), |settings| {
        settings.phases.0[1].when = "since(phase_since) > 30d".to_string();
    });
    one(&own, "the phases → the phases", "ask for facts");
}

#[test]
fn a_way_without_a_rest_is_as_long_as_a_run_may_go() {
    let journey = |count: usize| {
        let steps: Vec<String> = (0..count).map(|n| format!("{{ id: s{n}, goal: cart.open }}")).collect();
        problems(programme(VIEW, &format!("steps: [{}]", steps.join(", "))), |_| {})
    };
    assert_eq!(journey(199), []);
    one(&journey(200), "takes 201 steps without a rest", "put a wait");
    let rested: Vec<String> = (0..300)
        .map(|n| match n % 100 {
            0 => format!("{{ id: s{n}, wait: {{ for: 1h }} }}"),
            _ => format!("{{ id: s{n}, goal: cart.open }}"),
        })
        .collect();
    assert_eq!(problems(programme(VIEW, &format!("steps: [{}]", rested.join(", "))), |_| {}), []);
}

#[test]
fn a_draft_tells_which_rules_look_further_back_than_what_is_kept() {
    let program = |rules: &[(&str, &str)]| {
        let text = include_str!("../../../../recipes/settings.yaml");
        let mut settings: Settings = serde_saphyr::from_str(text).expect("shipped settings");
        let rules = rules.iter().map(|(name, rule)| (Name::new(name).expect("a name"), rule.to_string()));
        settings.segments = rules.collect();
        let programmes = vec![programme(VIEW, SAY)];
        compile(Definitions { settings, programmes, content: None, subtrees: vec![] })
            .unwrap_or_else(|problems| panic!("{problems:?}"))
    };
    let live = program(&[("a", "views.count(within = 7d) > 3")]);
    let draft = program(&[
        ("a", "views.count(within = 7d) > 3"),
        ("b", "views.count(within = 30d) > 3 || opens.count > 1"),
        ("c", "orders.count(within = 700d) > 3"),
    ]);
    let found = crate::counts_from_today_on(&live, &draft);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].place, "segment b");
    assert_eq!(found[0].asks_for, ["message.opened", "product.viewed"]);
    assert_eq!(crate::counts_from_today_on(&draft, &draft), []);
}

#[test]
fn a_form_that_cannot_be_confirmed_or_asks_for_nothing_known_is_refused() {
    let form = |text: &str| {
        problems(programme(VIEW, SAY), |settings| {
            settings.forms = serde_saphyr::from_str(&format!("[{text}]")).expect(text);
        })
    };
    let good = "{ id: news, text: { de: Ja, en: Yes }, channel: email, purpose: offers, fields: [first_name], source: shop }";
    assert_eq!(form(good), []);
    one(&form(&good.replace("email", "sms")), "its channel is sms", "use email");
    one(&form(&good.replace("source: shop", "source: web")), "no source \"web\"", "use one of shop");
    one(&form(&good.replace("first_name", "shoe_size")), "\"shoe_size\" is no field", "first_name");
    one(&form(&good.replace("de: Ja", "de: ''")), "what people agree to", "both languages");
    one(&form(&format!("{good}, {good}")), "news", "");
}

/// Every recipe in the folder of recipes, with each of the shipped settings.
#[test]
fn the_shipped_recipes_compile_with_all_shipped_settings() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../recipes");
    let read = |file: &std::path::Path| std::fs::read_to_string(file).expect("readable");
    let files = std::fs::read_dir(&folder).expect("the folder").map(|entry| entry.expect("an entry").path());
    let files = files.filter(|file| file.extension().is_some_and(|kind| kind == "yaml"));
    let is_settings = |file: &std::path::Path| file.to_string_lossy().contains("settings");
    let (settings, recipes): (Vec<_>, Vec<_>) = files.partition(|file| is_settings(file));
    assert!(settings.len() >= 3 && recipes.len() >= 12, "{settings:?} {recipes:?}");
    let recipe = |file: &std::path::PathBuf| -> Programme {
        serde_saphyr::from_str(&read(file)).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    };
    let programmes: Vec<Programme> = recipes.iter().map(recipe).collect();
    for file in settings {
        let settings: Settings = serde_saphyr::from_str(&read(&file)).expect("settings");
        let definitions =
            Definitions { settings, programmes: programmes.clone(), content: None, subtrees: vec![] };
        if let Err(problems) = compile(definitions) {
            let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
            panic!("{}: {}", file.display(), problems.join("\n"));
        }
    }
}

#[test]
fn a_mailing_says_to_whom_it_goes() {
    let with = |mailing: &str| {
        let mut programme = programme(VIEW, SAY);
        programme.mailings = vec![serde_saphyr::from_str(mailing).expect("a mailing")];
        problems(programme, |_| {})
    };
    let mailing = |rest: &str| {
        with(&format!("{{ id: m, name: {{ de: a, en: a }}, message: hello, at: 2026-03-02T10:00:00{rest} }}"))
    };
    one(&mailing(""), "neither an audience nor a list", "audience: true for everybody");
    one(&mailing(", audience: '  '"), "neither an audience nor a list", "name a list");
    assert_eq!(mailing(", list: guests"), []);
    assert_eq!(mailing(", list: guests, audience: 'orders.count > 0'"), []);
}

#[test]
fn a_mailing_of_a_contract_message_is_allowed_and_warned_of() {
    let warned = |class: &str| {
        let mailing = "{ id: recall, name: { de: a, en: a }, message: hello, at: 2026-03-02T10:00:00, audience: 'true' }";
        let mut programme = programme(VIEW, SAY);
        programme.mailings = vec![serde_saphyr::from_str(mailing).expect("a mailing")];
        programme.messages[0].class = serde_saphyr::from_str(class).expect("a class");
        let settings = serde_saphyr::from_str(include_str!("../../../../recipes/settings.yaml"));
        let settings = settings.expect("shipped settings");
        let program =
            compile(Definitions { settings, programmes: vec![programme], content: None, subtrees: vec![] });
        warnings(&program.unwrap_or_else(|problems| panic!("{problems:?}")))
    };
    assert_eq!(warned("advertising"), []);
    let found = warned("contract");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].mailing.as_str(), found[0].message.as_str()), ("recall", "hello"));
    let said = found[0].said.to_string();
    assert!(
        said.starts_with("programme test › mailing recall: its message is of the class contract"),
        "{said}"
    );
    assert!(said.contains("did not agree or objected"), "{said}");
    assert!(said.ends_with("make a message of class advertising"), "{said}");
}

#[test]
fn a_mailing_written_anew_in_one_language_only_is_warned_of() {
    let warned = |subject: &str, text: &str| {
        let mailing = "{ id: autumn, name: { de: a, en: a }, message: autumn, at: 2026-03-02T10:00:00, audience: 'true' }";
        let message = |id: &str, subject: &str, text: &str| {
            let text = format!(
                "{{ id: {id}, name: {{ de: a, en: a }}, class: advertising, purpose: offers, channels: [email], \
                 subject: {subject}, blocks: [{{ id: b, text: {text} }}] }}"
            );
            serde_saphyr::from_str::<Message>(&text).unwrap_or_else(|error| panic!("{text}: {error}"))
        };
        let mut programme = programme(VIEW, SAY);
        programme.mailings = vec![serde_saphyr::from_str(mailing).expect("a mailing")];
        let model = message("model", "{ de: Danke, en: Thanks }", "{ de: Wir danken., en: We thank you. }");
        programme.messages.extend([model, message("autumn", subject, text)]);
        let settings = serde_saphyr::from_str(include_str!("../../../../recipes/settings.yaml"));
        let settings = settings.expect("shipped settings");
        let program =
            compile(Definitions { settings, programmes: vec![programme], content: None, subtrees: vec![] });
        let found = warnings(&program.unwrap_or_else(|problems| panic!("{problems:?}")));
        found.into_iter().map(|warning| (warning.kind, warning.said.to_string())).collect::<Vec<_>>()
    };
    let both = "{ de: Es ist Herbst., en: It is autumn. }";
    assert_eq!(warned("{ de: Herbst, en: Autumn }", both), []);
    assert_eq!(
        warned("{ de: Herbst, en: '' }", "{ de: Es ist Herbst., en: '' }"),
        [],
        "all get the German one"
    );
    assert_eq!(
        warned("{ de: Danke, en: Thanks }", "{ de: Wir danken., en: We thank you. }"),
        [],
        "word for word"
    );
    let found = warned("{ de: Herbst, en: Autumn }", "{ de: Es ist Herbst., en: We thank you. }");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, WarningKind::LeftBehind(anlass_model::definition::Language::En));
    assert!(
        found[0]
            .1
            .starts_with("programme test › mailing autumn: its English text is that of another message")
    );
    assert!(found[0].1.ends_with("then everybody gets the German one"), "{found:?}");
    let found = warned("{ de: Danke, en: Autumn }", both);
    assert_eq!(found[0].0, WarningKind::LeftBehind(anlass_model::definition::Language::De));
}

#[test]
fn less_is_never_nothing_and_never_more() {
    let with =
        |less: u32| problems(programme(VIEW, SAY), |settings| settings.policy.caps[0].less = Some(less));
    one(&with(0), "its less is 0", "use 1 to 2");
    one(&with(3), "its less is 3", "use 1 to 2");
    assert_eq!(with(1), []);
}

#[test]
fn what_identifiers_may_do_fits_together() {
    let declared = |text: &str| {
        problems(programme(VIEW, SAY), |settings| {
            settings.identifiers = serde_saphyr::from_str(text).expect("identifiers");
        })
    };
    let fine =
        "{ phone: { strength: never }, card: { one: true }, hashed_email: {}, cookie: { strength: joins } }";
    assert_eq!(declared(fine), []);
    let nobody = "{ customer_number: { strength: leads }, email: { strength: leads }, phone: { strength: never }, card: { strength: leads } }";
    one(&declared(nobody), "no kind of identifier joins", "email: { strength: joins }");
    one(&declared("{ phone: { strength: never, one: true } }"), "they lead to nobody", "let it lead or join");
    one(&declared("{ hashed_email: { strength: leads } }"), "another strength", "give both the same");
    one(&declared("{ email: { one: true }, hashed_email: {} }"), "only one of the address", "for neither");
}

#[test]
fn survivorship_names_fields_and_sources_that_there_are() {
    let declared = |text: &str| {
        problems(programme(VIEW, SAY), |settings| {
            settings.survivorship = serde_saphyr::from_str(text).expect("survivorship");
        })
    };
    assert_eq!(declared("{ email: [till, shop] }"), []);
    one(&declared("{ emial: [till] }"), "no profile field \"emial\"", "declare \"emial\" under fields");
    one(&declared("{ email: [] }"), "it names no source", "leave the field out");
    one(&declared("{ email: [til] }"), "no source \"til\"", "did you mean \"till\"?");
    one(&declared("{ email: [till, till] }"), "named twice", "once");
}

#[test]
fn people_are_matched_by_fields_that_there_are() {
    let declared = |text: &str| {
        problems(programme(VIEW, SAY), |settings| {
            settings.matching = serde_saphyr::from_str(text).expect("matching");
        })
    };
    assert_eq!(
        declared(
            "{ family_name: last_name, given_name: first_name, postal_code: postcode, birthday: birth_date }"
        ),
        []
    );
    one(
        &declared("{ family_name: lastname, city: city }"),
        "no profile field \"lastname\"",
        "did you mean \"last_name\"?",
    );
    one(
        &declared("{ family_name: last_name, birthday: city }"),
        "\"city\" is a text",
        "a field that is a day",
    );
    one(&declared("{ family_name: last_name }"), "a surname alone", "of birthdays");
    one(
        &declared("{ family_name: last_name, city: city, house_number: phone }"),
        "needs a street",
        "leave the house",
    );
}
