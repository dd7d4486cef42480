"""The invented studies, where each one is found, and chance that depends on nothing but names."""

import hashlib
import json
import re
from pathlib import Path

__all__ = ["DATABASES", "MARK", "chance", "load", "pick", "spread"]

MARK = "Invented record of the review sample"
"""Stands in every record of every export."""

DATABASES = ("PubMed", "Embase", "Scopus", "Cochrane", "CINAHL")
FIRST_PMID = 99000001
"""PubMed numbers have at most eight digits and are far from these: no real record bears them."""

PREPRINT_OF, ERRATUM_OF, CONGRESS_ABSTRACT_OF = "B075", "A068", "D133"
"""Studies that have a relative which is another publication and must stay one."""

IN_PRESS, TWICE_IN_SCOPUS = ("B033", "C094"), ("A020", "D087", "B121")
"""Studies that one database holds twice."""

TWO_SEARCHES = 9
"""Studies that the first and the second search of PubMed both found."""

NURSING = re.compile(r"nurs|care|physio|midwi|rehabilit|primary|family|ageing|home|pain|sleep|child", re.I)
TRIAL = re.compile(r"\brandomi[sz]|\bplacebo|\bsham\b", re.I)
NOT_TRIAL = re.compile(r"systematic review|meta-analysis|interviews|qualitative|register study", re.I)


def chance(*names):
    """Return a number in [0, 1) that is always the same for the same names."""
    digest = hashlib.sha256(":".join(map(str, names)).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def pick(weights, *names):
    """Return one key of {key: weight}, always the same for the same names."""
    point, reached = chance(*names) * sum(weights.values()), 0.0
    for key, weight in weights.items():
        reached += weight
        if point < reached:
            return key
    return list(weights)[-1]


def load(folder):
    """Return the works and their variants, each with `doi`, `pmid` ("" where it has none) and `month`."""
    works = []
    for path in sorted(Path(folder).glob("part_*.jsonl")):
        works += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    works += variants({work["id"]: work for work in works})
    for work in works:
        work["doi"] = doi_of(work)
        work["month"] = 1 + int(chance(work["id"], "month") * (12 if work["year"] < 2026 else 2))
        work["databases"] = spread(work)
    found = [work for work in works if "PubMed" in work["databases"]]
    for number, work in enumerate(sorted(found, key=lambda w: (w["year"], w["month"], w["id"]))):
        work["pmid"] = str(FIRST_PMID + number)
    return [{"pmid": ""} | work for work in works]


def variants(by_id):
    """Return a preprint, an erratum and a congress abstract: publications close to another, yet others."""
    preprint = by_id[PREPRINT_OF] | {
        "id": PREPRINT_OF + "-preprint", "journal": "Example Preprints", "type": "UNPB", "keywords": [],
        "volume": "", "issue": "", "pages": "", "year": by_id[PREPRINT_OF]["year"] - 1,
        "full_text": "exclude", "full_text_reason": "duplicate_report",
    }  # fmt: skip
    article = by_id[ERRATUM_OF]
    erratum = article | {
        "id": ERRATUM_OF + "-erratum", "title": f"Erratum: {article['title']}", "abstract": "",
        "keywords": [], "issue": str(int(article["issue"]) + 1), "pages": "e14", "include": False,
        "full_text": None, "full_text_reason": None, "low_value_care": False, "de_implementation": False,
    }  # fmt: skip
    article = by_id[CONGRESS_ABSTRACT_OF]
    abstract = article | {
        "id": CONGRESS_ABSTRACT_OF + "-abstract", "title": f"{article['title']}: first results",
        "journal": "Example Congress Abstracts", "volume": "4", "issue": "S1", "pages": "S77", "type": "CONF",
        "year": article["year"] - 1, "authors": article["authors"][:-1], "keywords": [],
        "abstract": article["abstract"][: article["abstract"].rfind(". ") + 1],
        "full_text": "exclude", "full_text_reason": "abstract_only",
    }  # fmt: skip
    return [
        {k: v for k, v in work.items() if k != "economics"} | {"recommendations": []}
        for work in (preprint, erratum, abstract)
    ]


def doi_of(work):
    """Return the DOI of a work, under the prefix set apart for tests; one work in twelve has none."""
    if "-" in work["id"]:
        return "10.5555/invented.preprint.b075" if work["id"].endswith("preprint") else ""
    if work["type"] == "CONF" or (not work.get("economics") and chance(work["id"], "doi") < 0.05):
        return ""
    letters = "".join(word[0] for word in re.findall(r"\w+", work["journal"])).lower()
    letters = letters.encode("ascii", "ignore").decode()
    return f"10.5555/invented.{letters}.{work['year']}.{work['id'].lower()}"


def spread(work):
    """Return the databases a work is found in, the one it is told from first."""
    name = work["id"]
    if "-" in name:
        return ["Scopus"] if name.endswith("preprint") else ["Embase"]
    text = f"{work['title']} {work['abstract']} {' '.join(work['keywords'])}"
    weights = {"PubMed": 45, "Embase": 28, "Scopus": 22, "Cochrane": 0, "CINAHL": 0}
    share = 0.15
    if NURSING.search(work["journal"]):
        weights, share = weights | {"PubMed": 40, "CINAHL": 38}, 0.24
    if TRIAL.search(text) and not NOT_TRIAL.search(text):
        weights, share = weights | {"Cochrane": 32}, 0.42
    if work["language"] == "Swedish":
        weights |= {"PubMed": 0, "CINAHL": 60}
    if work["type"] == "CONF":
        weights = dict.fromkeys(weights, 0) | {"Embase": 80, "Scopus": 20}
    found = [pick(weights, name, "first")]
    if name in IN_PRESS:
        found = ["Embase"]
    if name in TWICE_IN_SCOPUS:
        found = ["Scopus"]
    for place, others in (("second", share), ("third", 0.2)):
        left = {base: weight for base, weight in weights.items() if base not in found and weight}
        if len(found) < (2 if place == "second" else 3) and left and chance(name, place) < others:
            found.append(pick(left, name, place, "where"))
        else:
            break
    return found
