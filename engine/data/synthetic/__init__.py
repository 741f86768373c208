"""Points drawn from formulas, to see what a network can and cannot learn."""

from engine.data.synthetic.base import Noise, Sampled, Samples, Synthetic
from engine.data.synthetic.classes import Blobs, Circle, Gauss, Moons, Spiral, Xor
from engine.data.synthetic.values import Bumps, Curve, Plane

__all__ = [
    "Blobs",
    "Bumps",
    "Circle",
    "Curve",
    "Gauss",
    "Moons",
    "Noise",
    "Plane",
    "Sampled",
    "Samples",
    "Spiral",
    "Synthetic",
    "Xor",
]
