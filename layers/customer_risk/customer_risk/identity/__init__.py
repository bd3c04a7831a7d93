"""Whether the customer is who they say, judged by what they gave: the checks behind KYC and ExpressKYC."""
