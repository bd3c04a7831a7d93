"""Is somebody in this profile on a watchlist? Says *potential match*; only a human says *true match*."""
