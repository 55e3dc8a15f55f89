import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation.text.analyser import analyse, keys, search_terms, search_text, words
from cocreation.text.folding import fold

FRENCH = """école écoles|l'école l’école|élu élus|élue élues|élu élue|citoyen citoyenne|citoyens citoyennes
public publique|publics publiques|travail travaux|eau eaux|journal journaux|local locaux|locale locales
hôpital hôpitaux|régional régionaux|communal communaux|social sociaux|national nationaux|déchet déchets
association associations|associatif associative|administratif administrative|jeune jeunes|femme femmes
route routes|enfant enfants|médecin médecins|budget budgets|transparent transparente|transport transports
numérique numériques|numériser numérisation|marché marchés|tribunal tribunaux|juge juges|loi lois
plainte plaintes|pétition pétitions|réclamation réclamations|formation formations|enseignant enseignante
étudiant étudiante|étudiants étudiantes|handicapé handicapée|handicapés handicapées|rural ruraux|urbain urbaine
municipal municipaux|égal égale|égaux égales|projet projets|programme programmes|service services
donnée données|délai délais|guichet guichets|archive archives|bibliothèque bibliothèques|politique politiques
commune communes|région régions|province provinces|publier publiée|publication publications|emploi emplois
gratuit gratuite|gratuits gratuites|déchets DÉCHETS|Santé SANTÉ|accès d'accès|information d’information
ancien ancienne|nouvelle nouvelles|œuvre œuvres|cœur coeur|impôt impôts|e\u0301cole école|simplifier simplifié
ouvrier ouvrière|directeur directrice|conseil conseils|parking parkings|quartier quartiers|village villages"""
ARABIC = """جماعة جماعات|جماعة الجماعة|جماعات الجماعات|جماعة والجماعات|مواطن المواطنين|مواطن مواطنات
المواطنات والمواطنين
مدرسة مدارس|المدرسة المدارس|مدرسية مدرسة|مستشفى مستشفيات|المستشفى بالمستشفيات|قانون قوانين|القانون القوانين|قانوني قانون
طريق طرق|الطرق بالطرق|مشروع مشاريع|المشاريع والمشاريع|برنامج برامج|وثيقة وثائق|الوثيقة والوثائق|مسلك المسالك
مركز مراكز|محكمة محاكم|المحاكم بالمحاكم|مجلس مجالس|المجلس المجالس|امرأة نساء|المرأة النساء|نسائية النساء|طفل أطفال
شاب شباب|طبيب أطباء|أستاذ أساتذة|تلميذ تلاميذ|طالب طلبة|وزير وزراء|وزير الوزير|وزارة الوزارات|ولاية الولايات
وثيقة الوثيقة|وطني الوطنية|ماء مياه|المياه بالمياه|مائي الماء|مدينة مدن|قرية قرى|سد سدود|بئر آبار|غابة غابات
نفايات النفايات|صحة الصحة|صحي صحية|شفافية الشفافية|بشفافية الشفافية|تحسين لتحسين|تحسين وتحسين|مراقبة لمراقبة
محاربة بمحاربة|إنشاء لإنشاء|ميزانية ميزانيات|شكاية شكايات|شكوى شكاوى|حق حقوق|رخصة رخص|شهادة شهادات|موعد مواعيد
موظف موظفين|موظفون الموظفين|مسؤول مسؤولين|منتخب المنتخبين|خدمة خدمات|الخدمات والخدمات|جودة جودتها|إدارة الإدارة
اداره إدارة|أرشيف ارشيف|بيئة البيئية|قضاء القضائية|كهرباء كهربائية|مُدَرِّس مدرس|صـــحة صحة|ﻣﺪﺭﺳﺔ مدرسة|مستشفي مستشفى
مجاناً مجانا|عريضة عرائض|جمعية جمعيات|الجمعية وللجمعيات|معلومة معلومات|للمعلومات المعلومات|حافلة حافلات|رقمي رقمية
حديقة حدائق|سوق أسواق|مرفق مرافق|صفقة صفقات|اجتماعي الاجتماعية|کتاب كتاب|منطقة مناطق|شارع شوارع"""
ENGLISH = """school schools|citizen citizens|city cities|child children|woman women|organisation organization
digitisation digitization|centre centers|publish published|publish publication|simplify simplified|road roads
municipality municipalities|training trained|budget budgets|hospital hospitals|procedure procedures|tax taxes
policy policies|library libraries|SCHOOL school|transparency transparency|monitor monitoring|open opening
modernise modernized|programme programs|labour labor|neighbourhood neighborhoods|person people|bus buses"""
ZGH = "ⵜⴰⵎⴰⵣⵉⵖⵜ ⵜⴰⵎⴰⵣⵉⵖⵜ|ⴰⵎⴰⵏ ⴰⵎⴰⵏ|ⵜⴰⴷⴷⴰⵔⵜ ⵜⴰⴷⴷⴰⵔⵜ|ⵜⵉⵏⵎⵍ ⵜⵉⵏⵎⵍ|ⴰⴳⵯⴷⴰⵍ ⴰⴳⴷⴰⵍ"
DIFFERENT = """fr commune communication|fr loi loyer|fr délai délit|fr mère mer|fr taxe taxi
fr port porte|fr université universel|fr police politique|fr banque banc|fr maire mer|fr marché marche
fr personne personnel|fr arrêt arrêté|fr eau école|fr forêt formation|fr don donnée|fr terre terrasse
ar اجتماع اجتماعي|ar كلية كل|ar عملية عمل|ar دولة دولي|ar مالية مال|ar شرطة شرط|ar مكتب مكتبة|ar بلدية بلد
ar مدرس مدرسة|ar تربية تربة|ar وزير زير|ar قانون قان|ar سكان سكن|ar حكومة حكامة|ar محكمة حكم|ar سلام سلامة
ar منطقة منطق|ar رقمي رقم|ar لجنة جنة|ar بنك نك|ar فلاح لاح|ar كتاب تاب|ar والدين دين|ar الكتروني كتروني
en university universal|en response responsibility|en police policy|en public publication|en international intern
en person personal|en government governance|en community communication|en city citizen|en house horse"""


def _pairs(table: str) -> list[list[str]]:
    return [pair.split(" ", 1) for line in table.splitlines() for pair in line.split("|")]


@pytest.mark.parametrize(("one", "other"), _pairs(FRENCH))
def test_french_forms_share_a_key(one: str, other: str) -> None:
    assert keys(one, "fr") == keys(other, "fr") != []


@pytest.mark.parametrize(("one", "other"), _pairs(ARABIC))
def test_arabic_forms_share_a_key(one: str, other: str) -> None:
    assert keys(one, "ar") == keys(other, "ar") != []


@pytest.mark.parametrize(("one", "other"), _pairs(ENGLISH))
def test_english_forms_share_a_key(one: str, other: str) -> None:
    assert keys(one, "en") == keys(other, "en") != []


@pytest.mark.parametrize(("one", "other"), _pairs(ZGH))
def test_amazigh_forms_share_a_key(one: str, other: str) -> None:
    assert keys(one, "zgh") == keys(other, "zgh") != []


@pytest.mark.parametrize("pair", [pair for line in DIFFERENT.splitlines() for pair in line.split("|")])
def test_different_words_keep_their_own_keys(pair: str) -> None:
    language, one, other = pair.split(" ")
    assert keys(one, language) != keys(other, language)


@pytest.mark.parametrize(
    ("one", "other"),
    [("madrasa", "lmadrasa"), ("7ouma", "l7ouma"), ("7ouma", "houma"), ("ljama3a", "jama3a"), ("9anoun", "qanoun")],
)
def test_darija_in_latin_letters_shares_a_key(one: str, other: str) -> None:
    assert keys(f"{one} dyal 7na", "ar")[0] == keys(f"{other} dyal 7na", "ar")[0]


def test_every_table_has_enough_cases() -> None:
    assert len(_pairs(FRENCH)) >= 60
    assert len(_pairs(ARABIC)) >= 60


@pytest.mark.parametrize("word", ["ⴷ", "ⵏ", "ⵉ", "ⵙ", "ⴳ"])
def test_a_tifinagh_word_of_one_letter_keeps_its_meaning(word: str) -> None:
    assert keys(f"ⵜⴰⵎⴰⵣⵉⵖⵜ {word} ⵜⵉⵏⵎⵍ", "zgh") == ["ⵜⴰⵎⴰⵣⵉⵖⵜ", word, "ⵜⵉⵏⵎⵍ"]


@pytest.mark.parametrize(
    "text", ["", " ", "\U0001f600\U0001f1f2\U0001f1e6", "les de la", "في من على", "the of", "؟!…", "5", "l' d'", "___"]
)
def test_nothing_to_say_gives_no_token(text: str) -> None:
    assert analyse(text) == []


def test_tokens_tell_where_they_stand() -> None:
    text = "L’eau: المُدَرِّسُون و2026_budget ⵏ ١٢٣"
    tokens = analyse(text, "fr")
    assert [text[token.start : token.end] for token in tokens] == [token.surface for token in tokens]
    assert [token.key for token in tokens][:2] == ["eau", keys("مدرسون")[0]]
    assert tokens[-1].key == "123"


def test_a_mixed_text_follows_each_script() -> None:
    found = keys("نطلب رقمنة les procédures administratives بالجماعات ⵜⵉⵏⵎⵍ")
    for expected in (keys("procédures administratives", "fr"), keys("الجماعة", "ar"), keys("ⵜⵉⵏⵎⵍ")):
        assert set(expected) <= set(found)


def test_presentation_forms_wide_letters_and_digits_are_read() -> None:
    assert keys("ﺍﻟﺠﻤﺎﻋﺔ") == keys("الجماعة")
    assert keys("Ｂｕｄｇｅｔ 𝐛𝐮𝐝𝐠𝐞𝐭", "fr") == ["budget", "budget"]
    assert keys("٢٠٢٦ ۲۰۲۶ 2026") == ["2026"] * 3


@pytest.mark.parametrize(
    ("query", "text", "language"),
    [
        ("écoles publiques", "L'école publique du village", "fr"),
        ("ecole", "Les écoles", "fr"),
        ("schools", "A school for all", "en"),
        ("les", "Les routes", "fr"),
        ("الجماعات", "ميزانية جماعة", "ar"),
        ("مدرسه", "المَدَارِس القروية", "ar"),
        ("ﺍﻟﺼﺤﺔ", "صـــحة الأم", "ar"),
        ("e\u0301cole", "école", "fr"),
        ("ⵏ", "ⵜⵉⵏⵎⵍ ⵏ ⵜⵎⴷⵉⵏⵜ", "zgh"),
        ("٢٠٢٦", "budget 2026", "fr"),
        ("agua", "El agua de todos", "es"),
        ("في", "في الجماعة", "ar"),
    ],
)
def test_a_query_finds_the_text(query: str, text: str, language: str) -> None:
    index = set(search_text(text, language).split())
    assert all(index & set(choices) for choices in search_terms(query))
    assert search_terms(query)


def test_a_query_leaves_out_its_stop_words() -> None:
    assert len(search_terms("les routes de la commune")) == 2


@pytest.mark.parametrize("query", ["", "%%%_", "\U0001f600", "'", '"'])
def test_a_query_without_a_word_has_no_term(query: str) -> None:
    assert search_terms(query) == []


def test_a_query_of_a_thousand_words_is_cut() -> None:
    assert len(search_terms(" ".join(f"mot{number}" for number in range(1000)))) == 32


def test_words_are_folded_and_all_there() -> None:
    assert words("L’École de la Santé والصِّحة 12") == ["l", "ecole", "de", "la", "sante", "والصحه", "12"]


@given(st.text())
def test_any_text_gives_clean_keys(text: str) -> None:
    for token in analyse(text):
        assert token.key
        assert not any(char.isspace() for char in token.key)
        assert token.surface == text.replace("_", " ")[token.start : token.end]
    assert keys(text) == [token.key for token in analyse(text)]
    assert all(term for choices in search_terms(text) for term in choices)


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_megabyte_is_read_whatever_it_holds() -> None:
    for unit in ("ا", "a", "a ", "و", "'", "\u064b", "\u200c", "_", "2", "ⴷ ", "é-"):
        assert len(analyse(unit * (1_000_000 // len(unit)))) <= 500_001
