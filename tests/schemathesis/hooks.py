"""What schemathesis cannot read in the document: who may ask, what the server holds, what is said in words only."""

import json
import os
import time
import urllib.request
import zoneinfo

import schemathesis
from hypothesis import strategies as st

URL = os.environ["CATALOG_URL"]
ACCOUNT = {"login": "admin", "password": os.environ["CATALOG_PASSWORD"]}

# A timeline may have 3,700 days, and ends today where nothing is said; milliseconds.
DAY = 86_400_000
TIMELINE = 3_600 * DAY
NOW = int(time.time() * 1000)


def log_in():
    request = urllib.request.Request(
        f"{URL}/session/login",
        data=json.dumps(ACCOUNT).encode(),
        headers={"content-type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return answer.headers["set-cookie"].split(";")[0].partition("=")[2]


SESSION = log_in()


@schemathesis.auth(refresh_interval=None)
class Session:
    def get(self, case, context):
        # A log-out ends its own session, not the one of all others.
        return log_in() if case.operation.path == "/session/logout" else SESSION

    def set(self, case, data, context):
        case.cookies = {**(case.cookies or {}), "SESSION": data}


def backups():
    request = urllib.request.Request(f"{URL}/backups/detailed", headers={"cookie": f"SESSION={SESSION}"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def guids(value, found):
    """Every guid in an answer."""
    if isinstance(value, dict):
        found.update(text for key, text in value.items() if key in ("guid", "uuid"))
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            guids(part, found)
    return found


BACKUPS = backups()
KNOWN = sorted(guids(BACKUPS, set()))
ENTITIES = sorted({(b["protectedEntity"]["guid"], b["protectedEntity"]["type"]["name"]) for b in BACKUPS})

# Half of the guids are of something that is there: else every answer would be 404 or empty.
schemathesis.openapi.format("uuid", st.one_of(st.sampled_from(KNOWN), st.uuids().map(str)))
schemathesis.openapi.format("time-zone", st.sampled_from(sorted(zoneinfo.available_timezones())))


@schemathesis.hook
def before_load_schema(context, raw_schema):
    # The document says it in words: said formally, generated clients would make a type of it.
    raw_schema["components"]["schemas"]["TimeZoneName"]["format"] = "time-zone"


@schemathesis.serializer("application/x-ndjson")
def lines(context, value):
    return value if isinstance(value, bytes) else str(value).encode()


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    # A timeline is of an entity of its own type: two parameters that fit each other.
    if path_parameters and "type" in path_parameters and path_parameters.get("guid") in KNOWN:
        place = KNOWN.index(path_parameters["guid"]) % len(ENTITIES)
        path_parameters["guid"], path_parameters["type"] = ENTITIES[place]
    return path_parameters


@schemathesis.hook
def before_call(context, case, kwargs):
    # What an edit is based on is the state of a moment, which nobody can make up.
    if case.headers and "If-Match" in case.headers:
        case.headers["If-Match"] = "*"
    # That a range begins before it ends, and how long a timeline may be, are said in words.
    for values in (case.query, case.body):
        if not isinstance(values, dict):
            continue
        since, until = time_of(values.get("since")), time_of(values.get("until"))
        if since is not None and until is not None and since > until:
            values["since"], values["until"] = until, since
        begin, end = time_of(values.get("from")), time_of(values.get("to"))
        if begin is not None and end is not None and begin > end:
            values["from"], values["to"] = end, begin
        if "/timeline/" in case.operation.path:
            if begin is not None:
                values["from"] = NOW - abs(begin) % TIMELINE
            if end is not None:
                values["to"] = NOW + abs(end) % DAY


def time_of(value):
    """The number that the document allows for a time, also where it is a text on its way into a query."""
    try:
        number = None if isinstance(value, (bool, float)) else int(value)
    except (TypeError, ValueError):
        return None
    return number if number is not None and -(2**63) <= number < 2**63 else None
