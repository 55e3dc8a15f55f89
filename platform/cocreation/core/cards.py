"""The pictures that a shared link shows, one a language, drawn once: `python -m cocreation.core.cards`."""

import json
from pathlib import Path

from cocreation.core.i18n import LANGUAGES, N_, direction, translator

HERE = Path(__file__).parent
TEMPLATE, FONTS, CARDS = HERE / "cards.typ", HERE / "static/fonts", HERE / "static/cards"
LEAD = N_("Propose an idea, follow what becomes of it.")


def drawn(language: str) -> bytes:
    """The picture of a language as PNG, 1200 by 630 pixels."""
    import typst  # Drawn by hand when the words change; no page and no worker ever loads this module.

    words = translator(language)
    said = {
        "language": language,
        "direction": direction(language),
        "name": words.gettext("Co-creation of the open government plan"),
        "owner": words.gettext("Open government · Kingdom of Morocco"),
        "lead": words.gettext(LEAD),
    }
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
    compiler = typst.Compiler(
        TEMPLATE, root=HERE, font_paths=fonts, sys_inputs={"words": json.dumps(said, ensure_ascii=False)}
    )
    made = compiler.compile(format="png", ppi=72)
    assert isinstance(made, bytes)  # noqa: S101 - one page was drawn; this narrows the type only.
    return made


def main() -> None:
    """Draw the picture of each language."""
    CARDS.mkdir(exist_ok=True)
    for language in LANGUAGES:
        (CARDS / f"{language}.png").write_bytes(drawn(language))


if __name__ == "__main__":
    main()
