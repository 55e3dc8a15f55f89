"""The door for web servers: `gunicorn wsgi:app`."""

from cocreation import create_app

app = create_app()
