//! A row that `anlass import` refused waits in the served installation, and comes in once it is corrected.

use super::process::{Serving, confirmation, installation};
use crate::{json, text};
use serde_json::{Value, json as say};

const MAPPING: &str = "
mapping: crm
source: 2
currency: EUR
time_zone: Europe/Berlin
profiles:
  - file: people.csv
    customer: { column: id, kind: customer_number }
    also: [{ column: mail, kind: email }]
    changed: { column: since }
    fields: { last_name: name }
";

#[test]
fn a_row_that_the_command_line_refused_is_corrected_in_the_app() {
    let dir = installation(&confirmation(), 1, "");
    let files = tempfile::tempdir().expect("a directory");
    let people =
        "id,mail,name,since\n1,eva@example.org,Maier,2026-11-01 08:00:00\n2,ben,Groß,2026-11-01 08:00:00\n";
    std::fs::write(files.path().join("people.csv"), people).expect("written");
    let mapping = files.path().join("crm.yaml");
    std::fs::write(&mapping, MAPPING).expect("written");
    json(&["import", text(&mapping), text(files.path()), "--data", text(dir.path())]);
    json(&["replay", "--data", text(dir.path())]);

    let serving = Serving::start(dir.path());
    let cookie = serving.sign_in();
    let waiting = || serving.told_app(&cookie, "/api/quarantine/rows");
    let groups = waiting();
    let group = groups["groups"][0]["id"].as_str().unwrap_or_else(|| panic!("{groups}"));
    let rows = serving.told_app(&cookie, &format!("/api/quarantine/rows/{group}"));
    let row = &rows["rows"][0];
    let mut cells: Vec<Value> = row["cells"].as_array().expect("cells").clone();
    cells[1] = "ben@example.org".into();
    let body = say!({ "id": row["id"], "cells": cells }).to_string();
    let headers = format!("x-anlass: 1\r\ncookie: {cookie}\r\n");
    let (status, answer) = serving.request("POST", "/api/quarantine/corrections", &headers, &body);
    assert_eq!(status, 200, "{answer} {row}");
    let is_known = || {
        !serving
            .told_app(&cookie, "/api/customers?query=ben@example.org")
            .as_array()
            .is_none_or(Vec::is_empty)
    };
    serving.wait("him", is_known);
    assert_eq!(waiting()["waiting"], 0);
    serving.stop();
}
