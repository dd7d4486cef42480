"""How well duplicates are found in sets whose duplicates are known."""

from itertools import combinations

import pandas as pd
import pytest

from review.duplicates import as_records, cluster, find_pairs

FLOORS = [
    pytest.param("diabetes", 0.99, 1, id="diabetes"),
    pytest.param("stroke", 0.99, 1, id="stroke"),
    pytest.param("respiratory", 0.99, 1, id="respiratory"),
    pytest.param("jmis_baseline", 0.994, 1, id="jmis_baseline"),
    pytest.param("abxduration_titles", 0.98, 5, id="abxduration_titles"),
    pytest.param("doih_wildfire", 0.996, 5, id="doih_wildfire"),
]


def read(path):
    """Return a table of texts."""
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def pairs_of(groups):
    """Return all pairs within groups."""
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def clustered(path):
    """Return the members of each cluster."""
    records = as_records(read(path))
    return cluster(records, find_pairs(records)).groupby("cluster_id")["record_id"].agg(list)


@pytest.mark.shared
@pytest.mark.parametrize(("name", "f1", "false_pairs"), FLOORS)
def test_pairs_found_in_labelled_sets(shared_data, name, f1, false_pairs):
    """F1 over pairs and the number of false pairs keep to what was reached."""
    folder = shared_data / "dedup" / name
    found = pairs_of(clustered(folder / "records.csv"))
    true = pairs_of(group.split(";") for group in read(folder / "groups.csv")["merged_ids"])
    if (folder / "doi_truth.csv").exists():
        truth = read(folder / "doi_truth.csv")
        known = set(truth.loc[truth["doi_truth"] != "", "ID"])
        found = {pair for pair in found if known.issuperset(pair)}
    assert 2 * len(true & found) / (len(true) + len(found)) >= f1
    assert len(found - true) <= false_pairs


@pytest.mark.shared
def test_records_found_in_a_flagged_set(shared_data):
    """Where only the records are flagged, those in a cluster of two or more are the flagged ones."""
    folder = shared_data / "dedup" / "iebh_tafenoquine"
    flags = read(folder / "flags.csv")
    found = {record for group in clustered(folder / "records.csv") if len(group) > 1 for record in group}
    assert found == set(flags.loc[flags["in_duplicate_group"] == "1", "ID"])


@pytest.mark.shared
def test_visible_dois_do_no_harm(shared_data):
    """With the DOIs in place, no two records with other DOIs are merged beyond a handful."""
    folder = shared_data / "dedup" / "doih_wildfire"
    records = as_records(read(folder / "records_with_doi.csv"))
    doi = dict(zip(records["record_id"], records["doi"], strict=True))
    clusters = cluster(records, find_pairs(records)).groupby("cluster_id")["record_id"].agg(list)
    other = [
        pair for pair in pairs_of(clusters) if doi[pair[0]] and doi[pair[1]] and doi[pair[0]] != doi[pair[1]]
    ]
    assert len(other) <= 2
