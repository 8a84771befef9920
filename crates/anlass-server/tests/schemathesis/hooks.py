"""What Schemathesis has to know about a demonstration: how to sign in and stay signed in, what there is (a mailing, a
list, customers, keys), and what a good body says. Counts what each operation answered, and writes it at the end.

Environment: ANLASS_URL, ANLASS_EMAIL, ANLASS_PASSWORD (those of the first sign-in), ANLASS_COUNTS (a file).
"""

import atexit
import collections
import datetime
import itertools
import json
import os
import re
import textwrap
import random

import requests
import schemathesis
from schemathesis.core.parameters import ParameterLocation

URL = os.environ.get("ANLASS_URL", "http://127.0.0.1:8080")
EMAIL = os.environ.get("ANLASS_EMAIL", "admin@example.org")
PASSWORD = os.environ["ANLASS_PASSWORD"]
OTHERS = "another long enough password"
# How often what is really there takes the place of what was made up.
SHARE_OF_REAL = 0.8

counts = collections.Counter()
numbers = itertools.count(1)
chance = random.Random(1)
http = requests.Session()
http.headers["x-anlass"] = "1"


def sign_in(email, password):
    answer = requests.post(f"{URL}/api/session", json={"email": email, "password": password},
                           headers={"x-anlass": "1"}, timeout=60)
    answer.raise_for_status()
    return answer.cookies["anlass_session"]


def ask(verb, path, body=None):
    answer = http.request(verb, f"{URL}{path}", json=body, timeout=120)
    assert answer.status_code < 500, f"{verb} {path}: {answer.text}"
    return answer


def new_user():
    email = f"colleague-{next(numbers)}@example.org"
    ask("POST", "/api/users", {"email": email, "role": "viewer", "password": OTHERS})
    return email


def user_id(email):
    return next(user["id"] for user in ask("GET", "/api/users").json() if user["email"] == email)


def new_key():
    wanted = {"name": f"key {next(numbers)}", "source": sources[0], "trust": "public"}
    return ask("POST", "/api/keys", wanted).json()["row"]["id"]


def with_mailings(yaml):
    """A message that everybody with an address may get, and two mailings: one that goes out tomorrow, one to come.

    Not to regular customers: a contact more, and the caps would leave nobody for the guided tour.
    """
    tomorrow = datetime.date.fromisoformat(now()[:10]) + datetime.timedelta(days=1)
    mailings = "mailings:\n"
    for name, at in [("news", "2030-01-01T10:00:00"), ("gone", f"{tomorrow}T10:00:00")]:
        mailings += f"""- id: {name}
  name: {{ de: Neuigkeiten, en: News }}
  audience: orders.count() < 30
  message: {MESSAGE}
  at: {at}
"""
    message = f"""- id: {MESSAGE}
  name: {{ de: Neuigkeiten, en: News }}
  class: contract
  purpose: service
  channels: [email]
  subject: {{ de: Neuigkeiten, en: News }}
  blocks: [{{ id: text, text: {{ de: Es gibt Neues., en: There is news. }} }}]
"""
    # The list goes on as far in as the programme's author began it.
    indent = re.search(r"^messages:\n( *)- ", yaml, re.M)[1]
    message = "messages:\n" + textwrap.indent(message, indent)
    assert not re.search(r"^mailings:", yaml, re.M), "it has mailings of its own"
    return yaml.replace("messages:\n", message, 1).rstrip() + "\n" + mailings


def now():
    return ask("GET", "/api/session").json()["clock"]["now"]


def let_it_go_out():
    for _ in range(200):
        if ask("GET", f"/api/mailings/{HOME}/gone/handed").json()["count"]:
            return
        ask("POST", "/api/demo/clock", {"seconds": 3_600})
    raise RuntimeError("the mailing reaches nobody")


http.cookies["anlass_session"] = sign_in(EMAIL, PASSWORD)
EVERYBODY = ask("GET", "/api/customers?query=").json() or ask("GET", "/api/customers?query=an").json()
customers = [row["id"] for row in EVERYBODY]
sources = [row["id"] for row in ask("GET", "/api/data").json()["sources"]]
messages = [(row["programme"], row["id"]) for row in ask("GET", "/api/messages").json()]
programmes = [row["id"] for row in ask("GET", "/api/programmes").json()]
HOME, _ = messages[0]
MESSAGE = "the-news"
yaml_of = {one: ask("GET", f"/api/programmes/{one}").json()["yaml"] for one in programmes}
yaml_of[HOME] = with_mailings(yaml_of[HOME])
published = ask("POST", f"/api/programmes/{HOME}/publish", {"yaml": yaml_of[HOME]})
assert published.status_code == 200, published.text
versions = [row["program"] for row in ask("GET", f"/api/programmes/{HOME}").json()["versions"] if row["program"]]
let_it_go_out()
LINES = "\n".join(customers[:20])
letters = [row["id"] for row in ask("GET", "/api/mailbox").json()["rows"]]
imports = ask("GET", "/api/imports").json()
uncertain = [row["id"] for row in ask("GET", "/api/intents?state=unknown").json()["rows"]]
jobs = []
changer = new_user()
OWN_IDS = {user_id(changer), user_id(EMAIL)}
passing = {"cookie": sign_in(changer, OTHERS)}
MAIL = ("From: Mailer <mailer-daemon@example.org>\r\nTo: news@example.org\r\nSubject: Undelivered\r\n"
        "Date: Wed, 10 Jan 2018 10:00:00 +0000\r\n\r\nIt could not be delivered.\r\n")


@schemathesis.serializer("message/rfc822")
def mail(_, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


@schemathesis.auth(refresh_interval=None)
class Cookie:
    """Who signs out or changes a password loses the session: these have one of their own each time."""

    def get(self, case, context):
        if case.operation.label not in ("DELETE /api/session", "POST /api/session/password"):
            return http.cookies["anlass_session"]
        try:
            passing["cookie"] = sign_in(changer, OTHERS)
        except requests.HTTPError:
            pass  # slowed down after wrong passwords; the old one tells as much
        return passing["cookie"]

    def set(self, case, cookie, context):
        case.cookies = {**(case.cookies or {}), "anlass_session": cookie}


def real_path(label, names):
    """Values for the parameters of a path, of what is there."""
    known = {"customer": chance.choice(customers), "message": MESSAGE, "programme": HOME}
    if "/mailings/" in label:
        known["id"] = HOME
        known["mailing"] = "news" if "/programmes/" in label else "gone"
    elif "/versions/" in label:
        known["id"] = HOME
        known["version"] = chance.choice(versions)
    elif "/programmes/" in label:
        known["id"] = chance.choice(programmes)
    elif "/customers/" in label:
        known["id"] = chance.choice(customers)
    elif "/mailbox/" in label and letters:
        known["id"] = chance.choice(letters)
    elif "/users/" in label:
        known["id"] = user_id(new_user())
    elif "/keys/" in label:
        known["id"] = new_key()
    elif "/jobs/" in label and jobs:
        known["job"] = chance.choice(jobs)
    elif "/intents/" in label and uncertain:
        known["id"] = chance.choice(uncertain)
    elif "/imports/" in label and imports:
        known["id"] = imports[0]["id"]
    if "/messages/" in label:
        known["programme"], known["message"] = chance.choice(messages)
        if "/programmes/" in label:
            known["id"] = known["programme"]
    if label.startswith("DELETE") and label.endswith("/list"):
        ask("POST", f"/api/programmes/{HOME}/mailings/news/list", {"text": LINES})
    return {name: known[name] for name in names if name in known}


def real_body(label, path):
    """A body that says something sensible about what is there."""
    programme = path.get("id")
    yaml = yaml_of.get(programme)
    return {
        "POST /api/session": {"email": EMAIL, "password": PASSWORD},
        "POST /api/session/password": {"old": OTHERS, "new": OTHERS},
        "POST /api/users": {"email": f"new-{next(numbers)}@example.org", "role": "viewer", "password": OTHERS},
        "POST /api/keys": {"name": "key", "source": sources[0], "trust": "server"},
        "POST /api/customers/{id}/objection": None,
        "POST /api/programmes/{id}/check": yaml and {"yaml": yaml},
        "POST /api/programmes/{id}/rehearse": yaml and {"yaml": yaml, "since_days": 30},
        "POST /api/programmes/{id}/messages/{message}/preview": yaml and {"yaml": yaml},
        "POST /api/lists": {"text": LINES},
        "POST /api/intents/{id}/settlement": {"arrival": chance.choice(["arrived", "not_arrived", None])},
        "POST /api/programmes/{id}/publish": yaml and {"yaml": yaml},
        "POST /api/programmes/{id}/mailings/{mailing}/waterfall": {},
        "POST /api/programmes/{id}/mailings/{mailing}/test": {"customer": customers[0], "to": [EMAIL]},
        "POST /api/programmes/{id}/mailings/{mailing}/schedule": {"at": "2031-02-03T10:00"},
        "POST /api/programmes/{id}/mailings/{mailing}/list": {"text": LINES},
        "POST /api/mailings/{id}/{mailing}/correction": {"message": MESSAGE},
        "POST /api/quarantine/redrive": {"source": chance.choice(sources)},
        "POST /api/demo/till-purchase": {"customer": chance.choice(customers)},
        "POST /api/demo/clock": {"seconds": chance.choice([1, 60, 3_600])},
        "POST /api/returns": MAIL,
    }.get(label)


def is_good_at(case, location):
    component = case.meta and case.meta.components.get(location)
    return bool(component) and not component.mode.is_negative


def keep_the_door_open(label, case):
    """Nobody gives whoever runs this another password or role, or takes them away."""
    own = {EMAIL, changer}
    if label == "POST /api/users" and isinstance(case.body, dict):
        if str(case.body.get("email", "")).strip().lower() in own:
            case.body = {**case.body, "email": f"other-{next(numbers)}@example.org"}
    if label == "DELETE /api/users/{id}" and (case.path_parameters or {}).get("id") in OWN_IDS:
        case.path_parameters = {"id": "0"}


@schemathesis.hook
def before_call(context, case, kwargs):
    label = case.operation.label
    keep_the_door_open(label, case)
    path = case.path_parameters or {}
    if path and is_good_at(case, ParameterLocation.PATH) and chance.random() < SHARE_OF_REAL:
        case.path_parameters = path = {**path, **real_path(label, list(path))}
    if "/imports/{id}/rows" in label and is_good_at(case, ParameterLocation.QUERY) and chance.random() < SHARE_OF_REAL:
        case.query = {"file": "1", "code": "without_pieces"}
    if is_good_at(case, ParameterLocation.BODY) and chance.random() < SHARE_OF_REAL:
        body = real_body(label, path)
        if body is not None:
            case.body = body


@schemathesis.hook
def after_call(context, case, response):
    counts[case.operation.label, response.status_code] += 1
    if case.operation.label.endswith("/rehearse") and response.status_code == 200:
        jobs.append(json.loads(response.content)["job"])


@atexit.register
def tell():
    rows = collections.defaultdict(dict)
    for (label, status), count in sorted(counts.items()):
        rows[label][status] = count
    lines = [f"{label:<62}" + "  ".join(f"{status}: {count}" for status, count in row.items())
             for label, row in sorted(rows.items())]
    lines.append(f"{len(rows)} operations, {sum(counts.values())} requests")
    with open(os.environ.get("ANLASS_COUNTS", "counts.txt"), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
