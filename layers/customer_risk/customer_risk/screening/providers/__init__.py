"""Outside providers that are asked beside our own index. One that fails leaves a screening incomplete, never clean."""
