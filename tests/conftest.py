"""Fixtures every test may ask for."""

pytest_plugins = [
    "tests.fixtures.quiet",
    "tests.fixtures.postgres",
    "tests.fixtures.database",
    "tests.fixtures.demonstration",
    "tests.fixtures.browser",
]
