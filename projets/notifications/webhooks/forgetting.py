"""Bodies that wait, or are kept to be looked up and replayed, name people as they were called then."""

import json

from projets.accounts.erasing import forgets
from projets.notifications.webhooks.models import Delivery, Message


@forgets
def forget_in_the_journal(gone):
    for one in Message.objects.filter(gone.may_be_in("body")).order_by("pk").iterator(chunk_size=200):
        if gone.is_named_in(one.body):
            body = json.dumps(gone.blot(json.loads(one.body)), ensure_ascii=False)
            Message.objects.filter(pk=one.pk).update(body=body)
    for one in Delivery.objects.filter(gone.may_be_in("answer")).order_by("pk").iterator(chunk_size=200):
        if gone.is_named_in(one.answer):
            Delivery.objects.filter(pk=one.pk).update(answer=gone.blot(one.answer))
