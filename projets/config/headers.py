"""What browsers are told with every answer (E-20, E-21): pages, API, files, refusals, made by Django or not."""

YEAR = 365 * 24 * 3600
UNUSED = (  # what pages of Projets never ask of a browser
    "accelerometer camera display-capture encrypted-media geolocation gyroscope magnetometer microphone midi payment"
    " usb xr-spatial-tracking"
)
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"  # of what is no page


def security_headers(https):
    always = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED.split()),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return always | ({"Strict-Transport-Security": f"max-age={YEAR}"} if https else {})


def completed(send, headers):
    """`send` of ASGI that adds those of `headers` that an answer lacks; what says nothing else is no page."""
    wanted = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    wanted.append((b"content-security-policy", NOTHING.encode()))

    async def complete(message):
        if message["type"] in ("http.response.start", "websocket.http.response.start"):
            there = {name for name, _value in message["headers"]}
            missing = [header for header in wanted if header[0] not in there]
            message = message | {"headers": [*message["headers"], *missing]}
        await send(message)

    return complete
