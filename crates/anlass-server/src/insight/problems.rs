//! What is wrong with a draft or with an event set aside, as a stable code with its values: compilers say it in sentences for the command line,
//! and an app says it in its own words. A sentence that is not listed here has no code and is shown as it is.

use std::collections::BTreeMap;

/// Code and sentence; `{name}` stands for a value, `{what}` for a single word. The more exact one goes first.
type Listed = (&'static str, &'static str);

/// What was wrong.
pub(crate) const CAUSES: &[Listed] = &[
    ("no_event_type", "there is no event type \"{name}\""),
    ("no_segment", "there is no segment \"{name}\""),
    ("no_message", "there is no message \"{name}\""),
    ("no_source", "there is no source \"{name}\""),
    ("no_step", "there is no step \"{name}\""),
    ("no_template", "there is no template \"{name}\""),
    ("no_fragment", "there is no fragment \"{name}\""),
    ("no_filter", "there is no filter \"{name}\""),
    ("no_test", "there is no test \"{name}\""),
    ("no_component", "there is no component <{name}>"),
    ("no_text_in", "there is no text in \"{language}\""),
    ("no_functions", "there are no functions"),
    ("no_value", "there is no \"{name}\""),
    ("holdout_too_large", "its holdout is larger than 50 %"),
    ("priority_too_high", "its priority is above 100"),
    ("no_channel", "it has no channel"),
    ("contract_in_advertising", "a contract block in an advertising message"),
    ("no_audience", "it says neither an audience nor a list"),
    ("two_messages", "two messages have the name \"{name}\""),
    ("two_journeys", "two journeys have the name \"{name}\""),
    ("name_twice", "the name \"{name}\" is used twice"),
    ("two_steps", "two steps have this name"),
    ("order_run_without_order", "runs per order need an order to begin with"),
    ("not_a_day_field", "\"{name}\" is not a profile field of type day"),
    ("not_a_weekday", "\"{name}\" is not a weekday"),
    ("entry_unclear", "it is not clear how people enter"),
    ("redirect_circle", "it leads back to itself over other redirects"),
    ("steps_count", "it has {count} steps"),
    ("step_unclear", "it is not clear what the step does"),
    ("split_sum", "its arms add up to {percent} %"),
    ("field_type", "profile field \"{name}\" cannot take this value"),
    ("wait_unclear", "it is not clear how long to wait"),
    ("wait_forever", "it waits for something that may never happen"),
    ("end_is_taken", "\"end\" stands for the end of the journey"),
    ("offset_too_far", "{count} days is too far from the day"),
    ("no_such_month_day", "no month has a day {day}"),
    ("window_closed", "the window closes at {to}, before it opens at {from}"),
    ("needs_region", "{what} needs a region, whose holidays they are"),
    ("circle_without_wait", "it leads back to itself without a wait"),
    (
        "too_many_steps_at_once",
        "the way from here on takes {length} steps without a rest, and a run takes at most {max} at one moment",
    ),
    ("asks_in_circle", "{names}: each asks for the next, and so for itself"),
    ("wrong_id", "its id is \"{name}\""),
    ("unknown_key", "error: line {line} column {column}: unknown field `{name}`, {rest}"),
    ("unknown_word", "error: line {line} column {column}: unknown variant `{name}`, {rest}"),
    ("missing_key", "error: line {line} column {column}: missing field `{name}`"),
    ("unreadable", "error: line {line} column {column}: {rest}"),
    ("not_yaml", "error: {rest}"),
    ("text_too_long", "it has {count} bytes, more than {max}"),
    ("loops_too_long", "its loops can print {count} bytes, more than {max}"),
    ("tags_too_deep", "tags are nested more than {max} deep"),
    ("set_misplaced", "set stands inside another tag or names more than one thing"),
    ("not_available", "\"{name}\" is not available"),
    ("loop_one_name", "a loop has one name"),
    ("loop_products_only", "loops run over the products only, or over what somebody has of an entity"),
    ("loops_nested", "too many loops inside each other"),
    ("amount_without_currency", "an amount is printed without its currency"),
    ("day_raw", "a day is printed as computers write it"),
    ("no_text", "this is no text"),
    ("may_be_missing", "{name} may be missing"),
    ("name_unreadable", "this name cannot be read"),
    ("no_multiplication", "multiplication is not available"),
    ("lists_fixed", "lists hold fixed words only"),
    ("no_brackets", "brackets are not available here"),
    ("parts_in_loops", "parts are taken in loops only"),
    ("no_star", "arguments are written one by one"),
    ("set_joins", "set may not join texts"),
    ("advertising_in_contract", "the advertising fragment \"{name}\" in a contract block"),
    ("no_open_slot", "template \"{name}\" has no such open slot"),
    ("slot_locked", "the slot \"{name}\" is locked"),
    ("slot_other", "the slot \"{name}\" takes other fragments only"),
    ("fragment_missing", "the fragment \"{name}\" is missing, at least in this language"),
    ("says_nothing", "it says nothing in \"{language}\"; tried {names}"),
    ("words_missing", "it is missing in an offered language"),
    ("text_between", "text between components"),
    ("not_closed_before", "<{name}> is not closed before </{other}>"),
    ("closes_nothing", "</{name}> closes nothing"),
    ("not_closed", "<{name}> is not closed"),
    ("not_in_mail", "<{name}> may not stand in a mail"),
    ("runs_script", "\"{name}\" would run a script"),
    ("not_in_quotes", "an attribute of <{name}> is not in quotes"),
    ("no_alt", "a picture without alt text"),
    ("rule_too_long", "the rule has {count} bytes, at most {max} are allowed"),
    ("rule_too_many_parts", "the rule has more than {max} operators, names and values"),
    ("rule_many_parts", "the rule has too many parts"),
    ("rule_too_deep", "the rule nests deeper than {max} levels"),
    ("rule_nests", "the rule nests too deeply"),
    ("rule_not_a_day", "\"{text}\" is not a day of the calendar"),
    ("rule_not_a_span", "\"{text}\" is not a duration"),
    ("rule_not_money", "\"{text}\" is not an amount of money"),
    ("rule_number_too_large", "the number \"{text}\" is too large"),
    ("rule_no_meaning", "\"{text}\" has no meaning here"),
    ("rule_not_inside", "\"!\" stands inside a comparison"),
    ("rule_open", "\"{text}\" is not closed"),
    ("rule_needs_moment", "\"{name}\" needs a moment, {rest}"),
    ("rule_needs_subject", "\"{name}\" needs what it is asked about"),
    ("rule_argument_twice", "the argument \"{name}\" is given twice"),
    ("rule_argument_no_value", "the argument \"{name}\" is not a value"),
    ("rule_list_too_long", "the list has more than {max} values"),
    ("rule_ends_early", "the rule ends where {wanted} is expected"),
    ("rule_unexpected", "expected {wanted}, found \"{text}\""),
    ("rule_never", "it is never \"{text}\""),
    ("rule_has_no_name", "\"has\" asks about something other than a name"),
    ("rule_argument_missing", "\"{name}\" needs the argument \"{argument}\""),
    ("rule_argument_unknown", "\"{name}\" has no argument \"{argument}\""),
    (
        "rule_arguments_many",
        "\"{name}\" is given {count} arguments without a name, at most {max} have a meaning",
    ),
    ("rule_unknown_name", "nothing is called \"{name}\""),
    ("data_too_bad", "{name} from {source} scores {percent}, and {wanted} is needed"),
    ("data_never_came", "nothing was delivered that holds {name}"),
    ("data_too_old", "{name} delivered last {span} ago, and {wanted} is the longest"),
    ("source_never_delivered", "{name} has never delivered"),
    ("data_without_owner", "it says what its data have to be like, and not who answers for them"),
    ("data_unclear", "it is not clear what the data have to be like"),
    ("no_field", "there is no profile field \"{name}\""),
    ("no_such_files", "there are no files of \"{name}\""),
    ("not_a_score", "its at_least is no score"),
    ("span_out_of_range", "{what} is {span}"),
];

/// What mends it.
pub(crate) const CURES: &[Listed] = &[
    ("did_you_mean", "did you mean \"{name}\"?"),
    ("did_you_mean_tag", "did you mean <{name}>?"),
    ("one_of_or_declare", "use one of {names}, or declare it under events"),
    ("one_of_or_end", "use one of {names} or end"),
    ("use_defined", "use is defined"),
    ("use_control", "use if, for and set"),
    ("use_one_of", "use one of {names}"),
    ("write_one_of", "write one of {names}"),
    ("known_here", "known here: {names}"),
    ("there_are", "there are: {names}"),
    ("declare_day", "declare \"{name}\" under fields with type day"),
    ("declare_type", "declare it under fields with the type of the value"),
    ("declare_source", "declare it under sources in the settings"),
    ("up_to_50", "use 0 to 50"),
    ("up_to_100", "use 0 to 100"),
    ("write_channels", "write for example channels: [email]"),
    ("own_message", "make it a message of its own: a contract block must never be held back"),
    ("write_audience", "write audience: true for everybody, or name a list"),
    ("define_message", "define it under messages of a programme"),
    ("define_segment", "define it under segments"),
    ("define_template", "define it under content › templates"),
    ("define_fragment", "define it under content › fragments"),
    ("own_names_reports", "give each one a name of its own: runs and reports go by it"),
    ("own_names_steps", "give each step a name of its own: runs stand on it"),
    ("own_names", "give each one a name of its own"),
    ("enter_by_order", "enter by order.placed, order.cancelled or order.returned, or use key: customer"),
    ("weekdays", "use mon … sun"),
    ("one_entry", "give exactly one of event, segment, date or schedule"),
    ("redirect_to_step", "redirect to a step of this journey"),
    ("redirect_one", "let one of them lead to a step of this journey"),
    ("steps_range", "give it {from} to {to} steps"),
    ("one_kind", "give exactly one of wait, branch, split, message, attribute, webhook, goal, exit"),
    ("make_100", "make them 100 %"),
    ("one_wait", "give exactly one of for, until, or events and rule with a timeout"),
    ("write_timeout", "write for example timeout: 3d"),
    ("other_than_end", "call it something else; next: end leads to the end without it"),
    ("month_days", "use 1 to 31; the last day of a shorter month stands for it"),
    ("no_midnight", "leave the night out, or use two steps: windows do not span midnight"),
    (
        "write_region",
        "write for example region: DE-BY in the settings, or region: none if no day counts as a holiday",
    ),
    ("wait_in_circle", "put a wait for a length of time into the circle"),
    ("wait_between", "put a wait for a length of time in between"),
    ("ask_for_facts", "let one of them ask for facts, such as orders.count, instead"),
    ("write_id", "write id: {name}, or publish it as a programme of its own"),
    ("add_key", "add {name}:"),
    ("compare_recipes", "compare with recipes/*.yaml: indentation, colons and quotes"),
    ("split_blocks", "split it into several blocks"),
    ("split_block", "split the block"),
    ("shorten_loops", "shorten what stands in the loops"),
    ("set_single", "set single names, outside of if and for"),
    ("loop_products", "write {% for product in products %}"),
    ("loop_products_some", "write {% for product in products %}, or products[:3] for the first three"),
    ("one_loop", "use one loop"),
    ("name_field", "name one of its fields"),
    ("write_name", "write for example person.city"),
    ("print_number", "print the number as it is; what has to be computed is computed before"),
    ("fixed_list", "write for example [\"DE\", \"AT\"]"),
    ("field_dot", "write the field behind a dot"),
    ("use_truncate", "use truncate"),
    ("use_filter", "use a filter"),
    ("no_star", "leave out the star"),
    ("print_parts", "print the parts one after the other"),
    ("write_or_fallbacks", "write it, or allow fallbacks under languages › gaps"),
    ("class_advertising", "make the block one of the class advertising"),
    ("open_slot", "put the block into an open slot"),
    ("tagged", "use a fragment tagged {names}"),
    ("write_language", "write text, a body or a fragment in one of these languages"),
    ("write_it", "write it"),
    ("write_mjml", "write sections of MJML"),
    ("into_mj_text", "put it into mj-text; a template tag between components goes into mj-raw"),
    ("write_close", "write </{name}>"),
    ("leave_out", "leave it out"),
    ("quote_value", "put the value into quotes"),
    ("write_alt", "write alt=\"what it shows\", or alt=\"\" for a mere ornament"),
    ("write_day", "write a day as year-month-day, such as 2026-11-22"),
    (
        "write_span",
        "write a duration such as 90s, 45m, 1h30m, 10d or 2w; years and months have no fixed length",
    ),
    ("whole_spans", "durations have whole parts: write 1h30m, not 1.5h"),
    ("two_digits", "write an amount with two digits after the point: {text}"),
    ("end_text", "end it with \" on the same line"),
    ("no_division", "there is no division; multiply the other side"),
    ("no_currency", "leave the currency out: 20.00"),
    ("straight_quotes", "put texts in straight double quotes: \"text\""),
    ("split_segments", "split it into segments"),
    ("make_segment", "make it a segment"),
    ("parentheses", "put parentheses around it: a == (!b)"),
    ("add_sign", "add \"{text}\""),
    ("write_and", "write && or and"),
    ("write_bars", "write || or or"),
    ("compare_two", "write == to compare"),
    ("list_after_in", "a list stands only after in"),
    ("amount_point", "write amounts with a point: 20.00"),
    ("unnamed_first", "put arguments without a name first"),
    ("one_equals", "give a named argument with one =: {text}"),
    ("quote_text", "put texts in quotes: \"{text}\""),
    ("no_named", "it takes no named arguments"),
    ("write_owner", "write owner: and a name or an address"),
    ("write_data", "give field or fact with at_least, or source with at_most_old"),
    ("see_to_data", "let {owner} see to the data, or ask for less of them"),
    ("declare_field", "declare \"{name}\" under fields"),
    ("write_example", "write {text}, for example"),
    ("use_range", "use {from} to {to}"),
    ("small_letters", "write {text} in small letters"),
    ("write_or_put", "write {text}, or put it inside {other}"),
    ("write_either", "write {text} or {other}"),
    ("write_text", "write {text}"),
];

/// Why an event waits in quarantine, as it is kept there.
pub(crate) const QUARANTINE: &[Listed] = &[
    ("event_not_utf8", "event_not_utf8: {rest}"),
    ("event_not_json", "event_not_json: {rest}"),
    ("event_not_object", "event_not_object: {rest}"),
    ("event_too_long", "event_too_long: the event is longer than {max} bytes"),
    ("event_too_deep", "event_too_deep: the event is nested deeper than {max} levels"),
    ("event_too_many_values", "event_too_many_values: the event has more than {max} values"),
    ("event_text_too_long", "event_text_too_long: a text of the event is longer than {max} bytes"),
    ("event_kind_unknown", "event_kind_unknown: {rest}"),
    ("event_of_nobody", "event_of_nobody: {rest}"),
    ("event_value_missing", "event_value_missing: {place} is missing"),
    ("event_value_unreadable", "event_value_unreadable: {place} is not {wanted}"),
    (
        "event_currency_other",
        "event_currency_other: amounts are in \"{found}\", and the vault counts in {vault}",
    ),
    ("event_too_old", "event_too_old: {rest}"),
    ("event_too_new", "event_too_new: {rest}"),
    ("event_type_unknown", "event_type_unknown: unknown event type \"{name}\""),
    ("event_without_use", "event_without_use: {rest}"),
    ("event_not_trusted", "event_not_trusted: {rest}"),
    ("event_type_not_declared", "event_type_not_declared: no event type \"{event}\" is declared"),
    ("delivery_malformed", "delivery_malformed: {place} is missing or is not {wanted}"),
    ("without_identifier", "it carries no identifier"),
    ("vault_gone", "its vault is no longer in the organisation"),
    ("vault_without_key", "its vault has no key"),
    ("other_vault", "it was not sealed for this vault"),
    ("damaged", "it is damaged, or of a newer format"),
];

/// A sentence by its code, with the values in it by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Coded {
    pub(crate) code: &'static str,
    pub(crate) values: BTreeMap<String, String>,
}

/// The code of a sentence. Only its first line counts: what follows shows the place.
pub(crate) fn coded(listed: &[Listed], sentence: &str) -> Option<Coded> {
    let line = sentence.lines().next().unwrap_or_default();
    listed.iter().find_map(|(code, pattern)| Some(Coded { code, values: values(pattern, line)? }))
}

/// What stands in the sentence where the pattern has names; `None` if it is another sentence.
fn values(pattern: &str, sentence: &str) -> Option<BTreeMap<String, String>> {
    let mut values = BTreeMap::new();
    let (mut pattern, mut rest) = (pattern, sentence);
    while let Some((before, name, after)) = next_name(pattern) {
        rest = rest.strip_prefix(before)?;
        let until = next_name(after).map_or(after, |(literal, _, _)| literal);
        let end = match (until, after.is_empty()) {
            (_, true) => rest.len(),
            // What stands at the very end is looked for there.
            (until, _) if until.len() == after.len() => rest.len().checked_sub(until.len())?,
            (until, _) => rest.find(until)?,
        };
        let (value, behind) = rest.split_at_checked(end)?;
        if name == "what" && value.contains(char::is_whitespace) {
            return None;
        }
        values.insert(name.to_owned(), value.to_owned());
        (pattern, rest) = (after, behind);
    }
    (pattern == rest).then_some(values)
}

/// The text before the first name in braces, the name, and what follows. Tags of templates are no names.
fn next_name(pattern: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(open) = pattern.get(from..)?.find('{').map(|at| from + at) {
        let (before, braced) = pattern.split_at_checked(open)?;
        if let Some((name, after)) = braced.get(1..)?.split_once('}')
            && !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        {
            return Some((before, name, after));
        }
        from = open + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drafts::{Authored, Others, draft, parse};

    const SETTINGS: &str = include_str!("../../../../recipes/settings.yaml");
    const RECIPE: &str = include_str!("../../../../recipes/cart-abandoned.yaml");

    /// Everything wrong with the recipe after one change of its text.
    fn wrong(from: &str, to: &str) -> Vec<anlass_engine::Problem> {
        assert!(RECIPE.contains(from), "the recipe has no {from}");
        let mut problems = Vec::new();
        let settings = parse("settings", SETTINGS, &mut problems);
        assert!(settings.is_some(), "{problems:?}");
        match parse("programme", &RECIPE.replace(from, to), &mut problems) {
            None => problems,
            Some(programme) => {
                let authored =
                    Authored { settings, programmes: vec![programme], content: None, texts: BTreeMap::new() };
                let judged = draft(None, authored, Others::Go, |_| Ok(Vec::new())).expect("nothing to read");
                judged.err().unwrap_or_default()
            }
        }
    }

    #[test]
    fn what_authors_often_get_wrong_has_a_code_for_cause_and_cure() {
        for (from, to, cause, cure) in [
            ("message: cart-reminder", "message: cart-remindr", "no_message", "define_message"),
            ("aim: activation", "aim: luck", "unknown_word", "write_one_of"),
            ("aim: activation", "", "missing_key", "add_key"),
            ("goal:", "goall:", "unknown_key", "did_you_mean"),
            ("event: cart.added", "event: cart.filled", "no_event_type", "one_of_or_declare"),
            ("cart.value >= 20.00", "cart.valu >= 20.00", "rule_unknown_name", "did_you_mean"),
            ("cart.value >= 20.00", "cart.value >= 20,00", "rule_unexpected", "amount_point"),
            ("cart.value >= 20.00", "cart.value >=", "rule_ends_early", ""),
            ("{{ salutation }}", "{{ salutatio }}", "no_value", "did_you_mean"),
        ] {
            let problems = wrong(from, to);
            let told: Vec<_> = problems
                .iter()
                .map(|problem| {
                    let code = |listed, text| coded(listed, text).map_or("", |coded| coded.code);
                    (code(CAUSES, &problem.cause), code(CURES, problem.cure.as_deref().unwrap_or_default()))
                })
                .collect();
            assert!(told.contains(&(cause, cure)), "{to}: {told:?} of {problems:?}");
            assert!(told.iter().all(|(cause, _)| !cause.is_empty()), "{to}: {told:?} of {problems:?}");
        }
    }

    #[test]
    fn values_are_what_stands_between_the_words() {
        let found =
            coded(CAUSES, "the window closes at 08:00:00, before it opens at 21:00:00").expect("listed");
        let value = |name: &str| found.values.get(name).map(String::as_str);
        assert_eq!(
            (found.code, value("from"), value("to")),
            ("window_closed", Some("21:00:00"), Some("08:00:00"))
        );
        let found = coded(CURES, "write {{ … | money }}").expect("listed");
        assert_eq!((found.code, &*found.values["text"]), ("write_text", "{{ … | money }}"));
        assert_eq!(coded(CAUSES, "a sentence that nobody listed"), None);
        assert_eq!(coded(CAUSES, "timeout is -1h").expect("listed").code, "span_out_of_range");
        assert_eq!(coded(CAUSES, "somebody else is here"), None, "no sentence is taken for another");
    }

    #[test]
    fn every_sentence_is_found_by_its_own_pattern() {
        for listed in [CAUSES, CURES, QUARANTINE] {
            for (code, pattern) in listed {
                let sentence = pattern.replace(['{', '}'], "");
                let found = coded(listed, &sentence);
                let is_tag = pattern.contains("{%");
                assert!(
                    is_tag || found.as_ref().is_some_and(|found| found.code == *code),
                    "{code}: {found:?}"
                );
            }
        }
    }
}
