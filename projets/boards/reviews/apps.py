from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "projets.boards.reviews"
