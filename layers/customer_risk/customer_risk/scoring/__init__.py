"""How bad would it be? Evidence from small documented factors, turned into points by a versioned risk model."""
