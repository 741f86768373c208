"""Live views: each shows one side of a training, and all are declared alike."""
