"""Is this process fit to answer people?"""

from django.db import DatabaseError, connection
from django.http import HttpResponse

PLAIN = "text/plain; charset=utf-8"


def healthz(request):
    """For load balancers and scripts: no session, nothing about anybody."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM usecase_stream LIMIT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", PLAIN, 503)
    return HttpResponse("ok\n", PLAIN)
