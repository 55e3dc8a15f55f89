"""An application that only makes addresses, for the journeys that look at many pages."""

import pytest
from flask import Flask

from cocreation import create_app


@pytest.fixture(scope="session")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Give an application that only makes addresses."""
    folder = tmp_path_factory.mktemp("addresses")
    return create_app(
        {
            "ENVIRONMENT": "development",
            "SECRET_KEY": "x" * 40,
            "INSTANCE_PATH": str(folder),
            "DATABASE_URL": "",
            "AMAZIGH": True,
        }
    )
