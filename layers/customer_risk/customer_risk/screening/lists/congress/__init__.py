"""Members of the United States Congress: politically exposed persons that are free to list."""
