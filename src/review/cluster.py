"""Where joblib runs: on this machine, or on a Dask cluster."""

from contextlib import contextmanager

from joblib import parallel_config

from review.errors import UsageError

__all__ = ["running_on"]


@contextmanager
def running_on(scheduler=""):
    """Let joblib run here, or on the cluster of a Dask scheduler.

    Parameters
    ----------
    scheduler : str
        Address of a Dask scheduler, such as ``tcp://10.0.0.5:8786``; "" for this machine. Its workers
        need this package.

    Raises
    ------
    UsageError
        If a cluster is asked for and the package `distributed` is not there or nobody answers.
    """
    if not scheduler:
        yield
        return
    try:
        from distributed import Client
    except ImportError:
        raise UsageError(
            "a Dask cluster needs the package distributed; install it with: pip install 'dask[distributed]'"
        ) from None
    try:
        client = Client(scheduler, timeout="10s")
    except (OSError, ValueError) as error:
        raise UsageError(f"{scheduler}: expected the address of a Dask scheduler; {error}") from None
    with client, parallel_config(backend="dask"):
        yield
