"""Suggesting: which codes a study may bear, by the codebook's own words and by what people coded before."""

from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from review.coding.counting import leaves
from review.terms import key, words_of

__all__ = ["SUGGESTION_COLUMNS", "suggest"]

SUGGESTION_COLUMNS = ("reference_id", "codebook", "code", "score", "words")
CUES = ("name_en", "name_en", "name_sv", "name_sv", "definition_en", "definition_sv")
LEARNED = 3.0
"""Weight of what people coded beside the codebook's words, once many studies bear the code."""
HALF_TRUST = 4
"""Studies with a code after which half of `LEARNED` counts."""
FEWEST = 3
"""Studies with a code that must hold a word before it is learned."""


def suggest(references, codebooks, codes, *, n=3, least=0.05, n_words=5):
    """Suggest codes that nobody has put on a reference yet; a person confirms or passes over each.

    Each code is a list of weighted words: those of its name and definition, and those by which the
    studies people gave the code differ from the other studies coded in the same codebook. A study's score
    is the sum of the weights of the words it holds, so the words that decided can be shown.

    Parameters
    ----------
    references : DataFrame
        `reference_id`, `title`, `abstract`, `keywords`.
    codebooks : DataFrame
        See `review.register.load_codebooks`. Headings are not suggested.
    codes : DataFrame
        `reference_id`, `codebook`, `code`: what people have coded so far.
    n : int
        Suggestions per reference and codebook.
    least : float
        Nothing with a lower score is suggested.
    n_words : int
        How many of the deciding words are shown.

    Returns
    -------
    DataFrame
        `SUGGESTION_COLUMNS`; within a reference and codebook the likeliest first, `words` parted by "; ".

    Source
    ------
    Relevance feedback after Rocchio: Manning, Raghavan and Schütze (2008), Introduction to Information
    Retrieval, section 9.1.1.

    Examples
    --------
    >>> papers = pd.DataFrame({"reference_id": ["r1"], "title": ["Reminders in the record"],
    ...                        "abstract": ["Pop-up alerts and feedback"], "keywords": [""]})
    >>> book = pd.DataFrame({"codebook": "s", "code": ["remind", "fees"], "parent": "",
    ...                      "name_en": ["Reminders", "Fees"], "name_sv": ["Påminnelser", "Avgifter"],
    ...                      "definition_en": ["Pop-up alerts", "Co-payment"], "definition_sv": ["", ""]})
    >>> nothing = pd.DataFrame(columns=["reference_id", "codebook", "code"])
    >>> suggest(papers, book, nothing)[["code", "words"]].values.tolist()
    [['remind', 'reminders; alerts; pop; pop up; up']]
    """
    wanted = leaves(codebooks)
    if references.empty or wanted.empty:
        return pd.DataFrame(columns=list(SUGGESTION_COLUMNS)).astype({"score": "float64"})
    parts = [references[name] for name in ("title", "title", "keywords", "abstract")]
    papers = pd.Series(["\n".join(texts) for texts in zip(*parts, strict=True)])
    cues = wanted[list(CUES)].agg("\n".join, axis=1)
    vectorizer = TfidfVectorizer(analyzer=terms_of, sublinear_tf=True).fit([*papers, *cues])
    rows = sparse.csr_array(vectorizer.transform(papers))
    told = sparse.csr_array(vectorizer.transform(cues))
    spoken = spoken_forms([*cues, *papers])
    names = [spoken[name] for name in vectorizer.get_feature_names_out()]
    names_of = references.reference_id.to_list()
    place = {name: i for i, name in enumerate(names_of)}
    said = codes[codes.reference_id.isin(place)]
    found = []
    for codebook, group in wanted.assign(_row=range(len(wanted))).groupby("codebook", sort=False):
        mine = said[said.codebook == codebook]
        weights = learned(told[group["_row"].to_numpy()], list(group.code), mine, rows, place)
        scores = (rows @ weights.T).toarray()
        done = {(place[row.reference_id], row.code) for row in mine.itertuples()}
        for i, line in enumerate(scores):
            best = [j for j in np.argsort(-line, kind="stable") if line[j] >= least]
            best = [j for j in best if (i, group.code.iloc[j]) not in done][:n]
            for j in best:
                words = deciding(rows[[i]].multiply(weights[[j]]), names, n_words)
                found.append((names_of[i], codebook, group.code.iloc[j], float(line[j]), words))
    frame = pd.DataFrame(found, columns=list(SUGGESTION_COLUMNS))
    order = frame.reference_id.map(place)
    return frame.loc[order.sort_values(kind="stable").index].reset_index(drop=True)


def terms_of(text):
    """Return the words of a text and their pairs, in the form under which both languages meet."""
    return [form for form, _ in told_terms(text)]


def spoken_forms(texts):
    """Return the first way each term was written, for showing."""
    forms = {}
    for text in texts:
        for form, written in told_terms(text):
            forms.setdefault(form, written)
    return forms


def told_terms(text):
    """Yield (form, as written) of each word and each pair of words that stand on one line."""
    for line in text.split("\n"):
        told = [(key(folded), written) for written, folded in words_of(line)]
        yield from told
        for (first, one), (second, other) in pairwise(told):
            yield f"{first} {second}", f"{one} {other}"


def learned(told, names, said, rows, place):
    """Return the weights of each code's words: the codebook's, and what coded studies add to them.

    A word is learned where at least `FEWEST` studies with the code hold it, and it is more than twice as
    common among them as among the others coded in the codebook.
    """
    there = sorted({place[name] for name in said.reference_id})
    if not there:
        return told
    weights = []
    for row, name in enumerate(names):
        bearing = sorted({place[one] for one in said.reference_id[said.code == name]})
        others = [i for i in there if i not in set(bearing)]
        if len(bearing) < FEWEST or not others:
            weights.append(told[[row]])
            continue
        held, elsewhere = (np.asarray((rows[some] > 0).sum(axis=0)).ravel() for some in (bearing, others))
        telling = (held >= FEWEST) & (held / len(bearing) > 2 * elsewhere / len(others))
        gap = np.maximum(mean_row(rows[bearing]) - mean_row(rows[others]), 0) * telling
        trust = LEARNED * len(bearing) / (len(bearing) + HALF_TRUST)
        weights.append(told[[row]] + sparse.csr_array(trust * gap))
    return sparse.csr_array(sparse.vstack(weights))


def mean_row(rows):
    return np.asarray(rows.sum(axis=0)).reshape(1, -1) / rows.shape[0]


def deciding(products, names, n):
    """Return the words that added most to a score, the strongest first."""
    products = sparse.coo_array(products)
    columns = products.coords[1]
    order = sorted(range(len(columns)), key=lambda k: (-products.data[k], names[columns[k]]))
    return "; ".join(names[columns[k]] for k in order[:n] if products.data[k] > 0)
