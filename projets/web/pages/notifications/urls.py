from django.urls import path

from projets.web.pages.notifications import views

urlpatterns = [
    path("notifications/", views.page, name="notifications"),
    path("notifications/lues/", views.read_all),
    path("notifications/<int:notification_id>/", views.mark),
    path("cartes/<int:card_id>/notifications/", views.read_card),
]
