"""The page about the settings says what the code says."""

from pathlib import Path

import pytest

from cocreation.settings import SETTINGS, BadSetting, Setting, load
from tests.architecture.tree import ROOT


def default(setting: Setting) -> str:
    value = ", ".join(setting.default) if isinstance(setting.default, list) else str(setting.default)
    return f"`{value}`" if value else "empty"


def test_the_docs_list_every_setting_with_its_type_default_and_meaning() -> None:
    text = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    wanted = [f"| `{each.name}` | {each.kind.__name__} | {default(each)} | {each.meaning} |" for each in SETTINGS]
    assert [line for line in text.splitlines() if line.startswith("| `")] == wanted


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://user:secret@host/name"),
        ("QUEUE_URL", "amqp://host"),
        ("PUBLIC_URL", ""),
        ("PUBLIC_URL", "javascript:alert(1)"),
        ("PROCESS_DATE", "31/02/2020"),
        ("RATE_LIMITS", "flase"),
        ("MAX_BODY_BYTES", "2 MB"),
    ],
)
def test_a_value_that_means_nothing_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=f"^{name}: ") as refusal:
        load({"INSTANCE_PATH": str(tmp_path), name: value})
    assert "secret" not in str(refusal.value)


def test_a_protection_is_switched_off_by_a_word_that_says_so(tmp_path: Path) -> None:
    words = {"1": True, "Yes": True, "on": True, "0": False, "no": False, "off": False, "": False}
    read = {word: load({"INSTANCE_PATH": str(tmp_path), "RATE_LIMITS": word})["RATE_LIMITS"] for word in words}
    assert read == words
