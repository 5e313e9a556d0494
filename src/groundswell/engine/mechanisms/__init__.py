"""The mechanisms, one file a family and one function a mechanism.

A function's docstring says what happens in the world, its equation, symbols with units, what off
means, where it comes from and which claims of the ledger it states. A first line that opens with
an id (``M05 ·``) marks a mechanism that can be switched off by its name; core steps carry none.
"""
