"""What a copy calls polls and files that were shown."""

from __future__ import annotations

from egret.kernel import copying
from egret.kernel.text import Text

copying.name("talk.Poll", Text("Polls you held", "您发起的投票"))
copying.name("talk.Option", Text("Answers you offered", "您提供的选项"))
copying.name("talk.Ballot", Text("Polls you voted in", "您参与的投票"))
copying.name("talk.Choice", Text("What you chose in polls", "您在投票中的选择"))
copying.name("talk.ShownFile", Text("Files you showed", "您展示的文件"))
