"""Webhook subscriptions: where a tenant's events go, with their secrets, state and log. They belong to no dialect."""
