"""The UN Security Council consolidated list, official XML."""
