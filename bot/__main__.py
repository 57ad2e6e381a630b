"""`python -m bot` is `text-us`."""

import sys

from bot.cli import main

sys.exit(main())
