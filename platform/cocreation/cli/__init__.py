"""The cocreation command."""
