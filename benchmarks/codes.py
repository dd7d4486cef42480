"""How often do suggested codes hold the code a person gave? On the sample, by cross-validation.

    python benchmarks/codes.py            # the sample's own codes, 5 parts
    python benchmarks/codes.py --first 5  # among the first five suggestions

The sample's studies and codes are invented, and its codebooks were written beside them: the numbers compare
ways of suggesting, they do not tell how well real studies would be coded.
"""

import argparse
import tempfile

import numpy as np
import pandas as pd

from review import coding
from review.project import copy_sample
from review.workbench import Workbench


def load():
    """Return references, codebooks and codes of the sample."""
    with tempfile.TemporaryDirectory() as folder:
        copy_sample(f"{folder}/sample")
        with Workbench.open(f"{folder}/sample") as workbench:
            workbench.import_sample()
            codes = workbench.codes.current()
            references = workbench.pile.references()
            chosen = references[references.reference_id.isin(codes.reference_id)].reset_index(drop=True)
            return (
                chosen,
                workbench.register.codebooks(),
                codes.drop_duplicates(["reference_id", "codebook", "code"]),
            )


def found(references, codebooks, codes, *, first, parts, learn):
    """Return each given code with whether it was suggested among the first, its study held out."""
    rows = []
    for part in range(parts):
        held_out = set(references.reference_id[np.arange(len(references)) % parts == part])
        known = codes[~codes.reference_id.isin(held_out)] if learn else codes.iloc[:0]
        made = coding.suggest(references, codebooks, known, n=first, least=-1.0)
        there = set(zip(made.reference_id, made.codebook, made.code, strict=True))
        mine = codes[codes.reference_id.isin(held_out)]
        hits = [row in there for row in zip(mine.reference_id, mine.codebook, mine.code, strict=True)]
        rows.append(mine.assign(hit=hits))
    return pd.concat(rows)


def main():
    """Print recall by codebook, with the codebook's words alone and with what was learned."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--first", type=int, default=3, help="suggestions looked at (default: %(default)s)")
    options.add_argument(
        "--parts", type=int, default=5, help="of the cross-validation (default: %(default)s)"
    )
    said = options.parse_args()
    references, codebooks, codes = load()
    columns = {}
    for name, learn in (("words_alone", False), ("learned", True)):
        frame = found(references, codebooks, codes, first=said.first, parts=said.parts, learn=learn)
        columns[name] = pd.concat(
            [frame.groupby("codebook").hit.mean(), pd.Series({"all": frame.hit.mean()})]
        )
    table = pd.DataFrame(columns)
    table.insert(0, "codes", [*codes.groupby("codebook").size(), len(codes)])
    print(table.round(3).to_string())


if __name__ == "__main__":
    main()
