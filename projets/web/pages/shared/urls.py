from django.urls import path

from projets.web.pages.shared import views

urlpatterns = [
    path("partage/<str:secret>/", views.board, name="shared_board"),
    path("partage/<str:secret>/cartes/<str:reference>/", views.card, name="shared_card"),
    path("partage/<str:secret>/pieces-jointes/<int:attachment_id>/", views.download, name="shared_file"),
    path("partage/<str:secret>/pieces-jointes/<int:attachment_id>/apercu/<int:side>/", views.preview),
]
