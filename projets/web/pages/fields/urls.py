from django.urls import path

from projets.web.pages.fields import acts, views

urlpatterns = [
    path("projets/<int:project_id>/groupes-de-champs/", acts.create_base),
    path("tableaux/<int:board_id>/groupes-de-champs/", acts.create_on_board),
    path("cartes/<int:card_id>/groupes-de-champs/", acts.create_on_card),
    path("groupes-de-champs/<int:group_id>/", views.group_page, name="field_group"),
    path("groupes-de-champs/<int:group_id>/nom/", acts.rename_group),
    path("groupes-de-champs/<int:group_id>/place/", acts.move_group),
    path("groupes-de-champs/<int:group_id>/corbeille/", acts.bin_group),
    path("groupes-de-champs/<int:group_id>/restauration/", acts.restore_group),
    path("groupes-de-champs/<int:group_id>/champs/", acts.create_in_group),
    path("projets/<int:project_id>/champs/", acts.create_in_project),
    path("champs/<int:field_id>/", acts.edit_field),
    path("champs/<int:field_id>/place/", acts.move_field),
    path("champs/<int:field_id>/corbeille/", acts.bin_field),
    path("champs/<int:field_id>/restauration/", acts.restore_field),
]
