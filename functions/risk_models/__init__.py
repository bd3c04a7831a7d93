"""Risk models: who drafts them, who puts them into force, and what was in force when. They belong to no dialect."""

import gc
import os

if "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
    # Nothing that is imported is garbage, and looking for it takes a twelfth of a cold start; wiring.prepare ends it.
    gc.disable()
