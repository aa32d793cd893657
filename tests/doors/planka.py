"""Every address of Planka's door that writes, as its own table has it, with a body by which it does something."""

import json
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import MULTIPART_CONTENT, Client
from PIL import Image

from projets.api.planka.calling import routes
from projets.api.planka.parameters import Id
from projets.api.planka.routes import load
from tests.api.planka.client import promised

load()
READING = {"GET"}
PLACED = {"position": 1}
NAMED = {"name": "Autre"}
SERVICE = {"url": "json://chat.example", "format": "text"}
BODIES = {
    "POST /access-tokens": {"emailOrUsername": "{email}", "password": "{password}"},
    "POST /cards/{card}/attachments": {"type": "link", "name": "Note", "url": "https://exemple.fr"},
    "PATCH /attachments/{attachment}": NAMED,
    "POST /projects/{project}/boards": NAMED | PLACED,
    "PATCH /boards/{board}": NAMED | {"displayCardAges": True},
    "POST /boards/{board}/board-memberships": {"userId": "{free}", "role": "viewer"},
    "PATCH /board-memberships/{membership}": {"role": "viewer", "canComment": True},
    "POST /lists/{list}/cards": NAMED | PLACED | {"type": "story"},
    "PATCH /cards/{card}": NAMED | PLACED | {"listId": "{other_list}", "description": "Bonjour"},
    "POST /cards/{card}/duplicate": PLACED,
    "POST /cards/{card}/comments": {"text": "Bonjour"},
    "PATCH /comments/{comment}": {"text": "Bonsoir"},
    "PATCH /config": {"smtpHost": "relais.example"},
    "POST /projects/{project}/base-custom-field-groups": NAMED,
    "PATCH /base-custom-field-groups/{group}": NAMED,
    "POST /base-custom-field-groups/{group}/custom-fields": NAMED | PLACED,
    "POST /boards/{board}/custom-field-groups": PLACED | {"baseCustomFieldGroupId": "{base}"},
    "POST /cards/{card}/custom-field-groups": PLACED | {"baseCustomFieldGroupId": "{base}"},
    "PATCH /custom-field-groups/{group}": NAMED,
    "POST /custom-field-groups/{group}/custom-fields": NAMED | PLACED,
    "PATCH /custom-fields/{field}": NAMED,
    "PATCH /cards/{card}/custom-field-values/customFieldGroupId:{group}:customFieldId:{field}": {"content": "12"},
    "POST /boards/{board}/labels": PLACED | {"color": "berry-red"},
    "PATCH /labels/{label}": NAMED,
    "POST /boards/{board}/lists": NAMED | PLACED | {"type": "active"},
    "PATCH /lists/{list}": NAMED,
    "POST /lists/{list}/sort": {"fieldName": "name", "order": "desc"},
    "POST /lists/{list}/move-cards": {"listId": "{archive}"},
    "POST /users/{user}/notification-services": SERVICE,
    "POST /boards/{board}/notification-services": SERVICE,
    "PATCH /notification-services/{service}": {"format": "html"},
    "PATCH /notifications/{notification}": {"isRead": True},
    "POST /cards/{card}/card-memberships": {"userId": "{me}"},
    "POST /cards/{card}/card-labels": {"labelId": "{other_label}"},
    "POST /projects": NAMED | {"type": "shared"},
    "PATCH /projects/{project}": NAMED,
    "POST /projects/{project}/project-managers": {"userId": "{free}"},
    "POST /cards/{card}/task-lists": NAMED | PLACED,
    "PATCH /task-lists/{task_list}": NAMED,
    "POST /task-lists/{task_list}/tasks": NAMED | PLACED,
    "PATCH /tasks/{task}": NAMED,
    "POST /users": NAMED
    | {"email": "neuve@ministere.example", "password": "Une-longue-phrase-2031", "role": "boardUser"},
    "PATCH /users/{user}": NAMED,
    "PATCH /users/{user}/email": {"email": "neuve@ministere.example"},
    "PATCH /users/{user}/username": {"username": "neuve"},
    "PATCH /users/{user}/password": {"password": "Une-longue-phrase-2031"},
    "POST /webhooks": NAMED | {"url": "https://hook.example/"},
    "PATCH /webhooks/{webhook}": NAMED,
}
OTHERS = {  # whose parts stand for other rows than their names say
    "POST /lists/{list}/clear": {"list": "trash"},
    "POST /lists/{list}/move-cards": {"list": "closed_list"},
    "POST /users/{user}/notification-services": {"user": "me"},
    "DELETE /cards/{card}/card-memberships/userId:{user}": {"user": "member"},
}
FILES = {"POST /projects/{project}/background-images", "POST /users/{user}/avatar"}


def asked(*, reading):
    """The routes, those that read or those that write, as "PATCH /cards/{card}"."""
    return {f"{one.method} {one.path}": one for one in routes if (one.method in READING) == reading}


def ids_in(route):
    """The parameters of its body that are ids."""
    return [one.name for one in route.parameters if isinstance(one, Id)]


def part(name, key):
    """What the part `name` of an address stands for."""
    if name == "group" and "base-custom" in key:
        return "base"
    return OTHERS.get(key, {}).get(name, name)


def path_of(key, ids, **instead):
    """The address with these ids in it, but for those given `instead`."""
    path = f"/api{key.partition(' ')[2]}"
    for name in set(ids) | {"group", "list", "user"}:
        if f"{{{name}}}" in path:
            path = path.replace(f"{{{name}}}", instead.get(name) or ids[part(name, key)])
    return path


def body_of(key, ids):
    return {
        name: ids[one[1:-1]] if isinstance(one, str) and one.startswith("{") else one
        for name, one in BODIES.get(key, {}).items()
    }


def ask(token, key, path, body):
    """The answer to it, which must be one that the document promises; a file goes as a form."""
    client = Client(headers={"Authorization": f"Bearer {token}"}, raise_request_exception=False)
    method = key.partition(" ")[0]
    if key in FILES:
        form = {name: one for name, one in body.items() if isinstance(one, str)}
        answer = client.post(path, form | {"file": _picture()}, MULTIPART_CONTENT)
    else:
        answer = client.generic(method, path, json.dumps(body), "application/json")
    promised.require_answer(method, path, answer)
    return answer


def _picture():
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    return SimpleUploadedFile("image.png", file.getvalue())
