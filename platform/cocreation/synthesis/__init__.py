"""The synthesis report of a cycle (rapport de synthèse)."""
