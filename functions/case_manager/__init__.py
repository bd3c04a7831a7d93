"""Pages for the people who decide. What they show and do goes through the API of customer cases."""
