"""What is sent and answered: fields, lists and how bodies are read, all said as data."""
