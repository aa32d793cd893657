import sys

from projets.operations.cli import main

sys.exit(main())
