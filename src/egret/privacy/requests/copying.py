"""What a copy calls the tables of this room."""

from __future__ import annotations

from egret.kernel import copying
from egret.kernel.text import Text

copying.name("privacy_requests.Request", Text("What you asked about your data", "您就个人信息提出的请求"))
copying.name("privacy_requests.RequestEvent", Text("What happened to your requests", "请求的处理经过"))
copying.name("privacy_requests.Restriction", Text("That your data is restricted", "您的信息处于限制处理状态"))
copying.name("privacy_requests.DeskMember", Text("That you answer requests", "您担任请求处理人员"))
