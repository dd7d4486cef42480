"""Many rows, few different values: each is worked on once."""

__all__ = ["each_once"]


def each_once(function, *columns):
    """Return what a function says of each row of some columns, asked once for equal rows.

    >>> each_once(max, [1, 2, 1], [3, 0, 3])
    [3, 2, 3]
    """
    rows = list(zip(*columns, strict=True))
    known = {row: function(*row) for row in set(rows)}
    return [known[row] for row in rows]
