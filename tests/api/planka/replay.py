"""A day of Planka's clients, asked again: every request that was recorded of Planka 2.1.1, in order, and its answer.

`recorded/exchanges.jsonl.gz` has one request per line: `area`, `step`, `method`, `path`, `token`, what was sent, what
was answered (`status`, `body`). What differs each time is named: `<<id:SYMBOL>>` is an id met before,
`<<AREA/STEP:PATH>>`
a value of an earlier answer; in answers `$SYMBOL`, `<date>`, `<jwt>`, `<sha256>`, `<uuid>`, `<base>`.
"""

import base64
import gzip
import json
import re
from pathlib import Path

from django.conf import settings
from django.test import Client

from projets.api.planka.authentication import person_behind
from projets.api.planka.calling import Call, answer
from projets.usecase.dispatch import dispatch
from tests.api.planka.client import promised

EXCHANGES = Path(__file__).parent / "recorded" / "exchanges.jsonl.gz"
IN_ORDER = {"items", "cards", "lists", "labels", "tasks", "taskLists", "boards", "customFields", "customFieldGroups"}
LONG_ID = re.compile(r"\d{15,19}")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
BOUNDARY = "of-a-recorded-form"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
NAMED = re.compile(r"<<([^<>]+)>>")
WHOLE = {
    "<date>": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"),
    "<jwt>": re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+"),
    "<sha256>": re.compile(r"[0-9a-f]{64}"),
    "<apikey>": re.compile(r"[0-9A-Za-z]{8}_[0-9A-Za-z]{32}"),
}


def exchanges():
    with gzip.open(EXCHANGES, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def parts(form, files):
    """A body of multipart/form-data; files keep their names, whatever these look like."""
    said = [(f'name="{name}"', "text/plain", value.encode()) for name, value in form.items()]
    for name, (file, content, kind) in files.items():
        shown = f'name="{name}"; filename="{file}"'
        said.append((shown, kind or "application/octet-stream", base64.b64decode(content)))
    pieces = [
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; {shown}\r\nContent-Type: {kind}\r\n\r\n".encode() + content
        for shown, kind, content in said
    ]
    return b"\r\n".join([*pieces, f"--{BOUNDARY}--\r\n".encode()])


class Replay:
    def __init__(self):
        self.ids, self.symbols, self.answers, self.cookies = {}, {}, {}, {}

    def play(self, row):
        """(status, body as it is compared) of one request."""
        status, body = self._over_socket(row) if row.get("transport") == "socket" else self._over_http(row)
        dispatch()
        self.answers[f"{row['area']}/{row['step']}"] = body
        for symbol, path in row.get("save", {}).items():
            self._learn(symbol, _at(body, path.split(".")))
        if "transport" not in row:
            self._learn_all(row["step"], body)
        return status, self.compared(body)

    def _over_http(self, row):
        headers = self._said(row.get("headers", {}))
        if "token" in row:
            headers["Authorization"] = f"Bearer {self._said(row['token'])}"
        client = Client(headers=headers)
        for name, value in self._said(row.get("cookies", {})).items():
            client.cookies[name] = value
        path = self._said(row["path"]).removeprefix(settings.BASE_URL)
        query = self._said(row.get("query"))
        if "files" in row:
            sent = parts(self._said(row.get("form", {})), row["files"])
            response = client.generic(row["method"], path, sent, MULTIPART, query_params=query)
        elif "form" in row:
            response = client.post(path, self._said(row["form"]), query_params=query)
        else:
            sent = json.dumps(self._said(row["json"])) if "json" in row else ""
            response = client.generic(row["method"], path, sent, "application/json", query_params=query)
        self.cookies |= {name: one.value for name, one in response.cookies.items()}
        promised.require_answer(row["method"], path, response)
        kind = response.headers.get("Content-Type", "")
        if "json" in kind:
            return response.status_code, response.json()
        content = b"".join(response.streaming_content) if response.streaming else response.content
        if kind.startswith("text/"):
            return response.status_code, {"_text": content.decode()[:300]}
        return response.status_code, {"_bytes": len(content)}

    def _over_socket(self, row):
        headers = {"authorization": f"Bearer {self._said(row['token'])}"}
        answered = answer(
            Call(row["method"], self._said(row["path"]), self._said(row["json"]), headers), person_behind
        )
        body = answered.body if isinstance(answered.body, bytes) else json.dumps(answered.body).encode()
        promised.require(
            row["method"], self._said(row["path"]), answered.status, "application/json", lambda: json.loads(body), body
        )
        return answered.status, json.loads(body)

    def _said(self, value):
        """With what is named put in."""
        if isinstance(value, str):
            return NAMED.sub(lambda found: self._meant(found[1]), value)
        if isinstance(value, dict):
            return {key: self._said(one) for key, one in value.items()}
        return [self._said(one) for one in value] if isinstance(value, list) else value

    def _meant(self, name):
        kind, _colon, rest = name.partition(":")
        if kind == "id":
            return self.ids.get(rest, "1")
        if kind == "cookie":
            return self.cookies[rest]
        return str(_at(self.answers[kind], rest.split(".")))

    def _learn(self, symbol, value):
        if value is not None:
            self.ids[symbol] = str(value)
            self.symbols.setdefault(str(value), symbol)

    def _learn_all(self, step, body, path=""):
        if isinstance(body, dict):
            id = body.get("id")
            if isinstance(id, str) and LONG_ID.fullmatch(id) and id not in self.symbols:
                self._learn(f"{step}.{path}" if path else step, id)
            for key, value in body.items():
                self._learn_all(step, value, f"{path}.{key}" if path else key)
        elif isinstance(body, list):
            for index, value in enumerate(body):
                self._learn_all(step, value, f"{path}[{index}]")

    def compared(self, value, key=None):
        """With names in place of what differs each time, and lists without an order of their own in one order."""
        if isinstance(value, str):
            return self._masked(value, key)
        if isinstance(value, dict):
            return {name: self.compared(one, name) for name, one in value.items()}
        if isinstance(value, list):
            return in_order([self.compared(one, key) for one in value], key)
        return value

    def _masked(self, text, key):
        if text in self.symbols:
            return f"${self.symbols[text]}"
        for mask, pattern in WHOLE.items():
            if pattern.fullmatch(text):
                return mask
        if key == "apiKeyPrefix":
            return "<apikeyprefix>"
        text = UUID.sub("<uuid>", text.replace(settings.BASE_URL, "<base>"))
        return LONG_ID.sub(lambda found: f"${self.symbols[found[0]]}" if found[0] in self.symbols else "<id>", text)


def in_order(values, key):
    return values if key in IN_ORDER else sorted(values, key=lambda one: json.dumps(one, sort_keys=True))


def canonical(value, key=None):
    """A recorded answer, its lists in the same order as ours."""
    if isinstance(value, dict):
        return {name: canonical(one, name) for name, one in value.items()}
    return in_order([canonical(one) for one in value], key) if isinstance(value, list) else value


def same(row, status, body):
    """Whether an answer is the recorded one; of parameters that are wrong, how many is all that counts."""
    if status != row["status"]:
        return False
    told = row["body"]
    if isinstance(told, dict) and told.get("code") == "E_MISSING_OR_INVALID_PARAMS":
        return body.get("code") == told["code"] and len(body["problems"]) == len(told["problems"])
    return canonical(told) == canonical(body)


def _at(value, path):
    for part in path:
        try:
            value = value[int(part)] if isinstance(value, list) else value[part]
        except (KeyError, IndexError, TypeError):
            return None
    return value
