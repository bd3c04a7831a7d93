"""Deliveries reach their receivers."""
