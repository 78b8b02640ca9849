"""Folders made, things renamed, moved and copied."""

from __future__ import annotations

import pytest

from egret.cloud.actions import locked, spaces, tree
from egret.cloud.errors import FolderIntoItself, NameTaken, NodeUnknown, NotAFolder, QuotaExceeded, RootFixed, TooDeep
from egret.cloud.models import Activity, Node, Role, Space
from egret.kernel.errors import NotAllowed
from egret.organizations.actions import groups, scim
from egret.organizations.models import Group
from tests import factories
from tests.factories import cloud, organizations

pytestmark = pytest.mark.django_db


def names(folder: Node) -> list[str]:
    return sorted(Node.objects.filter(parent=folder, trashed_at=None).values_list("name", flat=True))


def test_a_name_is_given_once_in_a_folder() -> None:
    ada = factories.person()
    cloud.folder(ada, "Letters")
    with pytest.raises(NameTaken) as taken:
        cloud.folder(ada, "Letters")
    assert taken.value.facts["free"] == "Letters (2)"
    cloud.folder(ada, "letters")


def test_moving_takes_what_is_below_along() -> None:
    ada = factories.person()
    source, target = cloud.folder(ada, "a"), cloud.folder(ada, "b")
    inner = cloud.folder(ada, "inner", source)
    cloud.file(ada, "f.txt", b"one", inner)
    tree.do_move(cloud.access(ada, inner.id), cloud.access(ada, target.id))
    assert names(source) == [] and names(target) == ["inner"] and names(inner) == ["f.txt"]
    assert [node.name for node in cloud.access(ada, inner.id).chain] == ["", "b", "inner"]


def test_a_folder_does_not_go_into_itself() -> None:
    ada = factories.person()
    outer = cloud.folder(ada, "outer")
    inner = cloud.folder(ada, "inner", outer)
    for act in (tree.do_move, tree.do_copy):
        for target in (outer, inner):
            with pytest.raises(FolderIntoItself):
                act(cloud.access(ada, outer.id), cloud.access(ada, target.id))


def test_the_root_stays_where_it_is() -> None:
    ada = factories.person()
    root, target = cloud.root_of(ada), cloud.folder(ada, "x")
    with pytest.raises(RootFixed):
        tree.do_rename(root, "mine")
    with pytest.raises(RootFixed):
        tree.do_move(root, cloud.access(ada, target.id))


def test_a_file_holds_nothing() -> None:
    ada = factories.person()
    file = cloud.file(ada, "f.txt")
    with pytest.raises(NotAFolder):
        cloud.folder(ada, "x", file)
    with pytest.raises(NotAFolder):
        tree.do_move(cloud.access(ada, cloud.folder(ada, "y").id), cloud.access(ada, file.id))


def test_keeping_both_numbers_the_newcomer() -> None:
    ada = factories.person()
    target = cloud.folder(ada, "t")
    cloud.file(ada, "f.txt", b"old", target)
    moved = cloud.file(ada, "f.txt", b"new")
    with pytest.raises(NameTaken):
        tree.do_move(cloud.access(ada, moved.id), cloud.access(ada, target.id))
    tree.do_move(cloud.access(ada, moved.id), cloud.access(ada, target.id), keep_both=True)
    assert names(target) == ["f (2).txt", "f.txt"]


def test_a_copy_is_its_own() -> None:
    ada = factories.person()
    source = cloud.folder(ada, "source")
    cloud.file(ada, "f.txt", b"first", source)
    before = Space.objects.get(person=ada).used_bytes
    copy = tree.do_copy(cloud.access(ada, source.id), cloud.root_of(ada), name="copy")
    cloud.file(ada, "f.txt", b"second", source)
    inner = Node.objects.get(parent=copy)
    assert cloud.content_of(ada, inner) == b"first"
    assert Space.objects.get(person=ada).used_bytes == before + len(b"first") + len(b"second")


def test_between_spaces_contents_change_their_owner() -> None:
    ada, cara = factories.person(), factories.person()
    organization = organizations.organization(ada)
    organizations.member(organization, cara)
    door = cloud.door(ada)
    from egret.cloud import queries

    spaces.ensure_spaces(ada.id, door.belongings)
    shared = Space.objects.get(organization=organization, group=None)
    folder = cloud.folder(ada, "plans")
    file = cloud.file(ada, "f.txt", b"for all", folder)
    tree.do_move(cloud.access(ada, folder.id), queries.access_space(door, shared.id, Role.EDIT))
    assert cloud.content_of(cara, file) == b"for all"
    assert Space.objects.get(person=ada).used_bytes == 0
    assert Space.objects.get(id=shared.id).used_bytes == len(b"for all")


def test_what_does_not_fit_changes_nothing() -> None:
    ada = factories.person()
    file = cloud.file(ada, "f.txt", b"12345")
    Space.objects.filter(person=ada).update(quota_bytes=9)
    with pytest.raises(QuotaExceeded) as refused:
        tree.do_copy(cloud.access(ada, file.id), cloud.root_of(ada), name="g.txt")
    assert refused.value.facts == {"free": 4, "needed": 5}
    assert names(cloud.root_of(ada).node) == ["f.txt"]


def test_depth_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locked, "MAXIMUM_DEPTH", 3)
    ada = factories.person()
    one = cloud.folder(ada, "1")
    two = cloud.folder(ada, "2", one)
    three = cloud.folder(ada, "3", two)
    with pytest.raises(TooDeep):
        cloud.folder(ada, "4", three)
    other = cloud.folder(ada, "other")
    cloud.folder(ada, "below", other)
    with pytest.raises(TooDeep):
        tree.do_move(cloud.access(ada, other.id), cloud.access(ada, two.id))


def test_a_thousand_levels_are_walked() -> None:
    ada = factories.person()
    node = cloud.folder(ada, "0")
    for level in range(1, 1000):
        node = Node.objects.create(space=node.space, parent=node, name=str(level), is_folder=True)
    file = cloud.file(ada, "deep.txt", b"deep", node)
    assert cloud.content_of(ada, file) == b"deep"
    assert len(cloud.access(ada, file.id).chain) == 1002


def test_others_find_nothing_and_viewers_change_nothing() -> None:
    ada, mallory, viewer = factories.person(), factories.person(), factories.person()
    folder = cloud.folder(ada, "private")
    file = cloud.file(ada, "f.txt", b"x", folder)
    with pytest.raises(NodeUnknown):
        cloud.access(mallory, file.id)
    cloud.share(folder, Role.VIEW, ada, person=viewer)
    seen = cloud.access(viewer, file.id)
    assert [node.name for node in seen.visible] == ["private", "f.txt"]
    with pytest.raises(NotAllowed):
        cloud.access(viewer, file.id, Role.EDIT)


def test_what_was_moved_away_meanwhile_is_not_touched() -> None:
    ada = factories.person()
    file = cloud.file(ada, "f.txt")
    held = cloud.access(ada, file.id)
    from egret.cloud.actions import trash

    trash.do_trash(cloud.access(ada, file.id))
    with pytest.raises(NodeUnknown):
        tree.do_rename(held, "g.txt")


def test_each_act_is_recorded_with_who_did_it() -> None:
    ada = factories.person()
    file = cloud.file(ada, "f.txt")
    tree.do_rename(cloud.access(ada, file.id), "g.txt")
    acts = list(Activity.objects.filter(node_id=file.id).order_by("id").values_list("verb", "person_id", "name"))
    assert acts == [("created", ada.id, "f.txt"), ("renamed", ada.id, "g.txt")]


@pytest.mark.parametrize("who_deletes", ["an administrator", "the directory"])
def test_a_group_that_ends_leaves_its_files_to_the_administrators(who_deletes: str) -> None:
    ada = factories.person()
    of = organizations.organization(ada)
    group = organizations.group(of, organizations.owner_of(of), name="Boats")
    space = spaces.ensure_group_space(of.id, group.id)
    file = cloud.file(ada, "f.txt", b"theirs", Node.objects.get(space=space, parent=None))
    if who_deletes == "the directory":
        scim.do_delete_group(of.id, group.id)
    else:
        groups.do_delete_group(organizations.owner_of(of), group.id)
    assert not Group.objects.filter(id=group.id).exists()
    space.refresh_from_db()
    assert (space.group, space.former_group) == (None, "Boats")
    assert cloud.content_of(ada, file) == b"theirs"
