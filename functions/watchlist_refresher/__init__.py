"""Fetches the watchlists, builds the index, publishes it at once or not at all."""
