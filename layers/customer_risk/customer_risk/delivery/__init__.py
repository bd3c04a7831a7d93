"""How a committed event reaches its receiver: envelope, signature, address guard, retry schedule."""
