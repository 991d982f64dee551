"""Test vectors for other implementations: how they are made, and that they bite."""
