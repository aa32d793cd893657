from django.urls import path

from projets.web.pages.audit import views

urlpatterns = [
    path("administration/audit/", views.audit, name="audit"),
    path("administration/audit/export/", views.export, name="export_audit"),
]
