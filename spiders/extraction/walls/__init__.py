"""Pages that stand where an article should be: paywalls, consent, login, soft 404s, script-only pages."""
