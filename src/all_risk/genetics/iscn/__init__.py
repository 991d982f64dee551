"""The notation of karyotypes: grammar, normalising, reading, writing; no clinical meaning."""
