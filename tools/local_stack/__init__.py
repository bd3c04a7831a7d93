"""The whole service on one machine: an emulated AWS, our own template deployed to it, a demo tenant."""

from tools.local_stack.stack import Stack
from tools.local_stack.up import down, session, up

__all__ = ["Stack", "down", "session", "up"]
