"""A review to test with: laid out as `review init` does it, with readers of the test's own."""

from review.project import create

__all__ = ["review_with"]


def review_with(folder, readers, changes=(), *, title):
    """Lay out a review in English with these readers in place of the template's, and return its folder.

    `changes` are pairs of texts of its review.toml: what stands there, and what is to stand there.
    """
    create(folder, title=title, language="en")
    toml = folder / "review.toml"
    head, tail = toml.read_text(encoding="utf-8").split("[[readers]]", 1)
    said = head + readers.lstrip() + tail[tail.index("[stopping]") :]
    for before, after in changes:
        assert before in said
        said = said.replace(before, after)
    toml.write_text(said, encoding="utf-8")
    return folder
