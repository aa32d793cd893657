from django.apps import AppConfig


class DeparturesConfig(AppConfig):
    name = "projets.boards.departures"
