"""Scripts put together do what they did apart."""

import pytest

from projets.web.bundles import Unfit, bundle

A = """// Says hello.
import { NAMES, name as called } from "b.js";
import * as all from "c.js";
const local = "a";
export const hello = () => `${called(0)} ${NAMES.length} ${all.three()} ${local}`;
export function twice(text) { return text + text; }
"""
B = """import {
  three,
} from "c.js";
const local = "b";
const NAMES = ["Ada", "Bob"];
export const name = (n) => NAMES[n] + three() + local;
export { NAMES };
"""
C = """export async function later() { return 1; }
export class Thing {}
export const three = () => 3;
"""


def test_each_has_its_own_scope_and_they_stand_in_order():
    made = bundle({"a.js": A, "b.js": B, "c.js": C})
    assert made.index("// c.js") < made.index("// b.js") < made.index("// a.js")
    assert "export const { Thing, later, three } = m0;" in made
    assert "const { NAMES, name: called } = m1;" in made
    assert "const all = m0;" in made


def test_what_others_give_is_imported_once():
    made = bundle({"a.js": 'import { words } from "projets/words";\nexport const one = words;\n'})
    assert made.startswith('import * as e0 from "projets/words";\n')
    assert "const { words } = e0;" in made


@pytest.mark.parametrize(
    ("sources", "why"),
    [
        ({"a.js": "export const x = 1;", "b.js": "export const x = 2;"}, "both export « x »"),
        ({"a.js": 'import "b.js";', "b.js": 'import "a.js";'}, "import each other"),
        ({"a.js": "export default 1;"}, "export default"),
        ({"a.js": "export let x = 1;"}, "export let"),
        ({"a.js": "export { x as y };"}, "under its own name"),
        ({"a.js": 'import x from "b.js";'}, "import x"),
        ({"a.js": "await 1;"}, "await 1"),
    ],
)
def test_what_cannot_be_put_together_is_said(sources, why):
    with pytest.raises(Unfit, match=why):
        bundle(sources)
