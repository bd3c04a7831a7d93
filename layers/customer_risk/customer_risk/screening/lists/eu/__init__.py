"""The EU's consolidated list of financial sanctions (FSF), official XML and official CSV, version 1.1."""
