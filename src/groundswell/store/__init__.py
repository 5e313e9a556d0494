"""Where histories are kept: the run folder and its tables, on disk or in memory."""

from groundswell.store.country import KINDS_IN, OneCountry, names_in, of_several
from groundswell.store.folder import LAYOUT, Disk, Folder, StorageError, run_id
from groundswell.store.mending import parameters as parameters_option
from groundswell.store.shards import GRID, KINDS, Kept, Memory, Receipt, Shard, Store, Table, Tables, digest, expanded, records, shards_of
from groundswell.store.tables import FLOWS, HEADLINE, Block, bin_edges, block_tables, joined

__all__ = [
    "FLOWS",
    "GRID",
    "HEADLINE",
    "KINDS",
    "KINDS_IN",
    "LAYOUT",
    "Block",
    "Disk",
    "Folder",
    "Kept",
    "Memory",
    "OneCountry",
    "Receipt",
    "Shard",
    "StorageError",
    "Store",
    "Table",
    "Tables",
    "bin_edges",
    "block_tables",
    "digest",
    "expanded",
    "joined",
    "names_in",
    "of_several",
    "parameters_option",
    "records",
    "run_id",
    "shards_of",
]
