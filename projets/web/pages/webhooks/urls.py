from django.urls import path

from projets.web.pages.webhooks import views

urlpatterns = [
    path("administration/webhooks/", views.webhooks, name="webhooks"),
    path("administration/webhooks/<int:webhook_id>/", views.webhook, name="webhook"),
    path("administration/webhooks/<int:webhook_id>/essai/", views.attempt, name="try_webhook"),
    path("administration/webhooks/<int:webhook_id>/marche/", views.switch, name="switch_webhook"),
    path("administration/webhooks/<int:webhook_id>/renvois/", views.replay, name="replay_deliveries"),
    path("administration/webhooks/<int:webhook_id>/secret/", views.secret, name="webhook_secret"),
    path("administration/webhooks/<int:webhook_id>/suppression/", views.remove, name="remove_webhook"),
]
