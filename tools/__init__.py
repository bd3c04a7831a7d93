"""What developers and operators run; nothing of it is deployed."""
