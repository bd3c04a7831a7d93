"""Screens again whom a change of the lists may touch."""
