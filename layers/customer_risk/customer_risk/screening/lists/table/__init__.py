"""A plain CSV for PEP lists and a tenant's own black and internal lists."""
