from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "projets.web"

    def ready(self):
        from projets.usecase import standing
        from projets.web import following
        from projets.web.middleware import content_security_policy
        from projets.web.pages.openid.confirming import round_of
        from projets.web.pages.security.confirming import register_provider_round

        following.register()
        standing.readings["content security policy"] = content_security_policy
        register_provider_round(round_of)
