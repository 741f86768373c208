"""The layers a network is made of, one page each."""

from engine.layers.activation import ActivationLayer
from engine.layers.base import Layer, Pass, Wires
from engine.layers.dense import Dense
from engine.layers.dropout import Dropout
from engine.layers.noise import GaussianNoise
from engine.layers.norm import BatchNorm, LayerNorm
from engine.layers.residual import Residual

__all__ = [
    "ActivationLayer",
    "BatchNorm",
    "Dense",
    "Dropout",
    "GaussianNoise",
    "Layer",
    "LayerNorm",
    "Pass",
    "Residual",
    "Wires",
]
