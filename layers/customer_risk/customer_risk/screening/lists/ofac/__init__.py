"""OFAC's SDN and consolidated (non-SDN) lists in the official CSV layout."""
