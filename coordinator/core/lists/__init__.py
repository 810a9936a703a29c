"""Tables that people bring, read within bounds: CSV in its many spellings, and Excel workbooks.

:func:`coordinator.core.lists.table.read_table` is the door. Which columns there are and what stands
in their cells is the rooms' to know.
"""
