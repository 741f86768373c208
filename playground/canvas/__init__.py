"""The canvas: the network one designs and watches, column by column, neuron by neuron.

`canvas.Canvas` is the widget. It is shown a Design and snapshots and tells what a person wants; it
never changes a design. What others build on:

- `scene`: `Scene` of `Column`s (keys INPUTS, layer ids, LOSS), their shown `Neuron`s and the
  `Pair`s that join them — what is shown, without places. `Canvas.scene` is the present one.
- `geometry`: `Layout` of `Placed` columns in px of the sheet. `Canvas.layout_at` is the present
  one; `Canvas.to_sheet(point)` and `Canvas.to_view(rect)` go between the sheet and the widget.
- `hits`: `Canvas.hit(point)` gives a `Hit`: what lies under a place of the widget.
- Selecting: `Canvas.selection`, `select(keys)`, `selection_changed(tuple)`; `focus(key)` sets the
  column that the keyboard is at.
- Inserting: `gap_at(point)` is the index in `design.layers` where a drop there would insert, −1
  where none; `show_insertion(index, refused)` shows it, `show_insertion(-1)` hides it.
- Dragging: `show_dragged(key, point)` carries a column's card, `show_dragged("")` lets go.
- Hovering: `hovered` is the Hit under the pointer, `point_at(point)` moves it, `point_to(hit)`
  points without one; `keyed` is the neuron that the keyboard is at, `key_at(hit)` moves it there.
- Folding: `toggle_fold(key)`, `scroll_to(key, first)`; `opened_changed(frozenset)` of layer ids
  whose every neuron snapshots must hold.
- Zooming: `zoom_by(factor, about)`, `fit()`, `pan_by(dx, dy)`, `reveal(key)`; `free` is the part
  of the widget that nothing lies over, `cover(width)` says what does.
- Beginning: `begin()` forgets the last document, `start(run)` the last run.
- Asking: `units_edited(id, n)`, `units_edit_requested(id, rect)`,
  `feature_toggled(name)`, `choice_requested(id, rect)`,
  `weight_edit_requested(id, unit, source, rect)` with source −1 for a bias.

Mouse handling is in `pointer.Pointer`; a gesture that wants the mouse for itself sets
`Canvas.pointer` to one of its own.
"""
