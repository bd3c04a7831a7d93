"""HTTP at the edge: reading requests, letting callers in, answering problems."""
