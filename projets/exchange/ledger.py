"""What a reader of files notes while it reads: what it found, what it left out and why, what people should know."""

from collections import Counter

from django.utils.translation import gettext

from projets.exchange import fitting
from projets.exchange.plan import KINDS, Announced, LeftOut

EXAMPLES = 3  # of what a remark is about; the rest is a number
EXAMPLE_LENGTH = 60


class Ledger:
    def __init__(self):
        self.found = dict.fromkeys(KINDS, 0)
        self._left_out = Counter()
        self._remarks = {}
        self._announced = []

    def leave_out(self, kind, reason, count=1):
        if count:
            self._left_out[kind, fitting.line(reason)] += count

    def remark(self, sentence, about=""):
        """Say `sentence` once, with how many things it is about and the first of them."""
        self._remarks.setdefault(sentence, []).append(about)

    def announce(self, kind, claimed, in_file, sentence):
        self._announced.append(Announced(kind, claimed, in_file, sentence))

    @property
    def left_out(self):
        return tuple(LeftOut(kind, count, reason) for (kind, reason), count in self._left_out.items())

    @property
    def announced(self):
        return tuple(self._announced)

    @property
    def warnings(self):
        return tuple(_with_examples(sentence, about) for sentence, about in self._remarks.items())


def _with_examples(sentence, about):
    examples = list(dict.fromkeys(_shortened(one) for one in about if one))[:EXAMPLES]
    if not examples:
        return sentence
    said = ", ".join(gettext("“%s”") % example for example in examples)
    if len(about) == 1:
        return gettext("%(sentence)s: %(examples)s") % {"sentence": sentence, "examples": said}
    return gettext("%(sentence)s (%(count)s times, such as %(examples)s)") % {
        "sentence": sentence,
        "count": len(about),
        "examples": said,
    }


def _shortened(text):
    text = " ".join(fitting.line(text).split())
    return text if len(text) <= EXAMPLE_LENGTH else text[: EXAMPLE_LENGTH - 1] + "…"
