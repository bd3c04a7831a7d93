"""The UK Sanctions List of the Foreign, Commonwealth and Development Office, official CSV."""
