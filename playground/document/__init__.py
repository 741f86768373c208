"""The open design: one immutable value, where it is saved, and every way it changes."""
