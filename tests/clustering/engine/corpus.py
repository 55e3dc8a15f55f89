"""Small texts for the engine's tests, about six subjects in French and Arabic."""

from cocreation.clustering.engine import Document

SUBJECTS = {
    "budget": [
        "Publier le budget de la commune en données ouvertes",
        "Le budget communal doit être publié chaque trimestre",
        "Un budget citoyen, lisible, publié par chaque commune",
        "Chaque commune explique son budget et ses dépenses",
        "Rendre publiques les dépenses du budget des communes",
    ],
    "sante": [
        "Afficher le délai d'attente dans chaque hôpital public",
        "Les hôpitaux publient le délai d'attente des malades",
        "Prendre rendez-vous à l'hôpital sur internet",
        "Un rendez-vous à l'hôpital sans attente pour les malades",
        "Les malades notent l'accueil de l'hôpital public",
    ],
    "ecole": [
        "Des conseils d'élèves dans chaque école rurale",
        "Les élèves des écoles rurales participent au conseil",
        "Transport scolaire pour les élèves de l'école rurale",
        "Une bibliothèque pour les élèves dans chaque école",
        "Publier les résultats et les moyens de chaque école",
    ],
    "eau": [
        "Mesurer la qualité de l'eau potable et la publier",
        "La qualité de l'eau potable, douar par douar",
        "Carte des puits et de la qualité de l'eau potable",
        "Alerter les habitants quand l'eau potable est coupée",
        "L'eau potable coupée : prévenir les habitants",
    ],
    "ميزانية": [
        "نشر ميزانية الجماعة على الإنترنت",
        "ميزانية الجماعة مفتوحة أمام المواطنين",
        "على كل جماعة أن تنشر ميزانية مبسطة للمواطنين",
        "تقارير مصاريف ميزانية الجماعة كل سنة",
        "المواطنون يراقبون مصاريف ميزانية الجماعات",
    ],
    "مستشفى": [
        "تحسين الاستقبال في المستشفى العمومي",
        "حجز موعد في المستشفى عبر الإنترنت",
        "المستشفى العمومي ينشر آجال المواعيد",
        "تقليص آجال مواعيد المستشفى للمرضى",
        "المرضى يقيمون الاستقبال في المستشفى",
    ],
}


def documents() -> list[Document]:
    """Return thirty texts on six subjects, each by another author."""
    return [
        Document(f"{subject}-{place}", title=text, body=f"{text}. Merci." if place % 2 else "", author=f"a{place}")
        for subject, texts in SUBJECTS.items()
        for place, text in enumerate(texts)
    ]


def ids_once(grouping: object) -> list[str]:
    """Return every id that stands in a group or apart, sorted, as often as it stands."""
    members = [key for group in grouping.groups for key in group.members]  # type: ignore[attr-defined]
    return sorted(members + grouping.ungrouped)  # type: ignore[attr-defined]
