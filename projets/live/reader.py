"""Reads the log for all pages of this process."""

from projets.live.access import is_gate, is_harmless, may_change_access
from projets.live.messages import Batch
from projets.live.watching import Watching
from projets.usecase.log import since
from projets.usecase.models import Stream


class Reader(Watching):
    """`hub` has the channels, checks who may have lost their access, and is given what there is to send."""

    def __init__(self, hub):
        super().__init__("live reader")
        self.hub = hub

    def concerns(self, stream):
        return stream in self.hub.channels or is_gate(stream)

    def ahead(self):
        known = {name: channel.revision for name, channel in list(self.hub.channels.items())}
        now = Stream.objects.filter(name__in=known).values_list("name", "revision")
        return {name for name, revision in now if known[name] is not None and revision > known[name]}

    def read(self, names):
        """Who has lost the right to know is cut off before any of it is sent."""
        channels = [
            channel for channel in map(self.hub.channels.get, names) if channel and channel.revision is not None
        ]
        read = [(channel, list(since(channel.name, channel.revision))) for channel in channels]
        if any(map(is_gate, names)):
            self.hub.check_access([one for one in list(self.hub.sockets) if one.session and one.session.until])
        for channel, events in read:
            if channel.name.startswith("user:") and not all(map(is_harmless, events)):
                self.hub.check(list(channel.followers))
            elif any(map(may_change_access, events)):
                self.hub.check_access(list(channel.followers))
        for channel, events in read:
            if events:
                self.hub.send(channel, Batch.of(channel.name, events, channel.variants))
                channel.revision = events[-1].revision
