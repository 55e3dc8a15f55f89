"""The moderators' queue, decisions, reasons and second looks (modération)."""
