"""Fifteen by fifteen cells of a map at a glance: where nobody is, where somebody acts, where police is.

A map is a bit for each cell of a torus, with seven more rows and columns on each side that repeat
the opposite border. It is kept in upright strips: a word of 32 bits holds columns 16·s to 16·s + 31
of one row, and the rows of a strip follow each other. Every cell lies in two strips, so that any 15
neighboring columns lie in one of them, and a window is 15 words in a row: one load of 64 bytes, one
shift, one mask. The text of the instructions is for any processor; those with wide registers need
one instruction for each.
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core.cgutils import get_or_insert_function
from numba.extending import intrinsic

REACH = 7  # rows and columns on each side
SPAN = 2 * REACH + 1
ROWS = 16  # words read at once; the mask hides the last

I8, I16, I32, I64, BIT = (ir.IntType(size) for size in (8, 16, 32, 64, 1))
ROW_OF_32, ROW_OF_16, FOUR_OF_64 = ir.VectorType(I32, ROWS), ir.VectorType(I16, ROWS), ir.VectorType(I64, 4)
FOUR_WORDS = types.UniTuple(types.uint64, 4)

instruction: Any = intrinsic


def _rows(context: Any, builder: Any, array_type: Any, array: Any, index: Any) -> Any:
    """Sixteen words of an array of 32 bits from an index on."""
    data = context.make_array(array_type)(context, builder, array).data
    place = builder.bitcast(builder.gep(data, [index]), ROW_OF_32.as_pointer())
    return builder.load(place, align=4)


def _seen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    """The rows of a window, 15 bits each, of the first array, at an index and a column, behind row `kind` of the masks."""
    strips, index, column, masks, kind = arguments
    rows = _rows(context, builder, signature.args[0], strips, index)
    amount = builder.insert_element(ir.Constant(ROW_OF_32, ir.Undefined), builder.trunc(column, I32), ir.Constant(I32, 0))
    everywhere = builder.shuffle_vector(amount, ir.Constant(ROW_OF_32, ir.Undefined), ir.Constant(ROW_OF_32, [0] * ROWS))
    mask = _rows(context, builder, signature.args[3], masks, builder.mul(kind, ir.Constant(I64, ROWS)))
    return builder.and_(builder.lshr(rows, everywhere), mask)


@instruction
def window(typing_context, strips, index, column, masks, kind):
    """The bits of a window, four words of four rows of 16 bits."""

    def generate(context, builder, signature, arguments):
        rows = builder.bitcast(builder.trunc(_seen(context, builder, signature, arguments), ROW_OF_16), FOUR_OF_64)
        words = [builder.extract_element(rows, ir.Constant(I32, k)) for k in range(4)]
        return context.make_tuple(builder, signature.return_type, words)

    return FOUR_WORDS(strips, types.uint64, types.uint64, masks, types.uint64), generate


@instruction
def two_counts(typing_context, first, second, index, column, masks, kind):
    """How many bits a window of the first map has, plus 256 times that of the second. Both sums are below 256."""

    def generate(context, builder, signature, arguments):
        one, two, *rest = arguments
        kinds = signature.args
        count = get_or_insert_function(builder.module, ir.FunctionType(ROW_OF_16, [ROW_OF_16]), "llvm.ctpop.v16i16")
        counts = []
        for strips, kind in ((one, kinds[0]), (two, kinds[1])):
            signed = types.uint64(kind, types.uint64, types.uint64, kinds[4], types.uint64)
            rows = builder.trunc(_seen(context, builder, signed, (strips, *rest)), ROW_OF_16)
            counts.append(builder.call(count, [rows]))
        both = builder.or_(counts[0], builder.shl(counts[1], ir.Constant(ROW_OF_16, [8] * ROWS)))
        add = get_or_insert_function(builder.module, ir.FunctionType(I16, [ROW_OF_16]), "llvm.vector.reduce.add.v16i16")
        return builder.zext(builder.call(add, [both]), I64)

    return types.uint64(first, second, types.uint64, types.uint64, masks, types.uint64), generate


@instruction
def ones(typing_context, word):
    """How many bits of a word are set."""

    def generate(context, builder, signature, arguments):
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), generate


@instruction
def trailing(typing_context, word):
    """How many bits of a word, not zero, are clear below the lowest that is set."""

    def generate(context, builder, signature, arguments):
        return builder.cttz(arguments[0], ir.Constant(BIT, 1))

    return types.uint64(types.uint64), generate


@instruction
def fetch(typing_context, array, index):
    """Asks for a place of an array that will be needed soon. Changes nothing."""

    def generate(context, builder, signature, arguments):
        kind = signature.args[0]
        data = context.make_array(kind)(context, builder, arguments[0]).data
        place = builder.gep(data, [arguments[1]])
        place = builder.bitcast(place, I8.as_pointer())
        ask = get_or_insert_function(builder.module, ir.FunctionType(ir.VoidType(), [place.type, I32, I32, I32]), "llvm.prefetch.p0")
        builder.call(ask, [place, ir.Constant(I32, 0), ir.Constant(I32, 3), ir.Constant(I32, 1)])
        return context.get_dummy_value()

    return types.void(array, types.uint64), generate
