"""Where histories are kept: the run folder and its tables, on disk or in memory."""

from groundswell.store.folder import LAYOUT, Disk, Folder, StorageError, run_id
from groundswell.store.mending import parameters as parameters_option
from groundswell.store.shards import GRID, KINDS, Memory, Receipt, Shard, Store, Table, Tables, digest, shards_of
from groundswell.store.tables import FLOWS, HEADLINE, Block, bin_edges, block_tables, joined

__all__ = [
    "FLOWS",
    "GRID",
    "HEADLINE",
    "KINDS",
    "LAYOUT",
    "Block",
    "Disk",
    "Folder",
    "Memory",
    "Receipt",
    "Shard",
    "StorageError",
    "Store",
    "Table",
    "Tables",
    "bin_edges",
    "block_tables",
    "digest",
    "joined",
    "parameters_option",
    "run_id",
    "shards_of",
]
