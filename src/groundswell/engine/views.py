"""How kernels see the world: an address where Python sees an array of records.

Numba takes every array apart into seven values, so that each kernel had 177 arguments and a name of 15,000 letters,
and most of a first start went into reading them. Here a named tuple of arrays is the address of a table, with
the address and the lengths of each array; a record is an address too, and so is a row of a record. To read
``s.cells[i].active[r]`` is to follow the table and add three numbers. Nothing is copied, and Python and the
readable twin see the arrays themselves. As elsewhere in compiled code no index is checked; here, none counts from the end.
"""

import hashlib
import operator
import struct
from typing import Any

import numpy as np
from numba import types
from numba.core import cgutils
from numba.core.imputils import lower_builtin
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_getattr, infer_global, signature
from numba.extending import NativeValue, lower_getattr_generic, make_attribute_wrapper, models, register_model, typeof_impl, unbox
from numba.np.arrayobj import make_array, populate_array
from numba.np.numpy_support import from_dtype

WORD = cgutils.intp_t


class Thing(types.Type):
    """One record: its address."""

    def __init__(self, layout: np.dtype[Any]) -> None:
        self.layout = layout
        super().__init__(f"Thing_{mark(layout.descr)}")

    def field(self, name: str) -> tuple[Any, int]:
        """What a field is, a number or the address of a row of numbers, and how many bytes into the record it stands."""
        kind, offset = self.layout.fields[name][:2]  # type: ignore[index]
        return types.CPointer(from_dtype(kind.base)) if kind.shape else from_dtype(kind), offset


class Things(types.Type):
    """An array of records: address and lengths."""

    def __init__(self, layout: np.dtype[Any], axes: int) -> None:
        self.layout, self.axes = layout, axes
        super().__init__(f"Things{axes}_{mark(layout.descr)}")


class Kinds(types.Type):
    """A named tuple of arrays, one for each kind of thing: the address of their table."""

    def __init__(self, name: str, kinds: tuple[str, ...], layouts: tuple[np.dtype[Any], ...], axes: tuple[int, ...]) -> None:
        self.layouts = dict(zip(kinds, zip(layouts, axes, strict=True), strict=True))
        self.words = dict(zip(kinds, np.cumsum([0, *(1 + n for n in axes)]).tolist(), strict=False))
        super().__init__(f"{name}_{mark([(kind, layout.descr, n) for kind, (layout, n) in self.layouts.items()])}")

    def array(self, kind: str) -> Any:
        """What stands under this name: things, or plain numbers."""
        layout, axes = self.layouts[kind]
        return Things(layout, axes) if layout.names else types.Array(from_dtype(layout), axes, "C")


def mark(layout: Any) -> str:
    """A short name for a layout; the name of a type is in the name of every kernel that takes it."""
    return hashlib.sha256(repr(layout).encode()).hexdigest()[:8]


# What Python hands over: named tuples of arrays, and records that stand alone.
class Alone(np.record):  # type: ignore[misc]
    """A record that is nobody's row."""


def blank_record(layout: np.dtype[Any]) -> Any:
    """A record of zeros."""
    return np.zeros(1, np.dtype((Alone, layout)))[0]


def by_address(cls: Any) -> Any:
    """Named tuples of this class are seen as ``Kinds``; an array with gaps is refused."""

    @typeof_impl.register(cls)
    def kinds_of(value: Any, context: Any) -> Kinds:
        if not all(array.flags.c_contiguous for array in value):
            raise ValueError(f"{cls.__name__}: an array has gaps, expected whole arrays; try np.ascontiguousarray")
        return Kinds(cls.__name__, cls._fields, tuple(array.dtype for array in value), tuple(array.ndim for array in value))

    return cls


@typeof_impl.register(Alone)
def thing_of(value, context):
    return Thing(value.dtype)


def table(arrays: Any) -> bytes:
    """The table that stands for a named tuple of arrays: of each its address and its lengths."""
    words = [word for array in arrays for word in (array.ctypes.data, *array.shape)]
    return struct.pack(f"{len(words)}q", *words)


@unbox(Kinds)
def address_of_table(kind, tuple_of_arrays, c):
    write = c.pyapi.unserialize(c.pyapi.serialize_object(table))
    written = c.pyapi.call_function_objargs(write, (tuple_of_arrays,))
    c.pyapi.decref(write)
    return NativeValue(c.pyapi.bytes_as_string(written), cleanup=lambda: c.pyapi.decref(written))


@unbox(Thing)
def address_of_record(kind, alone, c):
    buffer = c.pyapi.alloca_buffer()
    address = c.pyapi.extract_record_data(alone, buffer)
    return NativeValue(address, cleanup=lambda: c.pyapi.release_buffer(buffer), is_error=cgutils.is_null(c.builder, address))


# What a kernel may do with them: name a kind, ask for lengths, pick one, name a field.
register_model(Kinds)(models.OpaqueModel)
register_model(Thing)(models.OpaqueModel)


@register_model(Things)
class ThingsModel(models.StructModel):
    """An address and as many lengths as the array has axes."""

    def __init__(self, manager, kind):
        super().__init__(manager, kind, [("first", types.voidptr), ("shape", types.UniTuple(types.intp, kind.axes))])


make_attribute_wrapper(Things, "shape", "shape")


@infer_getattr
class KindOf(AttributeTemplate):
    """``s.cells``"""

    key = Kinds

    def generic_resolve(self, kinds, name):  # type: ignore[override]
        return kinds.array(name) if name in kinds.layouts else None


@lower_getattr_generic(Kinds)
def read_table(context, builder, kinds, address, name):
    layout, axes = kinds.layouts[name]
    words = builder.bitcast(address, WORD.as_pointer())
    first, *lengths = (fixed(builder, builder.gep(words, [WORD(kinds.words[name] + k)])) for k in range(1 + axes))
    kind = kinds.array(name)
    if isinstance(kind, Things):
        things = cgutils.create_struct_proxy(kind)(context, builder)
        things.first, things.shape = builder.inttoptr(first, cgutils.voidptr_t), cgutils.pack_array(builder, lengths)
        return things._getvalue()
    array = make_array(kind)(context, builder)
    data, size = builder.inttoptr(first, array.data.type), WORD(layout.itemsize)
    populate_array(array, data=data, shape=lengths, strides=[size], itemsize=size, meminfo=None)
    return array._getvalue()


def fixed(builder, place):
    """A number that no kernel changes, so that it need not be read again after a kernel has written elsewhere."""
    value = builder.load(place)
    value.set_metadata("invariant.load", builder.module.add_metadata([]))
    return value


@infer_global(operator.getitem)
class OneOf(AbstractTemplate):
    """``s.cells[i]``, ``net.calendar[n, day]``"""

    def generic(self, args, kws):
        things, _ = args
        if isinstance(things, Things):
            index = types.intp if things.axes == 1 else types.UniTuple(types.intp, things.axes)
            return signature(Thing(things.layout), things, index)
        return None


@lower_builtin(operator.getitem, Things, types.Any)
def pick(context, builder, sig, args):
    things = context.make_helper(builder, sig.args[0], args[0])
    place, *rest = cgutils.unpack_tuple(builder, args[1]) if sig.args[0].axes > 1 else (args[1],)
    for axis, index in enumerate(rest, 1):
        place = builder.add(builder.mul(place, builder.extract_value(things.shape, axis)), index)
    return builder.gep(things.first, [builder.mul(place, WORD(sig.args[0].layout.itemsize))])


@infer_getattr
class FieldOf(AttributeTemplate):
    """``cell.active``, ``p.barrier``"""

    key = Thing

    def generic_resolve(self, thing, name):  # type: ignore[override]
        return thing.field(name)[0] if name in thing.layout.names else None


@lower_getattr_generic(Thing)
def read_field(context, builder, thing, address, name):
    kind, offset = thing.field(name)
    place = builder.gep(address, [WORD(offset)])
    if isinstance(kind, types.CPointer):
        return builder.bitcast(place, context.get_value_type(kind))
    return context.unpack_value(builder, kind, builder.bitcast(place, context.get_data_type(kind).as_pointer()))
