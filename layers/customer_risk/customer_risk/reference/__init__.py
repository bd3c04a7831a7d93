"""Reference data every dialect reads values by."""
