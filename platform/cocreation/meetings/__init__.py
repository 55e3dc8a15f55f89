"""Meetings of the steering committee: when, how, the minutes, the points decided and the next steps."""
