pytest_plugins = ["tests.stack_support"]
