"""The customer entities: the whole API of document 003."""
