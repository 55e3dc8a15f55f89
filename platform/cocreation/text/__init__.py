"""Text room: cleaning, languages, words, sentences and the lexicon; no web, no database."""
