"""The front doors: home page, how it works, legal pages."""
