"""Lists in the entity format of Senzing, one JSON object per line."""
