"""Customer checks: post a customer, get a risk level, points, factors and a case."""
