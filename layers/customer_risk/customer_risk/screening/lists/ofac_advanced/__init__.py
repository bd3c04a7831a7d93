"""OFAC's SDN list in its advanced XML, which tells names part by part and in their own script."""
