"""One folder per source of a watchlist: its reader, its mapping to entries, and sample data in its format."""
