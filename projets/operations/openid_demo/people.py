"""Whom the demonstration's provider vouches for: one of each sort that a site meets."""

PEOPLE = {
    "camille": {
        "given_name": "Camille",
        "usual_name": "Roussel",
        "email": "camille.roussel@sante.example",
        "uid": "croussel",
        "siret": "13002526500013",
        "idp_id": "00000000-0000-4000-8000-000000000001",
        "organization_label": "Direction du numérique (exemple)",
        "roles": ["agent_public", "agent_public_etat"],
        "acr": "eidas1-mfa",
        "amr": ["pwd", "otp", "mfa"],
    },
    "ibrahim": {
        "given_name": "Ibrahim",
        "usual_name": "Cissé",
        "email": "ibrahim.cisse@ville.example",
        "uid": "icisse",
        "siret": "21750001600019",
        "idp_id": "00000000-0000-4000-8000-000000000002",
        "organization_label": "Ville d’exemple",
        "roles": ["agent_public", "agent_public_territorial"],
        "acr": "eidas1",
        "amr": ["pwd"],
    },
    "lou": {
        "given_name": "Lou",
        "usual_name": "Marchand",
        "email": "lou.marchand@prestataire.example",
        "uid": "lmarchand",
        "siret": "",
        "idp_id": "00000000-0000-4000-8000-000000000003",
        "organization_label": "",
        "roles": [],
        "acr": "eidas1",
        "amr": ["pwd"],
    },
}
NOTES = {
    "camille": "agent de l’État, avec un second facteur",
    "ibrahim": "agent d’une collectivité, par mot de passe",
    "lou": "sans SIRET : le site refuse, et dit pourquoi",
}
