from django.urls import include, path

from projets.operations.health import healthz

urlpatterns = [
    path("healthz", healthz),
    path("", include("projets.api.urls")),
    path("", include("projets.web.urls")),
]
handler400 = "projets.web.pages.errors.views.bad_request"
handler403 = "projets.web.pages.errors.views.forbidden"
handler404 = "projets.web.pages.errors.views.not_found"
handler500 = "projets.web.pages.errors.views.broken"
