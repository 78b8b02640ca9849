"""The tree against the vectors of Certificate Transparency's own tests, and against itself."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egret.privacy.audit import merkle
from egret.privacy.audit.merkle import Edge, inclusion_path, leaf_hash, spans_of

# certificate-transparency: merkletree/merkle_tree_test.cc, "Test vectors".
DATA = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
LEAVES = [leaf_hash(bytes.fromhex(each)) for each in DATA]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATHS = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
GROWTHS = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


def test_the_empty_tree() -> None:
    assert Edge().root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", range(1, 9))
def test_roots(size: int) -> None:
    assert spans_of(LEAVES)(0, size).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("number", "size"), PATHS)
def test_inclusion(number: int, size: int) -> None:
    path = inclusion_path(number, size, spans_of(LEAVES))
    assert [each.hex() for each in path] == PATHS[number, size]


@pytest.mark.parametrize(("former", "size"), GROWTHS)
def test_consistency(former: int, size: int) -> None:
    path = merkle.consistency_path(former, size, spans_of(LEAVES))
    assert [each.hex() for each in path] == GROWTHS[former, size]


@st.composite
def grown(draw: st.DrawFn) -> tuple[int, int, int]:
    size = draw(st.integers(1, 70))
    return size, draw(st.integers(0, size - 1)), draw(st.integers(1, size))


@settings(deadline=None)  # other work on the machine is no fault of a tree's
@given(grown(), st.integers(0, 255))
def test_what_was_proved_holds_and_nothing_else_does(tree: tuple[int, int, int], other: int) -> None:
    size, number, former = tree
    leaves = [leaf_hash(bytes([each])) for each in range(size)]
    spans = spans_of(leaves)
    root, old = spans(0, size), spans(0, former)
    path = inclusion_path(number, size, spans)
    assert merkle.proves_inclusion(leaves[number], number, size, path, root)
    assert not merkle.proves_inclusion(leaf_hash(b"another"), number, size, path, root)
    assert not merkle.proves_inclusion(leaves[number], number, size, [*path, root], root)
    if other % size != number:
        assert not merkle.proves_inclusion(leaves[number], other % size, size, path, root)
    growth = merkle.consistency_path(former, size, spans)
    assert merkle.proves_consistency(former, old, size, root, growth)
    assert not merkle.proves_consistency(former, leaf_hash(b"another"), size, root, growth)
    if former < size:
        assert not merkle.proves_consistency(former, old, size, leaf_hash(b"another"), growth)


@settings(deadline=None)  # other work on the machine is no fault of a tree's
@given(st.integers(0, 300))
def test_an_edge_completes_each_perfect_subtree_once(size: int) -> None:
    leaves = [leaf_hash(each.to_bytes(2)) for each in range(size)]
    edge, completed = Edge(), {}
    for leaf in leaves:
        for level, index, found in edge.add(leaf):
            assert (level, index) not in completed
            completed[level, index] = found
    assert len(completed) == sum(size >> level for level in range(1, 10))
    for (level, index), found in list(completed.items())[-5:]:
        assert found == spans_of(leaves)(index << level, (index + 1) << level)
    assert edge.root() == spans_of(leaves)(0, size)
