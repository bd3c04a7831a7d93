"""The wire of customer checks: what is read, tolerantly, and what is written, exactly."""
