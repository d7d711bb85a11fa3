"""Turns what an input makes now into pages that a browser on this machine shows, and shows anew after each save."""
