from django.urls import path

from projets.web.pages.organisations import acts, administering, team_acts, views

urlpatterns = [
    path("organisations/", views.mine, name="organisations"),
    path("organisations/<int:organisation_id>/", views.organisation_page, name="organisation"),
    path("organisations/<int:organisation_id>/reglages/", administering.settings, name="organisation_settings"),
    path("organisations/<int:organisation_id>/personnes/", administering.people, name="organisation_people"),
    path("organisations/<int:organisation_id>/services/", acts.create_service),
    path("organisations/<int:organisation_id>/equipes/", team_acts.create_team),
    path("organisations/services/<int:unit_id>/nom/", acts.rename_service),
    path("organisations/services/<int:unit_id>/suppression/", acts.delete_service),
    path("organisations/webhooks/<int:webhook_id>/suspension/", acts.suspend, name="suspend_webhook"),
    path("affiliations/<int:affiliation_id>/", acts.edit_affiliation),
    path("affiliations/<int:affiliation_id>/retrait/", acts.remove_affiliation),
    path("affiliations/<int:affiliation_id>/depart/", acts.declare_departure),
    path("projets/<int:project_id>/service/", acts.give_project),
    path("projets/<int:project_id>/reprise/", acts.take_over),
    path("equipes/<int:team_id>/", views.team_page, name="team"),
    path("equipes/<int:team_id>/nom/", team_acts.rename_team),
    path("equipes/<int:team_id>/suppression/", team_acts.delete_team),
    path("equipes/<int:team_id>/membres/", team_acts.add_to_team),
    path("equipes/<int:team_id>/regles/", team_acts.add_rule),
    path("equipes/membres/<int:team_member_id>/role/", team_acts.set_lead),
    path("equipes/membres/<int:team_member_id>/retrait/", team_acts.remove_from_team),
    path("equipes/regles/<int:rule_id>/retrait/", team_acts.remove_rule),
    path("administration/organisations/", administering.all_of_them, name="all_organisations"),
]
