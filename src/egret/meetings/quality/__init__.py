"""How well sound and picture arrive: samples from people's pages, on an allow-list, until they object."""
