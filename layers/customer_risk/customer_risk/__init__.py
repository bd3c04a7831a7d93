"""Customer Risk: what every dialect shares (profile, screening, scoring, cases, storage, delivery, access)."""
