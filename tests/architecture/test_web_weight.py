"""A web process never loads the libraries of learning: they cost it 190 MB and two seconds."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.tree import ROOT

VISIT = """
import sys, tempfile
from pathlib import Path
import flask_migrate
from cocreation import create_app
folder = Path(tempfile.mkdtemp(dir=sys.argv[1]))
app = create_app({"ENVIRONMENT": "test", "SECRET_KEY": "s" * 40, "INSTANCE_PATH": str(folder),
                  "DATABASE_URL": f"sqlite:///{folder / 'weight.db'}"})
with app.app_context():
    flask_migrate.upgrade()
client = app.test_client()
rules = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and rule.arguments <= {"language"}]
with app.test_request_context():
    adapter = app.url_map.bind("localhost")
    addresses = [adapter.build(rule.endpoint, {"language": "fr"} if rule.arguments else {}) for rule in rules]
print(len(addresses), [address for address in addresses if client.get(address).status_code >= 500])
print(sorted({"sklearn", "scipy", "numpy", "joblib", "pandas", "matplotlib"} & set(sys.modules)))
"""


def test_no_page_loads_the_libraries_of_learning(tmp_path: Path) -> None:
    ran = subprocess.run([sys.executable, "-c", VISIT, str(tmp_path)], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-2000:]
    visits, loaded = ran.stdout.strip().splitlines()[-2:]
    total, broken = visits.split(maxsplit=1)
    assert int(total) >= 5
    assert broken == "[]"
    assert loaded == "[]"
