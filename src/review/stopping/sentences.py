"""The certificate in sentences: each a claim, and each with the rule when it may be made."""

from math import ceil, floor

from review.vocabulary import decimals_of, number, say, share

__all__ = ["SENSITIVITY", "reasons"]

SENSITIVITY = 0.9  # of a careful reader, for what the target means for the truly relevant


def reasons(numbers, language, but=()):
    """Return the certificate in sentences.

    Parameters
    ----------
    numbers : dict
        Those of a `Certificate`.
    language : {"en", "sv"}
    but : collection of str
        Which sentences to leave out, by the last part of their key in the words.

    Returns
    -------
    tuple of str
    """
    said = _as_said(numbers, language)
    said["kinds"] = ", ".join(f"{n} {say(f'drawn.{name}', language)}" for name, n in numbers["doubt"].items())
    return tuple(
        say(f"certificate.{name}", language).format(**said) for name in _claims(numbers) if name not in but
    )


def _claims(numbers):
    """Return which sentences hold."""
    after = ["after"] if numbers["n_after"] else []
    if not numbers["n_read"]:
        return [*after, "nothing"]
    if numbers["n_read"] == numbers["n_total"]:
        return [*after, "all"]
    if not numbers["n_relevant"]:
        return [*after, "read", "none_found"]
    answer = [*_of_the_test(numbers), *_of_the_answer(numbers), *_of_random_draws(numbers)]
    return [*after, "read", *answer]


def _of_the_test(numbers):
    if numbers["p_value"] == 0:
        return ["no_room"]
    if numbers["rule"] == "control":
        return ["control", "control_test"]
    if not numbers["n_since_relevant"]:
        return ["no_gap"]
    return ["gap", *["later"] * (numbers["n_later"] > 0), "test"]


def _of_the_answer(numbers):
    if numbers["reached"] and not numbers["guarantee"]:
        return ["no_guarantee"] if numbers["doubt"] else ["not_reached"]
    if numbers["reached"]:
        by_control = numbers["rule"] == "control" and numbers["p_value"] > 0
        supposed = ["bias", "assumption"] if numbers["bias"] is not None else []
        return ["reached", "readers", "bound", *supposed, *["control_assumption"] * by_control]
    return ["not_reached", *["more"] * (numbers["n_more"] is not None)]


def _of_random_draws(numbers):
    return ["random"] if numbers["n_random"] and numbers["recall_at_least_any_order"] is not None else []


def _as_said(numbers, language):
    """Return the numbers as they stand in sentences: what is at least is never rounded up."""
    said = {name: number(value, language) for name, value in numbers.items() if isinstance(value, int)}
    for name in ("recall", "confidence"):
        said[name] = share(numbers[name], language, decimals_of(100 * numbers[name]))
    for name in ("recall_at_least", "recall_at_least_any_order"):
        said[name] = share(floor(1000 * (numbers[name] or 0) + 1e-9) / 1000, language, 1)
    said["control_share"] = share(numbers["control_share"] or 0, language, 1)
    truly = SENSITIVITY * numbers["recall"]
    said |= {"sensitivity": share(SENSITIVITY, language), "truly": share(floor(100 * truly) / 100, language)}
    said["bias"] = number(ceil(100 * (numbers["bias"] or 0)) / 100, language, 2)
    return said | _compared(numbers["p_value"], numbers["level"], language)


def _compared(p_value, level, language):
    """Return p-value and level with as many decimals as it takes to tell them apart; neither flatters."""
    for digits in range(4, 12):
        scale = 10**digits
        high, low = ceil(p_value * scale) / scale, floor(level * scale) / scale
        if low > 0 and (high <= low) == (p_value <= level):
            break
    return {"p_value": number(high, language, digits), "level": number(low, language, digits)}
