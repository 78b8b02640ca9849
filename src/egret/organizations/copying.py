"""What a copy calls what organisations keep. It is theirs to hand on: nothing of it is taken in elsewhere."""

from __future__ import annotations

from egret.kernel import copying
from egret.kernel.text import Text

copying.name("organizations.LegalEntity", Text("Contact of an organisation", "组织联系人"))
copying.name("organizations.Membership", Text("Your memberships", "您的组织成员身份"))
copying.name("organizations.Membership_heads", Text("Departments you lead", "您负责的部门"))
copying.name("organizations.GroupMember", Text("Your groups", "您所在的群组"))
copying.name("organizations.Invitation", Text("Invitations you made", "您发出的邀请"))
copying.name("organizations.ExpectedMember", Text("Organisations that expect you", "期待您加入的组织"))
copying.name("organizations.JoinRequest", Text("Your requests to join", "您的加入申请"))
copying.name("organizations.Import", Text("Lists you imported", "您导入的名单"))
copying.name("organizations.ImportLine", Text("Lists with your number in them", "包含您号码的名单"))
copying.name("organizations.AdministrativeAct", Text("What you did as an administrator", "您作为管理员的操作"))
