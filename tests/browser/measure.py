"""From key to next card, in the browser: ``python tests/browser/measure.py [N_REFERENCES] [N_KEYS]``."""

import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from browser import notebook
from browser.conftest import running_lab, window
from chromium import running_chromium
from review.project import create
from review.workbench import Workbench

CELLS = [
    "from review.workbench import Workbench\n\nworkbench = Workbench.open()",
    "workbench.screen('reader1')",
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
        workbench.import_files()
        workbench.deduplicate()
    return folder


def main(n=600, n_keys=100):
    """Measure and print."""
    with (
        tempfile.TemporaryDirectory() as place,
        running_lab(Path(place)) as lab,
        running_chromium() as chromium,
    ):
        folder = invented(lab.folder / "invented", n)
        notebook.write_notebook(folder / "screen.ipynb", CELLS)
        with window(chromium) as page:
            page.set_default_timeout(180_000)
            notebook.open_notebook(page, lab, "invented/screen.ipynb")
            notebook.run_all(page)
            times = sorted(page.evaluate(PRESS, ["i" if i % 5 == 0 else "e" for i in range(n_keys)]))
    median, late = (times[int(share * (len(times) - 1))] for share in (0.5, 0.95))
    print(
        f"{n} references, {n_keys} keys: median {median:.0f} ms, p95 {late:.0f} ms, most {times[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
