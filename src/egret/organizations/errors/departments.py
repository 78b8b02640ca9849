"""What can go wrong with departments and groups."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text


class DepartmentUnknown(EgretError):
    status, slug = 404, "department-unknown"
    title = Text("This organisation has no such department.", "该组织没有此部门。")
    detail = Text("It may have been deleted. Load the page again.", "可能已被删除，请重新加载页面。")


class DepartmentUnderItself(EgretError):
    status, slug = 409, "department-under-itself"
    title = Text("A department cannot be moved below itself.", "部门不能移动到自身或其下级部门之下。")
    detail = Text("Choose a place outside it. Nothing was moved.", "请选择其范围之外的位置。未作任何移动。")


class TooManyDepartments(EgretError):
    """Facts: `limit`."""

    status, slug = 409, "too-many-departments"
    title = Text("An organisation has at most {limit} departments.", "一个组织最多 {limit} 个部门。")
    detail = Text("Delete those you no longer need.", "请删除不再需要的部门。")


class DepartmentNotEmpty(EgretError):
    """Facts: `people`, `departments`."""

    status, slug = 409, "department-not-empty"
    title = Text("This department is not empty.", "该部门不为空。")
    detail = Text(
        "It has {people} people and {departments} departments. Let them move up, or move them first.",
        "其中有 {people} 人和 {departments} 个下级部门。可将其移至上级部门，或先行移动。",
    )


class GroupUnknown(EgretError):
    """Also for a group that an external guest is not in."""

    status, slug = 404, "group-unknown"
    title = Text("There is no such group for you here.", "没有您可访问的此群组。")
    detail = Text("It may have been deleted. Load the page again.", "可能已被删除，请重新加载页面。")


class TooManyGroups(EgretError):
    """Facts: `limit`."""

    status, slug = 409, "too-many-groups"
    title = Text("An organisation has at most {limit} groups.", "一个组织最多 {limit} 个群组。")
    detail = Text("Delete those you no longer need.", "请删除不再需要的群组。")
