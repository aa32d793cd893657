"""Scripts put together, so that a page asks for a handful of files and not for forty.

Each script stays a native module in the tree; those of one bundle are served as one module in which each has a scope
of its own, in the order in which they need each other. The import map gives all their names the same address, hence
two of one bundle cannot export the same name, import each other in a circle, or export what changes later.
"""

import re
from graphlib import CycleError, TopologicalSorter

_IMPORT = re.compile(r'^import\s+(?:(\{[^}]*\}|\*\s+as\s+\w+)\s+from\s+)?"([^"]+)";?[ \t]*$', re.M)
_EXPORT = re.compile(r"^export\s+((?:async\s+)?function\*?|class|const)\s+(\w+)", re.M)
_EXPORT_LIST = re.compile(r"^export\s+\{([^}]*)\};?[ \t]*$", re.M)
_NOTE = re.compile(r"^[ \t]*//.*\n", re.M)
_FOREIGN = re.compile(r"^(?:export\s+(?:default|let|var|\*)|export\s+\{[^}]*\}\s*from|import\s+\w+|await\b).*", re.M)


class Unfit(ValueError):
    """A script that cannot be put with the others; says which and why."""


def imports_of(source):
    return [name for _, name in _IMPORT.findall(source)]


def bundle(sources):
    """One module out of {name: source}."""
    for name, source in sources.items():
        if found := _FOREIGN.search(source):
            raise Unfit(f"{name}: « {found[0]} » is not understood here; name what is exported and imported")
    order = _in_order(sources)
    place = {name: f"m{number}" for number, name in enumerate(order)}
    foreign = {other for source in sources.values() for other in imports_of(source) if other not in sources}
    outside = {name: f"e{number}" for number, name in enumerate(sorted(foreign))}
    lines = [f'import * as {local} from "{name}";' for name, local in outside.items()]
    exported = {}
    for name in order:
        body, names = _scoped(sources[name], place | outside)
        for one in names:
            if one in exported:
                raise Unfit(f"{name} and {exported[one]} both export « {one} »: give one another name")
            exported[one] = name
        lines.append(f"// {name}\nconst {place[name]} = (() => {{\n{body}\nreturn {{ {', '.join(names)} }};\n}})();")
        if names:
            lines.append(f"export const {{ {', '.join(names)} }} = {place[name]};")
    return "\n".join(lines) + "\n"


def _in_order(sources):
    needs = {name: [other for other in imports_of(source) if other in sources] for name, source in sources.items()}
    try:
        return list(TopologicalSorter(needs).static_order())
    except CycleError as error:
        raise Unfit(f"these import each other: {' → '.join(error.args[1])}") from None


def _scoped(source, place):
    """The source as the inside of a function, without what it tells its readers, and the names it gives out."""
    names = [name for _, name in _EXPORT.findall(source)]
    for names_listed in _EXPORT_LIST.findall(source):
        if " as " in names_listed:
            raise Unfit(f"« export {{{names_listed}}} »: export it under its own name")
        names += [one.strip() for one in names_listed.split(",") if one.strip()]

    def taken(found):
        what, name = found.groups()
        if what is None:
            return ""
        if what.startswith("*"):
            return f"const {what.split()[-1]} = {place[name]};"
        return f"const {what.replace(' as ', ': ')} = {place[name]};"

    body = _IMPORT.sub(taken, source)
    body = _EXPORT.sub(r"\1 \2", body)
    return _NOTE.sub("", _EXPORT_LIST.sub("", body)).strip(), sorted(names)
