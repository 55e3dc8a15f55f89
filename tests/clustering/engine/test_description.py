"""Labels, titles, excerpts, shared words, map: what people read of a grouping."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cocreation.clustering.engine import Document, Grouper
from cocreation.clustering.engine.analysis import analyse_documents
from cocreation.clustering.engine.excerpts import excerpt_of, representatives, shortened
from cocreation.clustering.engine.labels import concept_shown
from cocreation.clustering.engine.terms import bare, broken
from cocreation.text.analyser import keys
from cocreation.text.sentences import sentences
from tests.clustering.engine.corpus import documents


def test_labels_are_words_people_wrote() -> None:
    texts = documents()
    written = " ".join(f"{document.title} {document.body}" for document in texts).casefold()
    grouping = Grouper(n_groups=6).fit(texts).grouping_
    for group in grouping.groups:
        assert group.terms
        spoken = {"ar" if key[0] > "z" else "fr" for key in group.members}
        for language, words in group.terms.items():
            assert 1 <= len(words) <= 5
            assert language not in spoken or all(word.casefold().removeprefix("ال") in written for word in words)
            assert len({word.casefold() for word in words}) == len(words)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("والصحة", "الصحة"),
        ("بالمستشفى", "المستشفى"),
        ("للمواطنين", "المواطنين"),
        ("ورش", "ورش"),
        ("بإحداث", "إحداث"),
        ("بناء", "بناء"),
        ("budget", "budget"),
    ],
)
def test_glued_arabic_particles_are_no_part_of_a_label(written: str, shown: str) -> None:
    assert bare(written) == shown


def test_labels_stand_under_the_language_of_members() -> None:
    grouping = Grouper(n_groups=6).fit(documents()).grouping_
    for group in grouping.groups:
        for language, words in group.terms.items():
            arabic = all(re.search("[\u0600-\u06ff]", word) for word in words)
            assert arabic == (language == "ar")


def test_excerpts_come_from_different_authors_and_are_no_copies() -> None:
    texts = [Document(f"c{n}", "Publier le budget", "Publier le budget communal.", author=f"x{n}") for n in range(4)]
    texts += [Document(f"d{n}", f"Le budget de la ville {n}", "Un budget publié.", author="same") for n in range(4)]
    grouping = Grouper(n_groups=1).fit(texts).grouping_
    shown = [key for key, _ in grouping.groups[0].representatives]
    authors = [document.author for document in texts if document.id in shown]
    assert len(set(authors)) == len(authors) == len(shown)
    assert sum(key.startswith("c") for key in shown) <= 1


def test_excerpts_are_whole_sentences_about_the_group() -> None:
    filler = "Bonjour à toutes et à tous, merci de me lire jusqu'au bout, je serai bref et précis. "
    texts = [
        Document(f"k{n}", "", filler * 3 + f"La qualité de l'eau potable du puits {n} doit être publiée. " + filler)
        for n in range(3)
    ]
    grouping = Grouper(n_groups=1).fit(texts).grouping_
    for _, excerpt in grouping.groups[0].representatives:
        assert len(excerpt) <= 300
        assert excerpt.endswith(".")


def test_an_excerpt_never_begins_at_a_point_of_a_list_nor_ends_on_one() -> None:
    body = "Il faut agir. Nous voulons :\n- publier le budget ;\n- publier les marchés.\nLa ville y gagne."
    corpus = analyse_documents((Document("p", "Budget", body, "fr"),))
    assert excerpt_of(corpus, 0, {"march", "publi"}).startswith("Il faut agir. Nous voulons :")
    assert excerpt_of(corpus, 0, {"vill"}) in (body.replace("\n", " "), "La ville y gagne.")


def test_the_title_is_the_title_of_a_member() -> None:
    texts = documents()
    titles = {document.title for document in texts}
    assert all(group.title in titles for group in Grouper().fit(texts).grouping_.groups)


def test_why_names_words_of_the_idea_itself() -> None:
    texts = {document.id: document for document in documents()}
    grouping = Grouper(n_groups=6).fit(list(texts.values())).grouping_
    for group in grouping.groups:
        assert set(group.why) == set(group.members)
        for key, words in group.why.items():
            assert all(word in texts[key].text for word in words)


def test_the_map_places_every_id_once() -> None:
    grouping = Grouper().fit(documents()).grouping_
    assert [key for key, _, _ in grouping.map] == sorted(document.id for document in documents())
    assert all(-1.5 <= x <= 1.5 and -1.5 <= y <= 1.5 for _, x, y in grouping.map)


def test_a_long_title_is_cut_at_a_word() -> None:
    assert shortened("mot " * 60, 20) == "mot mot mot mot mot…"
    assert shortened("m" * 60, 20) == "m" * 19 + "…"
    assert shortened("court") == "court"


def test_labels_are_translated_where_the_lexicon_knows_the_words() -> None:
    texts = [
        Document(
            f"t{n}", "Transparence du budget de la commune", "Publier le budget et les dépenses de la commune.", "fr"
        )
        for n in range(2)
    ]
    texts.append(Document("t2", "Budget de la commune", "La transparence des dépenses de la commune, en ligne.", "fr"))
    group = Grouper(n_groups=1).fit(texts).grouping_.groups[0]
    assert {"fr", "ar", "en"} <= set(group.terms)
    assert all(re.search("[\u0600-\u06ff]", word) for word in group.terms["ar"])


def test_a_group_of_words_in_no_lexicon_says_by_what_its_members_show_what_it_is_about() -> None:
    texts = ["Kol nhar chher f l consulat", "Kol nhar chher f conseil", "Kol nhar chher f l'école"]
    (group,) = (
        Grouper(n_groups=1).fit([Document(str(n), text, "", "ar") for n, text in enumerate(texts)]).grouping_.groups
    )
    assert {"consulat", "conseil", "école"} <= set(group.terms["fr"])
    assert {"consulate", "council", "school"} <= set(group.terms["en"])


def test_a_label_of_one_word_is_filled_with_what_the_others_say() -> None:
    arabic = [Document(f"a{n}", "ميزانية الجماعة", "نشر ميزانية الجماعة في المدرسة والمستشفى.", "ar") for n in range(4)]
    (group,) = Grouper(n_groups=1).fit([*arabic, Document("f", "Budget !", "", "fr")]).grouping_.groups
    assert group.terms["fr"][0] == "budget"
    assert {"commune", "école"} & set(group.terms["fr"][1:])
    assert len(group.terms["fr"]) >= 3


@pytest.mark.parametrize(
    ("surface", "language", "concept"),
    [
        ("écoles", "fr", "c:school"),
        ("traitement", "fr", "c:treaty"),
        ("aide", "fr", "c:eid"),
        ("المستشفيات", "ar", "c:hospital"),
        ("الموقعة", "ar", "c:website"),
    ],
)
def test_a_label_shows_a_concept_only_as_the_lexicon_writes_it(surface: str, language: str, concept: str) -> None:
    found = concept_shown(surface, tuple(keys(surface, language)), language)
    assert (found == concept) == (surface in ("écoles", "المستشفيات"))


def test_phrases_that_join_two_things_are_no_label() -> None:
    assert broken("المغربية وحكومة")
    assert broken("المغربية و حكومة")
    assert not broken("جودة الولوج")
    assert not broken("demande d'information")


def test_what_two_languages_say_comes_first_in_both() -> None:
    french = [
        Document(f"f{n}", "Le budget de la commune", f"Camembert numéro {n} : budget, commune.", "fr") for n in range(4)
    ]
    arabic = [Document(f"a{n}", "ميزانية الجماعة", "نشر ميزانية الجماعة على الباب الخشبي.", "ar") for n in range(4)]
    (group,) = Grouper(n_groups=1).fit([*french, *arabic]).grouping_.groups
    assert set(group.terms["fr"][:2]) == {"budget", "commune"}
    assert group.terms["ar"][0] in ("ميزانية", "ميزانية الجماعة")
    assert {"budget", "municipality"} <= set(group.terms["en"])


def test_words_of_darija_that_say_nothing_are_no_label() -> None:
    texts = [
        "Golo lina fin jma3a katmchi, lflous dyal lblassa, walo ma kaygolo lina",
        "Bghina ygolo lina chkon khda lflous dyal lblassa f jma3a w kifach",
        "Kayn lflous walakin 7na ma 3refna ch7al f lblassa wla f jma3a",
    ]
    (group,) = Grouper(n_groups=1).fit([Document(str(n), text) for n, text in enumerate(texts)]).grouping_.groups
    assert {word.casefold() for word in group.terms["ar"]} == {"lflous", "lblassa", "jma3a"}


SENTENCES = st.lists(
    st.sampled_from(
        [
            "Le budget de la commune doit être publié.",
            "Les dépenses du budget ?",
            "Budget " + "très long et jamais fini " * 20 + "fin.",
            "يجب نشر ميزانية الجماعة!",
            "La commune publie son budget…",
        ]
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=25, deadline=None)
@given(bodies=st.lists(SENTENCES, min_size=4, max_size=9), authors=st.lists(st.integers(0, 3), min_size=9, max_size=9))
def test_excerpts_are_short_whole_and_of_different_authors(bodies: list[list[str]], authors: list[int]) -> None:
    texts = [
        Document(f"t{place}", f"Budget {place}", " ".join(body), author=f"a{author}")
        for place, (body, author) in enumerate(zip(bodies, authors, strict=False))
    ]
    known = {document.id: document for document in texts}
    for group in Grouper(n_groups=1).fit(texts).grouping_.groups:
        shown = [known[key] for key, _ in group.representatives]
        assert len({document.author for document in shown}) == len(shown) <= 3
        for key, excerpt in group.representatives:
            assert 0 < len(excerpt) <= 300
            assert excerpt.endswith("…") or set(sentences(excerpt)) <= set(sentences(known[key].body))


def test_excerpts_are_unlike_one_another() -> None:
    same = [Document(f"s{n}", "Budget communal", f"Publier le budget de la commune, ville {n}.") for n in range(4)]
    other = Document("z", "Budget des écoles", "Publier le budget, la commune et chaque école, avec les cantines.")
    corpus = analyse_documents((*same, other))
    points = np.array([[1, 0.1]] * 4 + [[0.9, 0.44]], dtype=np.float32)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    assert 4 in representatives(corpus, points, np.arange(5), list(range(5)))[:2]
