"""The exports: the same studies as five databases would write them, each with its own habits."""

import html
import math

from recipe.wording import (
    abbreviated,
    abstract_as,
    first_last,
    headline,
    initials,
    inverted,
    plain_letters,
    short_pages,
    surname,
    wrapped,
)
from recipe.works import IN_PRESS, MARK, TWICE_IN_SCOPUS, TWO_SEARCHES, chance

__all__ = ["exports"]

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SECOND_SEARCH_FROM = 2023
"""The second search of PubMed asks for these years and later."""

LANGUAGE = {"English": "eng", "Swedish": "swe"}
COUNTRIES = ("Sweden", "Norway", "Denmark", "Finland", "Netherlands", "United Kingdom", "Canada", "Australia")


def exports(works):
    """Return {file name: (bytes, ids of the works in the order of the records)}."""
    held = {base: [work for work in works if base in work["databases"]] for base in DATABASE_OF.values()}
    recent = [work for work in held["PubMed"] if work["year"] >= SECOND_SEARCH_FROM]
    second = [work for work in recent if chance(work["id"], "search") < 0.85]
    both = sorted(second, key=lambda work: chance(work["id"], "both"))[:TWO_SEARCHES]
    first = [work for work in held["PubMed"] if work not in second or work in both]
    found = held | {"PubMed": first, "PubMed update": second}
    return {
        name: (write(ordered(found[base], name)), [work["id"] for work in ordered(found[base], name)])
        for name, (base, write) in WRITERS.items()
    }


def ordered(works, name):
    """Return works as a database lists them, newest first, with those it holds twice."""
    twice = {"embase_ovid.ris": IN_PRESS, "scopus.ris": TWICE_IN_SCOPUS}.get(name, ())
    works = works + [work | {"again": True} for work in works if work["id"] in twice]
    return sorted(works, key=lambda work: (-work["year"], chance(work["id"], name, work.get("again", False))))


def lines_as(text, newline, encoding, bom=b""):
    return bom + text.replace("\n", newline).encode(encoding)


# PubMed, tagged as the site itself gives it (.nbib)


def pubmed(works):
    """Return PubMed's own tagged text: lines wrapped and indented, UTF-8, a blank line between records."""
    return lines_as("\n\n".join("\n".join(pubmed_record(work)) for work in works) + "\n", "\n", "utf-8")


def pubmed_record(work):
    date = f"{work['year']} {MONTHS[work['month'] - 1]}"
    pages = short_pages(work["pages"]) if work["year"] < 2015 else work["pages"]
    day = f"{work['year']}/{work['month']:02}/{1 + int(chance(work['id'], 'day') * 28):02}"
    status = "MEDLINE" if work["keywords"] else "Publisher"
    fields = [("PMID", work["pmid"]), ("OWN", "NLM"), ("STAT", status)]
    fields += [("VI", work["volume"]), ("IP", work["issue"]), ("DP", date)]
    fields += [("TI", end_with_stop(work["title"])), ("PG", pages)]
    if work["doi"] and work["year"] >= 2013:
        fields.append(("LID", f"{work['doi']} [doi]"))
    fields.append(("AB", work["abstract"]))
    if work["abstract"] and chance(work["id"], "rights") < 0.4:
        fields.append(("CI", f"(c) {work['year']} The Author(s). Published by Example Press."))
    for author in work["authors"]:
        family, given = surname(author)
        fields += [("FAU", author), ("AU", f"{family} {initials(author)}")] if given else [("CN", author)]
    fields += [("LA", LANGUAGE[work["language"]]), ("PT", "Journal Article")]
    if "Cochrane" in work["databases"]:
        fields.append(("PT", "Randomized Controlled Trial"))
    fields += [("TA", abbreviated(work["journal"])), ("JT", work["journal"])]
    headings = [word for word in work["keywords"] if word[:1].isupper()]
    own = [word for word in work["keywords"] if word not in headings]
    fields += [("MH", f"*{word}" if not number else word) for number, word in enumerate(headings)]
    fields += [("OTO", "NOTNLM")] * bool(own) + [("OT", word) for word in own]
    fields += [("GN", f"{MARK}."), ("EDAT", f"{day} 06:00"), ("PHST", f"{day} 00:00 [pubmed]")]
    if work["doi"]:
        fields.append(("AID", f"{work['doi']} [doi]"))
    place = f"{date};{work['volume']}({work['issue']}):{pages}."
    source = f"{abbreviated(work['journal'])}. {place}" + (f" doi: {work['doi']}." if work["doi"] else "")
    fields += [("PST", "ppublish"), ("SO", source)]
    return [line for tag, value in fields if value for line in wrapped(tag, value)]


# PubMed again, as a reference manager writes it


def pubmed_update(works):
    """Return a reference manager's RIS: byte order mark, keywords and notes in lines without a tag."""
    records = ["\n".join(managed_record(work)) for work in works]
    return lines_as("\n\n\n".join(records) + "\n\n\n", "\n", "utf-8", b"\xef\xbb\xbf")


def managed_record(work):
    lines = ["TY  - JOUR"]
    if work["abstract"]:
        lines.append(f"AB  - {work['abstract']}")
    lines.append(f"AN  - {work['pmid']}")
    for author in work["authors"]:
        family, given = surname(author)
        lines.append(f"AU  - {family}, {initials(author, '. ').strip()}" if given else f"AU  - {family},")
    lines += [f"DA  - {MONTHS[work['month'] - 1]}"] + [f"DO  - {work['doi']}"] * bool(work["doi"])
    lines += ["DP  - NLM", f"ET  - {work['year']}/{work['month']:02}/02", f"IS  - {work['issue']}"]
    if work["keywords"]:
        lines.append("KW  - " + "\n".join(work["keywords"]))
    lines += [f"LA  - {LANGUAGE[work['language']]}"]
    full_names = "\n".join(work["authors"])
    lines.append(f"N1  - {MARK}\n{full_names}\nJournal Article")
    lines += [f"PY  - {work['year']}", f"SP  - {work['pages']}", f"ST  - {work['title'].split(':')[0]}"]
    lines += [f"T2  - {abbreviated(work['journal'])}", f"TI  - {work['title']}", f"VL  - {work['volume']}"]
    return [*lines, f"ID  - {int(work['pmid']) % 1000}", "ER  - "]


# Embase through Ovid


def embase(works):
    """Return Ovid's RIS: a number before each record, CRLF, names without accents, a link after ER."""
    records = [f"{number}. \n" + "\n".join(embase_record(work)) for number, work in enumerate(works, start=1)]
    return lines_as("\n\n".join(records) + "\n", "\r\n", "utf-8")


def embase_record(work):
    again, name = work.get("again", False), work["id"]
    number = 9900000000 + int(chance(name, "embase", again) * 9_999_999)
    lines = [f"TY  - {'CONF' if work['type'] == 'CONF' else 'JOUR'}", f"ID  - {number}"]
    lines.append(f"T1  - {end_with_stop(work['title'])}")
    people = [author for author in work["authors"] if surname(author)[1]]
    if chance(name, "order") < 0.04 and len(people) > 3:
        people[-2:] = people[:-3:-1]
    lines += [f"A1  - {plain_letters(surname(author)[0])} {initials(author, '.')}" for author in people]
    lines.append(f"Y1  - {work['year']}//")
    if work["abstract"] and chance(name, "embase abstract") > 0.03:
        rights = f" Copyright © {work['year']}, The Author(s)." if chance(name, "embase rights") < 0.5 else ""
        lines.append(f"N2  - {abstract_as(work['abstract'], 'Word:')}{rights}")
    lines += emtree(work)
    lines += [f"JF  - {work['journal']}", f"JA  - {abbreviated(work['journal'])}."]
    lines.append(f"LA  - {work['language']}")
    if not again:
        first, last = first_last(work["pages"])
        lines += [f"VL  - {work['volume']}", f"IS  - {work['issue']}", f"SP  - {first}"]
        lines += [f"EP  - {last}"] * bool(last)
    lines += [f"CY  - {COUNTRIES[int(chance(name, 'country') * len(COUNTRIES))]}"]
    kind = "Conference Abstract" if work["type"] == "CONF" else "Article in Press" if again else "Article"
    lines += [f"M3  - {kind}", f"N1  - {MARK}", "DB  - Embase"]
    if work["doi"] and (chance(name, "embase doi") < 0.86 or again):
        doi = work["doi"].upper() if chance(name, "loud") < 0.1 else work["doi"]
        lines.append(f"DO  - https://dx.doi.org/{doi}")
    link = f"https://ovid.example.org/ovidweb.cgi?T=JS&CSC=Y&NEWS=N&PAGE=fulltext&D=emed&AN={number}"
    return [*lines, "ER  - ", "", f"Link to the Ovid Full Text or citation: {link}"]


def emtree(work):
    """Return keywords in small letters, the chief ones with a star, and the tags every study gets."""
    words = list(dict.fromkeys(inverted(word) for word in work["keywords"]))
    if not words:
        return []
    usual = ["adult", "article", "controlled study", "female", "human", "male"]
    words = [f"*{word}" for word in words[:3]] + words[3:] + [w for w in usual if chance(work["id"], w) < 0.6]
    return [f"KW  - {word}" for word in words]


# Scopus


def scopus(works):
    """Return Scopus' RIS: byte order mark, article numbers in C7, much in N1, broken abstracts."""
    records = ["\n".join(scopus_record(work)) for work in works]
    return lines_as("\n\n".join(records) + "\n", "\n", "utf-8", b"\xef\xbb\xbf")


def scopus_record(work):
    again, name = work.get("again", False), work["id"]
    lines = [f"TY  - {work['type']}"]
    for author in work["authors"]:
        family, given = surname(author)
        lines.append(f"AU  - {family}, {initials(author, '.')}" if given else f"AU  - {family}")
    title = headline(work["title"]) if again or chance(name, "scopus title") < 0.25 else work["title"]
    lines += [f"TI  - {title}", f"PY  - {work['year']}", f"T2  - {work['journal']}"]
    lines += [f"{tag}  - {work[field]}" for tag, field in (("VL", "volume"), ("IS", "issue")) if work[field]]
    first, last = first_last(work["pages"])
    if first and not last:
        lines.append(f"C7  - {first}")
    elif first:
        lines += [f"SP  - {first}", f"EP  - {last}"]
    has_doi = work["doi"] and chance(name, "scopus doi") < 0.92
    lines += [f"DO  - {work['doi']}"] * bool(has_doi)
    number = 99000000000 + int(chance(name, "scopus", again) * 999_999_999)
    link = f"https://scopus.example.org/inward/record.uri?eid=2-s2.0-{number}"
    link += f"&doi={work['doi'].replace('/', '%2f')}" if has_doi else ""
    lines.append(f"UR  - {link}&partnerID=40&md5={int(chance(name, 'md5') * 16**12):012x}")
    if work["abstract"] and not again:
        abstract = abstract_as(work["abstract"], "Word:")
        if chance(name, "broken") < 0.3:
            abstract = abstract.replace(". Methods: ", ".\nMethods: ").replace(". Results: ", ".\nResults: ")
        lines.append(f"AB  - {abstract} © {work['year']} Example Press. All rights reserved.")
    lines += [f"KW  - {word}" for word in work["keywords"]]
    if chance(name, "index terms") < 0.6:
        lines += [f"KW  - {inverted(word)}" for word in work["keywords"] if ", " in word] + ["KW  - human"]
    lines += ["PB  - Example Press", f"LA  - {work['language']}", f"J2  - {abbreviated(work['journal'])}"]
    kind = {"CONF": "Conference paper", "UNPB": "Preprint"}.get(work["type"], "Article")
    cited = int(-math.log(1 - chance(name, "cited")) * max(0, 2026 - work["year"]) * 2)
    notes = f"Export Date: 2 March 2026; Cited By: {cited}; {MARK}"
    return [*lines, f"M3  - {kind}", "DB  - Scopus", f"N1  - {notes}", "ER  - "]


# Cochrane (CENTRAL)


def cochrane(works):
    """Return CENTRAL's RIS: CN numbers, names without commas, both pages in one tag, six authors at most."""
    return lines_as("\n\n".join("\n".join(central_record(work)) for work in works) + "\n", "\n", "utf-8")


def central_record(work):
    name, number = work["id"], f"CN-{99000000 + int(chance(work['id'], 'central') * 999_999):08}"
    lines = ["TY  - JOUR", f"AN  - {number}"]
    people = work["authors"][:6]
    lines += [f"AU  - {surname(author)[0]} {initials(author)}".rstrip() for author in people]
    title = work["title"].upper() if chance(name, "loud title") < 0.04 else work["title"]
    lines += [f"TI  - {title}", f"JO  - {abbreviated(work['journal'])}"]
    first, last = first_last(work["pages"])
    lines += [f"Y1  - {work['year']}//", f"VL  - {work['volume']}"]
    lines += [f"IS  - {work['issue']}"] * (chance(name, "central issue") < 0.8)
    lines.append(f"SP  - {first}-{last}" if last else f"SP  - {first}")
    if work["pmid"]:
        lines.append(f"C3  - PUBMED {work['pmid']}")
    lines += ["M3  - Journal article"]
    lines += [f"KW  - {'*' if not number else ''}{word}" for number, word in enumerate(work["keywords"])]
    if work["doi"] and chance(name, "central doi") < 0.8:
        odd = chance(name, "central odd") < 0.2
        lines.append(f"L3  - doi:{work['doi']}" if odd else f"DO  - {work['doi']}")
    if work["abstract"] and chance(name, "central abstract") > 0.08:
        lines.append(f"AB  - {abstract_as(work['abstract'], 'CAPITALS:')}")
    lines += [f"N1  - {MARK}", "DB  - Cochrane Central Register of Controlled Trials"]
    return [*lines, f"UR  - https://central.example.org/{number}/full", "ER  - ", ""]


# CINAHL through EBSCO


def cinahl(works):
    """Return EBSCO's RIS in Windows' western letters, what they lack as character references."""
    text = "\n\n".join("\n".join(cinahl_record(work)) for work in works) + "\n"
    return text.encode("cp1252", "xmlcharrefreplace")


def cinahl_record(work):
    name = work["id"]
    lines = ["TY  - JOUR", *(f"AU  - {author}" for author in work["authors"])]
    english = work["language"] == "English"
    title = headline(work["title"]) if english and chance(name, "cinahl title") < 0.7 else work["title"]
    lines += [f"T1  - {end_with_stop(title)}", f"JO  - {work['journal']}", f"JF  - {work['journal']}"]
    lines.append(f"Y1  - {work['year']}{work['month']:02}01//")
    lines += [f"VL  - {work['volume']}", f"IS  - {work['issue']}"]
    first, last = first_last(work["pages"])
    lines += ["M3  - Article", f"SP  - {first}", f"EP  - {last or first}"]
    if work["abstract"] and chance(name, "cinahl abstract") > 0.1:
        style = "none" if chance(name, "cinahl style") < 0.5 else "Word"
        lines.append(f"AB  - {abstract_as(work['abstract'], style)}")
    lines += [f"KW  - {headline(' '.join(reversed(word.split(', '))))}" for word in work["keywords"]]
    lines += [f"KW  - {'Human' if english else 'Sverige'}"]
    number = 990000000 + int(chance(name, "cinahl") * 999_999)
    lines.append(f"N1  - Accession Number: {number}; Language: {work['language']}; {MARK}")
    if work["doi"] and chance(name, "cinahl doi") < 0.7:
        lines.append(f"{'L3' if work['year'] < 2017 else 'DO'}  - {work['doi']}")
    link = f"https://search.ebscohost.example.org/login.aspx?direct=true&db=ccm&AN={number}&site=ehost-live"
    lines += [f"UR  - {link}", "DP  - EBSCOhost", "DB  - CINAHL Complete"]
    return [*(line[:6] + html.escape(line[6:], quote=False) for line in lines), "ER  - "]


def end_with_stop(title):
    return title if title.endswith(("?", "!", ".")) else title + "."


WRITERS = {
    "cinahl_ebsco.ris": ("CINAHL", cinahl),
    "cochrane_central.ris": ("Cochrane", cochrane),
    "embase_ovid.ris": ("Embase", embase),
    "pubmed.nbib": ("PubMed", pubmed),
    "pubmed_update_2026.ris": ("PubMed update", pubmed_update),
    "scopus.ris": ("Scopus", scopus),
}
DATABASE_OF = {name: base for name, (base, _) in WRITERS.items() if base != "PubMed update"}
