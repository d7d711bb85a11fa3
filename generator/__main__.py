"""`python -m generator` is `budget`."""

import sys

from generator.cli import main

sys.exit(main())
