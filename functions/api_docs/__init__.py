"""The service about itself: its documentation and whether it is there."""
