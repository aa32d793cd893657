from django.urls import path

from projets.web.pages.legal import settings, views

urlpatterns = [
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("mentions-legales/", views.notice, name="legal_notice"),
    path("donnees-personnelles/", views.privacy, name="privacy"),
    path("cgu/", views.terms, name="terms"),
    path("cookies/", views.cookies, name="cookies"),
    path("plan-du-site/", views.site_map, name="site_map"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("security.txt", views.security_txt),
    path("administration/informations-legales/", settings.legal_information, name="legal_information"),
]
