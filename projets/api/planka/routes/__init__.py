"""One module per noun; each fills the table as it is imported."""

from importlib import import_module
from pathlib import Path


def load():
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem != "__init__":
            import_module(f"{__name__}.{path.stem}")
