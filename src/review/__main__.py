"""`python -m review` is the command line."""

import sys

from review.cli import main

sys.exit(main())
