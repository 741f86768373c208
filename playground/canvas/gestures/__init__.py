"""What one does with a canvas by hand: add, carry, drop, remove, rename, copy, by mouse or by key.

`gestures.Gestures(canvas)` gives a canvas all of it; it tells `design_edited(Design, what)` and
never changes a design itself. `edits` are the edits as pure functions.
"""
