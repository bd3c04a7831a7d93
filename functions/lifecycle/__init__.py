"""The lifecycle of evaluations: the dialect of document 002."""

import gc
import os

if "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
    # Nothing that is imported is garbage, and looking for it takes a twelfth of a cold start; wiring.prepare ends it.
    gc.disable()
