"""The page about the settings says what the code says."""

from cocreation.settings import SETTINGS, Setting
from tests.architecture.tree import ROOT


def default(setting: Setting) -> str:
    value = ", ".join(setting.default) if isinstance(setting.default, list) else str(setting.default)
    return f"`{value}`" if value else "empty"


def test_the_docs_list_every_setting_with_its_type_default_and_meaning() -> None:
    text = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    wanted = [f"| `{each.name}` | {each.kind.__name__} | {default(each)} | {each.meaning} |" for each in SETTINGS]
    assert [line for line in text.splitlines() if line.startswith("| `")] == wanted
