"""How fast the screening card is in a browser: until the first card shows, and from key to next card.

    python benchmarks/screening_card.py --references 600 20000 --keys 100

Invented references in a real JupyterLab, driven through the machine's Chromium. `while ranking` are the
keys pressed from the first card on, `after` those once the words of all references are counted.
"""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from browser import notebook
from browser.conftest import running_lab, window
from chromium import running_chromium
from review.project import create
from review.workbench import Workbench

CELLS = [
    "from review.workbench import Workbench\n\nworkbench = Workbench.open()",
    "workbench.cards.screen('reader1')",
]
PRESS = """async (keys) => {
    const root = document.querySelector('.review-card');
    const times = [];
    for (const key of keys) {
        const drawn = new Promise((done) => {
            const seen = new MutationObserver(() => { seen.disconnect(); requestAnimationFrame(done); });
            seen.observe(root, { attributes: true, attributeFilter: ['data-key'] });
        });
        const start = performance.now();
        root.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
        await drawn;
        times.push(performance.now() - start);
        await new Promise((done) => setTimeout(done, 200));
    }
    return times;
}"""
FEATURES_WITHIN = 180


def invented(folder, n, seed=1):
    """Make a review of `n` invented references whose words come as often as words do."""
    chance = random.Random(seed)
    words = [
        "".join(chance.choices("abcdefghijklmnoprstuvy", k=chance.randint(3, 10))) for _ in range(20_000)
    ]
    weights = [1 / (place + 3) for place in range(len(words))]

    def text(k):
        return " ".join(chance.choices(words, weights, k=k))

    create(folder, title="Invented", language="en")
    with (folder / "data" / "raw" / "invented.ris").open("w", encoding="utf-8") as file:
        for place in range(n):
            file.write(f"TY  - JOUR\nTI  - {text(12)}\nAU  - {text(1)}, A\nPY  - {2000 + place % 25}\n")
            file.write(f"JO  - {text(3)}\nVL  - {place % 90}\nSP  - {place}\nAB  - {text(220)}\nER  - \n")
    with Workbench.open(folder) as workbench:
        workbench.pile.import_files()
        workbench.duplicates.merge()
    return folder


def measured(lab, chromium, n, n_keys):
    """Return the seconds to the first card and the milliseconds per key, in both parts."""
    folder = invented(lab.folder / f"invented{n}", n)
    notebook.write_notebook(folder / "screen.ipynb", CELLS)
    keys = ["i" if place % 5 == 0 else "e" for place in range(n_keys)]
    with window(chromium) as page:
        page.set_default_timeout(240_000)
        notebook.open_notebook(page, lab, f"invented{n}/screen.ipynb")
        start = time.monotonic()
        notebook.run_all(page)
        first = time.monotonic() - start
        during = page.evaluate(PRESS, keys)
        end = time.monotonic() + FEATURES_WITHIN
        while time.monotonic() < end and not ready(page):
            time.sleep(2)
        return first, during, page.evaluate(PRESS, keys)


def ready(page):
    """Return whether the words of all references are counted."""
    said = page.evaluate(
        """async () => {
            const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
            const asked = kernel.requestExecute({ code: 'print(workbench.screening.features_are_ready())' });
            let said = '';
            asked.onIOPub = (message) => { said += message.content.text || ''; };
            await asked.done;
            return said;
        }"""
    )
    return "True" in said


def shares(times):
    """Return median, 95th percentile and most."""
    ordered = sorted(times)
    return [ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.95, 1)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--references", type=int, nargs="+", default=[600], metavar="N")
    parser.add_argument("--keys", type=int, default=100, metavar="N", help="keys pressed in each part")
    asked = parser.parse_args()
    print("references  first card s  keys           median ms  p95 ms most ms")
    with (
        tempfile.TemporaryDirectory() as place,
        running_lab(Path(place)) as lab,
        running_chromium() as chromium,
    ):
        for n in asked.references:
            first, during, after = measured(lab, chromium, n, asked.keys)
            for name, times in (("while ranking", during), ("after", after)):
                median, late, most = shares(times)
                print(
                    f"{n:>10}  {first:>12.1f}  {name:<13} {median:>9.0f} {late:>7.0f} {most:>7.0f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
