"""The classic models of collective action and unrest, each of them a rival of our own mechanisms.

Every model is a frozen dataclass whose fields are its parameters, and starts, goes on and is looked
at like any other (`groundswell.model.Model`). `ALL` lists them.
"""
