"""References: one row per publication, filled from all of its records."""

import pandas as pd
import pytest

from review.duplicates import cluster, find_pairs, merge
from review.errors import UsageError
from review.records import REFERENCE_COLUMNS, Record, to_frame

RECORDS = to_frame(
    [
        Record("r1", title="Knee pain", abstract="Short.", year=2019, database="PubMed"),
        Record("r2", title="Other", database="PubMed"),
        Record(
            "r3",
            title="Knee pain: a review",
            authors=("Berg, A",),
            journal="Knee",
            pages="1-9",
            abstract="Long and telling.",
            database="Embase",
        ),
        Record("r4", title="Knee pain", doi="10.5555/1", keywords=("knee",), database="PubMed"),
    ]
)
CLUSTERS = pd.DataFrame({"record_id": ["r1", "r2", "r3", "r4"], "cluster_id": ["r1", "r2", "r1", "r1"]})


def test_references_have_their_columns_and_types():
    """Texts without missing values, a nullable year, a count."""
    references = merge(RECORDS, CLUSTERS)
    assert tuple(references.columns) == REFERENCE_COLUMNS
    assert references["year"].dtype == "Int64"
    assert references.drop(columns="year").notna().all(axis=None)


def test_most_complete_record_leads_and_the_others_fill():
    """Title and journal from the fullest record, what it lacks from the rest, the longest abstract."""
    reference = merge(RECORDS, CLUSTERS).iloc[0]
    assert reference["reference_id"] == "r1"
    assert (reference["title"], reference["journal"]) == ("Knee pain: a review", "Knee")
    assert (reference["year"], reference["doi"], reference["keywords"]) == (2019, "10.5555/1", "knee")
    assert reference["abstract"] == "Long and telling."


def test_reference_still_knows_all_its_sources():
    """Every record and every database is named once, in the order of import."""
    reference = merge(RECORDS, CLUSTERS).iloc[0]
    assert (reference["record_ids"], reference["databases"], reference["n_records"]) == (
        "r1; r3; r4",
        "PubMed; Embase",
        3,
    )


def test_references_stand_in_the_order_of_their_founders():
    """The order of import is kept, and no record is lost."""
    references = merge(RECORDS, CLUSTERS)
    assert references["reference_id"].tolist() == ["r1", "r2"]
    assert references["n_records"].sum() == len(RECORDS)


def test_record_without_cluster_is_refused():
    """Nothing is dropped in silence."""
    with pytest.raises(UsageError, match="record r4: expected its cluster, found none"):
        merge(RECORDS, CLUSTERS.head(3))


def test_empty_frame_makes_no_reference():
    """No records, no references, but the columns."""
    records = to_frame([])
    references = merge(records, cluster(records, find_pairs(records)))
    assert references.empty
    assert tuple(references.columns) == REFERENCE_COLUMNS


def test_an_undone_merge_gives_the_references_back():
    """A person's `different` splits a cluster; both records stand alone again with their own values."""
    twins = to_frame(
        [Record("r1", title="Knee pain in adults", doi="10.5555/1"), Record("r2", doi="10.5555/1")]
    )
    pairs = find_pairs(twins)
    verdict = pd.DataFrame({"record_a": ["r1"], "record_b": ["r2"], "verdict": ["different"]})
    assert len(merge(twins, cluster(twins, pairs))) == 1
    assert merge(twins, cluster(twins, pairs, verdict))["title"].tolist() == ["Knee pain in adults", ""]
