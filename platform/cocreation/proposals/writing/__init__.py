"""How a proposal is written: one thing a page, each answer kept, sent at the end and with no account before it."""
