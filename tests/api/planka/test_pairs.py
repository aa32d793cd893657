from projets.api.planka.items.pairs import pair_id


def test_a_pair_has_one_id_of_the_shape_of_ids():
    made = {pair_id(noun, one, two) for noun in ("label", "member") for one in range(40) for two in range(40)}
    assert len(made) == 2 * 40 * 40
    assert {len(id) for id in made} == {19}
    assert max(map(int, made)) < 2**63
    assert pair_id("label", 1, 2) == pair_id("label", 1, 2) != pair_id("label", 2, 1)
