"""The version, where every part of the library can read it without looking for files."""

__version__ = "0.1.0"
