"""The window and the command: everything a person sees of Perceptron Playground."""
