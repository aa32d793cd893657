from django.urls import path, register_converter

from projets.web.pages.links import views


class Id:
    """What fits 64 bits: a longer one is nobody's."""

    regex = "[0-9]{1,18}"

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return str(value)


register_converter(Id, "id64")
urlpatterns = [
    path("cards/<id64:card_id>", views.card),
    path("boards/<id64:board_id>", views.board),
    path("projects/<id64:project_id>", views.project),
]
