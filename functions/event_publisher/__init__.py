"""Committed events become deliveries."""
