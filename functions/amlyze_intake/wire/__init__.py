"""What document 004 sends and what it is answered."""
