from django.urls import path

from projets.web.pages.project import acts, backgrounds, exporting, views

urlpatterns = [
    path("projets/<int:project_id>/", views.project_page, name="project"),
    path("projets/<int:project_id>/reglages/", views.settings_page, name="project_settings"),
    path("projets/<int:project_id>/corbeille/", views.bin_page, name="project_bin"),
    path("projets/<int:project_id>/export/", exporting.export, name="export_project"),
    path("projets/<int:project_id>/modification/", acts.edit),
    path("projets/<int:project_id>/fond/", backgrounds.choose),
    path("projets/<int:project_id>/fonds/", backgrounds.add),
    path("fonds/<int:image_id>/<int:side>/", backgrounds.picture),
    path("fonds/<int:image_id>/corbeille/", backgrounds.remove),
    path("fonds/<int:image_id>/restauration/", backgrounds.restore),
    path("projets/<int:project_id>/archive/", acts.archive),
    path("projets/<int:project_id>/retour/", acts.unarchive),
    path("projets/<int:project_id>/suppression/", acts.bin_it),
    path("projets/<int:project_id>/restauration/", acts.restore),
    path("projets/<int:project_id>/responsables/", acts.add_manager),
    path("responsables/<int:manager_id>/retrait/", acts.remove_manager),
    path("projets/<int:project_id>/tableaux/", acts.create_board),
    path("tableaux/<int:board_id>/place/", acts.move_board),
]
