"""`projets`, also `python -m projets`: the command line, which Ctrl-C ends without a word, however often it is hit.

Until anything has begun, and once all is done, it ends the process at once. In between the first one lets a command
clean up, the second does not wait for that.
"""

import signal
import sys


def main():
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from projets.operations import cli

    signal.signal(signal.SIGINT, _interrupt)
    code = cli.main()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(code)


def _interrupt(_number, _frame):
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
