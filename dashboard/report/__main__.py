"""Start the making of a report by the package's name."""

import sys

from dashboard.report.files import main

if __name__ == "__main__":
    sys.exit(main())
