"""The demonstration: TECH.GOUV's missions as projects and boards, worked on by invented people.

content/       what is invented, in French: people, projects, their boards, cards, comments
techgouv.yaml  the public text of the programme: missions, actions, sub-actions, calendars, leads
reading        both together, as plans of boards
house          where they work: their organisation and its services
days           « late », « today », « this week », counted from the day on which it is loaded
pictures       small drawings, made on the fly
writing        the plans, done: by the people themselves, through the same actions as everybody
"""

from projets.operations.demo.loading import is_untouched, load

__all__ = ["is_untouched", "load"]
