"""References: what a study names in title, keywords and abstract, as weights of concepts."""

from review.terms import Profile

__all__ = ["FIELDS", "of_reference"]

FIELDS = {"title": 1.0, "keywords": 0.6, "abstract": 0.3}
"""Weight of what each field of a reference names; an abstract also names what the study is not about."""

AGAIN = 0.1
"""What each further mention adds, up to `MOST`: a study's own subject comes back in its abstract."""

MOST = 0.75


def of_reference(lexicon, title, keywords, abstract):
    """Return what a reference names.

    Returns
    -------
    Profile
        Weights in (0, 1].
    """
    profile = Profile()
    for (field, full), text in zip(FIELDS.items(), (title, keywords, abstract), strict=True):
        times = {}
        for one in lexicon.named(text) if text else ():
            times[one.concept] = times.get(one.concept, 0) + 1
            weight = full * one.weight
            if field == "abstract":
                weight = min(MOST, weight + AGAIN * (times[one.concept] - 1))
            profile.add(one.concept, weight, one.said)
    profile.widen(lexicon)
    return profile
