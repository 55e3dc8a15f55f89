"""Reports to draw: one as a cycle would give it, one that is hostile, one that is large."""

from dataclasses import replace
from datetime import date, timedelta

from cocreation.synthesis.document import (
    AnnexRow,
    Chapter,
    Commitment,
    Count,
    Fact,
    Group,
    GroupingRun,
    Idea,
    Method,
    Participation,
    Phase,
    Quote,
    ReportDocument,
    Section,
    Sides,
    Terms,
)

SITE = "https://cocreation.example.ma"
WORDS = {
    "fr": {
        "cycle": "Deuxième plan d’action national 2020-2022",
        "themes": ("Accès à l’information", "Intégrité et lutte contre la corruption", "Transparence budgétaire"),
        "regions": ("Casablanca-Settat", "Rabat-Salé-Kénitra", "Souss-Massa", "Drâa-Tafilalet"),
        "voices": ("Citoyenne ou citoyen", "Organisation de la société civile", "Administration"),
        "states": ("Publiée", "Hors champ", "Refusée", "Autre voie"),
        "reason": "Réclamation individuelle : transmise au portail national",
        "phases": (("Collecte des idées", "du 1er juillet au 31 octobre 2020"), ("Ateliers", "fin novembre 2020")),
        "titles": (
            "Budgets communaux lisibles par tous",
            "Publier les rapports d’audit",
            "Former les élus au droit d’accès",
        ),
        "intro": "Entre juillet et octobre 2020, chacune et chacun a pu dire ce que le plan devait contenir. "
        "Ce rapport rend compte de tout ce qui a été reçu, sans classer les personnes : une idée compte autant "
        "qu’elle vienne d’une ministre ou d’un lycéen.",
        "limits": "Les participants se sont choisis eux-mêmes : ces chiffres ne sont pas un sondage. "
        "Les régions du sud et les personnes sans connexion sont peu entendues.",
        "sections": ("Introduction", "Méthode", "Limites", "Suite donnée"),
        "end": "Les ateliers de novembre partent de la grille jointe. Chaque idée recevra une réponse motivée.",
    },
    "ar": {
        "cycle": "خطة العمل الوطنية الثانية 2020-2022",
        "themes": ("الحق في الحصول على المعلومات", "النزاهة ومكافحة الفساد", "شفافية الميزانية"),
        "regions": ("الدار البيضاء-سطات", "الرباط-سلا-القنيطرة", "سوس-ماسة", "درعة-تافيلالت"),
        "voices": ("مواطنة أو مواطن", "منظمة من المجتمع المدني", "إدارة عمومية"),
        "states": ("منشور", "خارج النطاق", "مرفوض", "مسلك آخر"),
        "reason": "شكاية فردية: أحيلت على البوابة الوطنية للشكايات",
        "phases": (("تلقي المقترحات", "من فاتح يوليوز إلى 31 أكتوبر 2020"), ("الورشات", "نهاية نونبر 2020")),
        "titles": ("ميزانيات جماعية يفهمها الجميع", "نشر تقارير الافتحاص", "تكوين المنتخبين في الحق في المعلومة"),
        "intro": "بين يوليوز وأكتوبر 2020، كان بإمكان كل واحدة وكل واحد أن يقول ما ينبغي أن تتضمنه الخطة. "
        "يعرض هذا التقرير كل ما تم التوصل به دون ترتيب للأشخاص، فلكل مقترح القيمة نفسها أيا كان صاحبه.",
        "limits": "المشاركون هم من اختاروا المشاركة، فهذه الأرقام ليست استطلاعا للرأي. "
        "أصوات الجهات الجنوبية ومن لا يتوفرون على الإنترنت قليلة.",
        "sections": ("مقدمة", "المنهجية", "حدود التقرير", "المراحل المقبلة"),
        "end": "تنطلق ورشات نونبر من الشبكة المرفقة، وسيتلقى كل مقترح ردا معللا.",
    },
    "en": {
        "cycle": "Second national action plan 2020-2022",
        "themes": ("Access to information", "Integrity and the fight against corruption", "Budget transparency"),
        "regions": ("Casablanca-Settat", "Rabat-Salé-Kénitra", "Souss-Massa", "Drâa-Tafilalet"),
        "voices": ("Citizen", "Civil society organisation", "Administration"),
        "states": ("Published", "Out of scope", "Refused", "Other channel"),
        "reason": "An individual complaint: sent on to the national portal",
        "phases": (("Collection of ideas", "1 July to 31 October 2020"), ("Workshops", "end of November 2020")),
        "titles": ("Municipal budgets anyone can read", "Publish the audit reports", "Train elected members"),
        "intro": "From July to October 2020 everyone could say what the plan should contain. This report gives an "
        "account of all that was received, and ranks nobody: an idea counts as much whoever signed it.",
        "limits": "Those who took part chose to: these figures are not a survey. The southern regions and people "
        "without a connection are heard too little.",
        "sections": ("Introduction", "Method", "Limits", "What comes next"),
        "end": "The November workshops start from the grid attached. Each idea gets a reasoned answer.",
    },
}
SPOKEN = (
    ("fr", "Que chaque commune publie son budget en une page, avec des mots simples et trois graphiques."),
    ("ar", "نطلب من كل جماعة أن تنشر ميزانيتها في صفحة واحدة، بكلمات بسيطة يفهمها الجميع."),
    ("fr", "Bghit n3ref fin katmchi lflous dyal ljama3a, w chhal bqa f kol mchrou3."),
    ("en", "Open the contracts above 200,000 dirhams as data, with the amounts actually paid."),
    ("zgh", "ⵔⵉⵖ ⴰⴷ ⵙⵙⵏⵖ ⵎⴰⵏⵉ ⵜⴷⴷⴰ ⵜⴰⴷⵔⵉⵎⵜ ⵏ ⵜⵎⵏⴰⴹⵜ"),
    ("ar", "خاص التقارير ديال المجلس الأعلى للحسابات تكون مفهومة، ماشي غير PDF فيه 300 صفحة."),
)


def report(language: str, *, status: str = "draft") -> ReportDocument:
    """A report of 3 themes, 9 groups and 48 proposals, as a cycle gives it."""
    words = WORDS[language]
    published = date(2020, 11, 12) if status != "draft" else None
    return ReportDocument(
        slug="pan-2020-2022",
        cycle=words["cycle"],
        prefix="PAN2",
        language=language,
        version=2,
        status=status,
        snapshot_on=date(2020, 11, 2),
        published_on=published,
        corpus_sha256="9f2c1a7be0d4468b8d5e3c7fa1b2c3d4e5f60718293a4b5c6d7e8f9012345678",
        url=f"{SITE}/{language}/cycles/pan-2020-2022/report/2",
        sections=_sections(words),
        method=_method(words),
        participation=_participation(words),
        chapters=_chapters(words, language),
        commitments=_commitments(language),
        annex=_annex(words, 48),
    )


def large(language: str, proposals: int = 1158) -> ReportDocument:
    """A report as large as the largest corpus tried: groups of 18, every proposal in the annex."""
    small = report(language, status="published")
    chapter = small.chapters[0]
    groups = tuple(
        replace(chapter.groups[at % 3], number=at + 1, size=18, members=_references(at * 18, 18))
        for at in range(proposals // 18)
    )
    lone = tuple(
        Idea(reference=reference, title=f"Idée {reference}", url=f"{SITE}/{reference}", language="fr")
        for reference in _references(0, proposals // 4)
    )
    chapters = tuple(replace(one, groups=groups[at::3], lone=lone[at::3]) for at, one in enumerate(small.chapters))
    return replace(small, chapters=chapters, annex=_annex(WORDS[language], proposals))


def with_text(text: str, language: str = "fr") -> ReportDocument:
    """A report in which somebody wrote that text wherever a person can write."""
    whole = report(language)
    quote = Quote(text=text, reference="PAN2-00001", url=text, language="fr", author=text, side="for")
    group = replace(
        whole.chapters[0].groups[0],
        title=text,
        url=text,
        excerpts=(quote,),
        agreement=(quote,),
        terms=(Terms(language="fr", words=(text[:60],)),),
        family=text[:80],
    )
    lone = (Idea(reference="PAN2-00002", title=text, url=text, language="xx-invalid"),)
    chapter = replace(whole.chapters[0], title=text[:200], groups=(group,), lone=lone)
    commitment = replace(whole.commitments[0], title=text[:300], problem=text, contact=text, comments=(quote,))
    rows = (replace(whole.annex[0], title=text, reason=text, url=text), *whole.annex[1:])
    sections = (Section(key="introduction", title=text[:100], paragraphs=(text,)),)
    return replace(
        whole, cycle=text[:120], chapters=(chapter,), commitments=(commitment,), annex=rows, sections=sections
    )


def _references(first: int, number: int) -> tuple[str, ...]:
    return tuple(f"PAN2-{at:05d}" for at in range(first + 1, first + number + 1))


def _sections(words: dict) -> tuple[Section, ...]:
    keys = ("introduction", "method", "limits", "conclusion")
    texts = (words["intro"], words["intro"], words["limits"], words["end"])
    made = [
        Section(key=key, title=title, paragraphs=(text,))
        for key, title, text in zip(keys, words["sections"], texts, strict=True)
    ]
    made.insert(3, Section(key="chapter:info", title="", paragraphs=(words["limits"],)))
    return tuple(made)


def _method(words: dict) -> Method:
    outcomes = tuple(Count(key=str(at), label=label, count=at + 1) for at, label in enumerate(words["states"][1:]))
    run = GroupingRun(
        number=3,
        run_on=date(2020, 11, 1),
        proposals=42,
        groups=9,
        ungrouped=6,
        duplicates=2,
        parameters=(Fact(label="seed", value="0"), Fact(label="svd", value="100")),
        versions=(Fact(label="engine", value="1"), Fact(label="scikit-learn", value="1.9.1")),
        corrections=(Count(key="move", label=words["titles"][0], count=4), Count(key="merge", label="", count=1)),
        corpus_sha256="0d4468b8d5e3c7fa1b2c3d4e5f607189f2c1a7be29",
    )
    channels = (Count(key="web", label="Web", count=40), Count(key="", label="", count=8))
    return Method(
        phases=tuple(Phase(title=title, dates=dates) for title, dates in words["phases"]),
        channels=channels,
        received=48,
        published=42,
        outcomes=outcomes,
        authors=37,
        organisations=5,
        comments=61,
        comments_hidden=2,
        groupings=(run,),
    )


def _participation(words: dict) -> tuple[Participation, ...]:
    def table(key: str, labels: tuple[str, ...], counts: tuple[int, ...]) -> Participation:
        rows = (Count(key=label, label=label, count=count) for label, count in zip(labels, counts, strict=True))
        return Participation(key=key, rows=tuple(rows))

    weeks = tuple(f"{date(2020, 7, 6) + timedelta(weeks=at):%d/%m}" for at in range(6))
    return (
        table("theme", (*words["themes"], ""), (18, 12, 8, 4)),
        table("language", ("Français", "العربية", "English"), (21, 17, 4)),
        table("region", (*words["regions"], ""), (11, 9, 3, 1, 18)),
        table("voice", words["voices"], (30, 10, 2)),
        table("week", weeks, (2, 9, 14, 8, 0, 9)),
        table("channel", ("Web", "Webinaire", ""), (30, 9, 3)),
    )


def _chapters(words: dict, language: str) -> tuple[Chapter, ...]:
    titles = (*words["themes"][:2], "")
    chapters = []
    for at, (key, title) in enumerate(zip(("info", "integrity", "none"), titles, strict=True)):
        groups = tuple(_group(words, language, at * 3 + place) for place in range(3))
        lone = tuple(
            Idea(
                reference=f"PAN2-0004{at}",
                title=SPOKEN[at + place][1][:48],
                language=SPOKEN[at + place][0],
                url=f"{SITE}/{language}/proposals/PAN2-0004{at}",
            )
            for place in range(2)
        )
        chapters.append(Chapter(key=key, title=title, proposals=14, authors=12, comments=20, groups=groups, lone=lone))
    return tuple(chapters)


def _group(words: dict, language: str, at: int) -> Group:
    said = [SPOKEN[(at + step) % len(SPOKEN)] for step in range(3)]
    excerpts = tuple(
        Quote(
            text=text,
            language=spoken,
            reference=f"PAN2-{at * 4 + step + 1:05d}",
            author="Amina B.",
            url=f"{SITE}/{language}/proposals/PAN2-{at * 4 + step + 1:05d}",
        )
        for step, (spoken, text) in enumerate(said)
    )
    agree = replace(excerpts[0], side="for", text=SPOKEN[1][1], language="ar")
    disagree = replace(excerpts[1], side="against", text=SPOKEN[3][1], language="en")
    return Group(
        number=at + 1,
        title=words["titles"][at % 3],
        url=f"{SITE}/{language}/groups/{at + 1}",
        size=4 + at,
        authors=4,
        terms=(Terms(language="fr", words=("budget", "commune")), Terms(language="ar", words=("ميزانية", "جماعة"))),
        other_themes=words["themes"][2:] if at % 2 else (),
        excerpts=excerpts,
        sides=Sides(pro=5, contra=2, clarify=1, none=1),
        agreement=(agree,),
        disagreement=(disagree,),
        members=_references(at * 4, 4),
    )


def _commitments(language: str) -> tuple[Commitment, ...]:
    comment = Quote(
        text=SPOKEN[1][1],
        reference="PAN2-E001-C4",
        language="ar",
        author="جمعية الشفافية",
        side="clarify",
        url=f"{SITE}/{language}/draft-commitments/PAN2-E001#c4",
    )
    return (
        Commitment(
            reference="PAN2-E001",
            title="Portail unique des marchés publics ouverts",
            language="fr",
            organisation="Trésorerie Générale du Royaume",
            url=f"{SITE}/{language}/draft-commitments/PAN2-E001",
            problem="Les données des marchés sont dispersées.",
            content="Publier chaque marché en données ouvertes.",
            result="Tous les marchés de plus de 200 000 dirhams sont en ligne.",
            contact="marches@example.ma",
            opens_on=date(2020, 9, 1),
            closes_on=date(2020, 10, 15),
            sides=Sides(pro=3, contra=1, clarify=1),
            comments=(comment, replace(comment, side="for")),
        ),
    )


def _annex(words: dict, number: int) -> tuple[AnnexRow, ...]:
    rows = []
    for at, reference in enumerate(_references(0, number)):
        spoken, text = SPOKEN[at % len(SPOKEN)]
        state = 0 if at % 8 else 1 + at // 8 % 3
        rows.append(
            AnnexRow(
                reference=reference,
                title="" if state == 2 else text[:70],
                language=spoken,
                url=f"{SITE}/fr/proposals/{reference}",
                state=("published", "out_of_scope", "refused", "other")[state],
                state_label=words["states"][state],
                reason=words["reason"] if state else "",
                theme=words["themes"][at % 3] if at % 5 else "",
                group=None if state or at % 7 == 0 else at % 9 + 1,
                received_on=date(2020, 7, 6) + timedelta(days=at % 90),
                region=words["regions"][at % 4] if at % 2 else "",
                voice=words["voices"][at % 3],
                channel="Web",
                comments=at % 4,
            )
        )
    return tuple(rows)
