//! Who may do what: every route for every role and for nobody, beside what is meant, and what keeps others out.

use crate::shop::{PASSWORD, Shop};
use anlass_server::{ROUTES, Role};
use serde_json::json;
use std::collections::BTreeSet;

/// Who is let in: N nobody, V viewer, S support, E editor, M marketer, A admin.
const MEANT: &str = "
POST   /api/session                        NVSEMA
GET    /api/session                        VSEMA
DELETE /api/session                        VSEMA
POST   /api/session/password               VSEMA
GET    /api/users                          A
POST   /api/users                          A
DELETE /api/users/{id}                     A
GET    /api/keys                           A
POST   /api/keys                           A
DELETE /api/keys/{id}                      A
POST   /api/keys/{id}/identity             A
GET    /api/audit                          A
GET    /api/today                          VSEMA
GET    /api/intents                        VSEMA
GET    /api/customers                      VSEMA
GET    /api/customers/{id}                 VSEMA
GET    /api/customers/{id}/identity        VSEMA
POST   /api/customers/{id}/unmerge         MA
GET    /api/suggestions                    VSEMA
POST   /api/suggestions/accept             MA
POST   /api/suggestions/refuse             MA
GET    /api/customers/{id}/timeline        VSEMA
GET    /api/customers/{id}/why             VSEMA
POST   /api/customers/{id}/objection       SMA
GET    /api/customers/{id}/consents        VSEMA
POST   /api/customers/{id}/consents        SMA
POST   /api/customers/{id}/consents/withdrawal  SMA
POST   /api/customers/{id}/proofs          SMA
GET    /proofs/{id}/{proof}                SMA
GET    /proofs/{id}/consents/{consent}     SMA
POST   /api/customers/{id}/correction      SMA
POST   /api/customers/{id}/restriction     SMA
POST   /api/customers/{id}/copy            SMA
POST   /api/customers/{id}/erasure         A
GET    /api/erasures                       A
GET    /api/retention                      A
POST   /api/retention                      A
PUT    /api/retention                      A
POST   /api/retention/check                A
POST   /api/intents/{id}/settlement        MA
GET    /api/names                          VSEMA
GET    /api/schema                         VSEMA
GET    /api/programmes                     VSEMA
GET    /api/programmes/{id}                VSEMA
GET    /api/programmes/{id}/versions/{version}           VSEMA
POST   /api/programmes/{id}/check          EMA
POST   /api/programmes/{id}/rehearse       EMA
GET    /api/jobs/{job}                     VSEMA
POST   /api/programmes/{id}/mailings/{mailing}/waterfall EMA
POST   /api/programmes/{id}/messages/{message}/preview   EMA
POST   /api/programmes/{id}/mailings/{mailing}/test      EMA
POST   /api/programmes/{id}/mailings/{mailing}/schedule  MA
POST   /api/programmes/{id}/mailings/{mailing}/stop      MA
POST   /api/programmes/{id}/mailings/{mailing}/list      MA
DELETE /api/programmes/{id}/mailings/{mailing}/list      MA
POST   /api/lists                          MA
GET    /api/mailings                                     VSEMA
POST   /api/mailings/{id}/{mailing}/correction           MA
GET    /api/mailings/{id}/{mailing}/handed               VSEMA
GET    /api/messages                       VSEMA
GET    /api/messages/{programme}/{message}/preview       VSEMA
GET    /api/messages/{programme}/{message}/score         VSEMA
POST   /api/programmes/{id}/publish        MA
POST   /api/programmes/{id}/stop           MA
GET    /api/evaluation                     VSEMA
GET    /api/data                           VSEMA
GET    /api/quality                        VSEMA
GET    /api/readiness                      VSEMA
POST   /api/readiness/{id}                 MA
GET    /api/imports                        VSEMA
GET    /api/imports/{id}/rows              VSEMA
GET    /api/uploads                        VSEMA
POST   /api/uploads                        MA
GET    /api/uploads/{id}                   VSEMA
DELETE /api/uploads/{id}                   MA
POST   /api/uploads/{id}/files             MA
POST   /api/uploads/{id}/look              MA
POST   /api/uploads/{id}/import            MA
GET    /api/sources                        VSEMA
POST   /api/sources                        MA
GET    /api/sources/{id}/opt-outs           MA
DELETE /api/sources/{id}                   MA
GET    /api/catalogue                      VSEMA
GET    /api/catalogue/articles/{number}    VSEMA
PUT    /api/catalogue/articles/{number}    MA
DELETE /api/catalogue/articles/{number}    MA
PUT    /api/catalogue/articles/{number}/price            MA
DELETE /api/catalogue/articles/{number}/price            MA
PUT    /api/catalogue/articles/{number}/stock            MA
GET    /api/catalogue/categories           VSEMA
GET    /api/catalogue/outlets              VSEMA
PUT    /api/catalogue/outlets/{number}     MA
DELETE /api/catalogue/outlets/{number}     MA
GET    /api/catalogue/content              VSEMA
PUT    /api/catalogue/content/{item}       MA
DELETE /api/catalogue/content/{item}       MA
GET    /api/catalogue/pools                VSEMA
POST   /api/catalogue/pools/{pool}/codes   MA
GET    /api/catalogue/addresses            VSEMA
PUT    /api/catalogue/addresses            MA
POST   /api/catalogue/nodes/move           MA
POST   /api/catalogue/nodes/unmove         MA
GET    /api/catalogue/content/{item}/audience            VSEMA
GET    /api/feeds                          VSEMA
POST   /api/feeds                          MA
POST   /api/feeds/look                     MA
POST   /api/feeds/{id}/run                 MA
DELETE /api/feeds/{id}                     MA
GET    /api/forms                          VSEMA
PUT    /api/forms/{id}                     MA
DELETE /api/forms/{id}                     MA
POST   /api/forms/{id}/preview             EMA
PUT    /api/schema                         MA
POST   /api/schema/check                   EMA
GET    /api/settings                       VSEMA
PUT    /api/settings                       MA
POST   /api/settings/check                 EMA
GET    /api/settings/document              A
PUT    /api/settings/document              A
POST   /api/settings/document/check        A
GET    /api/customers/{id}/actions         VSEMA
POST   /api/customers/{id}/actions         SMA
POST   /api/customers/{id}/actions/{event}/cause         SMA
GET    /api/recommendations                VSEMA
POST   /api/recommendations/learn          MA
GET    /api/databases                      VSEMA
POST   /api/databases                      MA
POST   /api/databases/look                 MA
POST   /api/databases/rows                 MA
POST   /api/databases/{id}/run             MA
DELETE /api/databases/{id}                 MA
GET    /api/subscriptions                  A
POST   /api/subscriptions                  A
DELETE /api/subscriptions/{id}             A
POST   /api/subscriptions/{id}/redrive     A
GET    /api/exports                        A
POST   /api/exports                        A
DELETE /api/exports/{id}                   A
POST   /api/exports/{id}/run               A
GET    /api/privacy                        VSEMA
POST   /api/privacy/{id}/settlement        SMA
GET    /api/quarantine                     VSEMA
POST   /api/quarantine/redrive             MA
POST   /api/quarantine/discard             MA
GET    /api/quarantine/rows                VSEMA
GET    /api/quarantine/rows/{group}        VSEMA
POST   /api/quarantine/corrections         MA
POST   /api/quarantine/rows/{group}/again  MA
POST   /api/quarantine/rows/{group}/discard              MA
POST   /api/quarantine/restore             MA
GET    /api/mailbox                        VSEMA
GET    /api/mailbox/{id}                   VSEMA
POST   /api/returns                        MA
GET    /api/openapi.json                   NVSEMA
POST   /api/demo/till-purchase             MA
POST   /api/demo/clock                     MA
GET    /api/demo/tour                      VSEMA
POST   /api/demo/last-second               MA
DELETE /api/demo/last-second               MA
GET    /u/{token}                          NVSEMA
POST   /u/{token}                          NVSEMA
GET    /p/{token}                          NVSEMA
POST   /p/{token}                          NVSEMA
GET    /b/{token}                          NVSEMA
GET    /t/{token}                          NVSEMA
GET    /o/{token}                          NVSEMA
GET    /x/{token}                          NVSEMA
GET    /k/{token}                          NVSEMA
POST   /k/{token}                          NVSEMA
GET    /anlass.js                          NVSEMA
GET    /f/{form}                           NVSEMA
GET    /f/{form}/human.js                  NVSEMA
POST   /f/{form}                           NVSEMA
";

fn letter(role: Role) -> char {
    match role {
        Role::Viewer => 'V',
        Role::Support => 'S',
        Role::Editor => 'E',
        Role::Marketer => 'M',
        Role::Admin => 'A',
    }
}

#[test]
fn every_route_lets_in_whom_it_is_meant_for_and_nobody_else() {
    let shop = Shop::open();
    let meant: Vec<Vec<&str>> = MEANT.trim().lines().map(|line| line.split_whitespace().collect()).collect();
    let own: BTreeSet<(&str, &str)> = ROUTES.iter().map(|route| (route.verb.as_str(), route.path)).collect();
    let table: BTreeSet<(&str, &str)> = meant.iter().map(|row| (row[0], row[1])).collect();
    assert_eq!(own, table, "a route was added or dropped: say here for whom it is");
    for row in &meant {
        let mut path = row[1].replace("{job}", "7");
        for part in [
            "id",
            "token",
            "programme",
            "message",
            "mailing",
            "form",
            "version",
            "proof",
            "consent",
            "number",
            "event",
            "item",
            "group",
        ] {
            path = path.replace(&format!("{{{part}}}"), "nothing");
        }
        let nobody = shop.ask("", row[0], &path, &json!({}));
        assert_eq!(
            nobody.status != 401 || row[1] == "/api/session" && row[0] == "POST",
            row[2].contains('N'),
            "{row:?}"
        );
        for role in Role::ALL {
            let cookie = shop.cookie(role);
            let status = shop.ask(&cookie, row[0], &path, &json!({})).status;
            // Whatever is wrong with the request itself is found only behind the door.
            assert_eq!(
                status != 403 && status != 401,
                row[2].contains(letter(role)),
                "{row:?} {role:?}: {status}"
            );
            assert!(status < 500, "{row:?} {role:?}: {status}");
        }
    }
}

#[test]
fn what_changes_something_must_come_from_the_application() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Admin);
    let body = json!({ "seconds": 1 }).to_string();
    let ask = |headers: &[(&str, &str)]| {
        let headers = [&[("cookie", &*cookie)], headers].concat();
        shop.client().request("POST", "/api/demo/clock", &headers, body.as_bytes()).status
    };
    assert_eq!(ask(&[]), 403);
    assert_eq!(ask(&[("x-anlass", "1"), ("origin", "https://elsewhere.example")]), 403);
    assert_eq!(ask(&[("x-anlass", "1"), ("origin", "http://test")]), 200);
}

#[test]
fn guessing_is_slowed_down_and_an_unknown_address_sounds_like_a_wrong_password() {
    let shop = Shop::open();
    let sign_in = |email: &str, password: &str| {
        let body = json!({ "email": email, "password": password });
        let answer = shop.ask("", "POST", "/api/session", &body);
        (answer.status, answer.json()["code"].as_str().map(str::to_owned))
    };
    let wrong = (401, Some("wrong_credentials".to_owned()));
    assert_eq!(sign_in("nobody@example.org", PASSWORD), wrong);
    for _ in 0..5 {
        assert_eq!(sign_in("viewer@example.org", "not this one at all"), wrong);
    }
    assert_eq!(sign_in("viewer@example.org", PASSWORD), (429, Some("throttled".to_owned())));
    assert_eq!(sign_in("editor@example.org", PASSWORD).0, 200);
}

#[test]
fn after_signing_out_the_cookie_opens_nothing() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Viewer);
    assert_eq!(shop.json(&cookie, "/api/session")["user"]["role"], "viewer");
    assert_eq!(shop.ask(&cookie, "DELETE", "/api/session", &json!(null)).status, 204);
    assert_eq!(shop.ask(&cookie, "GET", "/api/session", &json!(null)).status, 401);
}
