"""Fixtures every kind of test may use; a stack is started only by tests that ask for one."""

pytest_plugins = ["tests.stack_support"]
