"""Which request goes where: sockets to the event loop, everything else to Django in a pool of threads."""

import os

from django.core.wsgi import get_wsgi_application

from projets.config.catalogues import compile_all

compile_all()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "projets.config.settings")
pages = get_wsgi_application()  # settings and models can be used from here on

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from projets.api.sockets.endpoint import PATH, service  # noqa: E402
from projets.api.sockets.endpoint import endpoint as clients  # noqa: E402
from projets.api.v1 import stream  # noqa: E402
from projets.config.headers import completed  # noqa: E402
from projets.config.pool import Pool  # noqa: E402
from projets.live.hub import hub  # noqa: E402
from projets.live.sockets import endpoint as live  # noqa: E402

pool = Pool(pages, settings.REQUEST_THREADS, settings.LARGEST_BODY, one_by_one=connection.vendor == "sqlite")


async def application(scope, receive, send):
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
        return
    send = completed(send, settings.SECURITY_HEADERS)
    if scope["path"].startswith(PATH):
        await clients(scope, receive, send)
    elif scope["type"] == "http" and stream.ADDRESS.fullmatch(scope["path"]):
        await stream.endpoint(pool, scope, receive, send)
    elif scope["type"] == "http":
        await pool(scope, receive, send)
    else:
        await (live if scope["path"] == "/live/" else nobody_there)(scope, receive, send)


async def nobody_there(scope, receive, send):
    await receive()
    await send({"type": "websocket.close"})


async def lifespan(receive, send):
    await receive()
    hub.start()
    service.start()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    pool.stop()
    service.stop()
    await hub.stop()
    await send({"type": "lifespan.shutdown.complete"})
