"""Editors made from what a design's Specs declare: one field, one Spec, the network, the data."""
