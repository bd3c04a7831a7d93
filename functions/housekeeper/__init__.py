"""What time brings about: reviews that fall due, and customers whose data must go."""
