"""Training in a thread of its own: the session the window talks to, the worker, and the snapshots
that come back."""
