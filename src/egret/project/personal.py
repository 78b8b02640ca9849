"""The kernel's own tables and those of third parties, declared where everything is assembled."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from egret.kernel import browser_storage, objects, purpose
from egret.kernel.assessments import assess
from egret.kernel.blobs import kinds
from egret.kernel.browser_storage import Kind
from egret.kernel.personal import Category, excuse, with_parent
from egret.kernel.purpose import LegalBasis
from egret.kernel.text import Text

purpose.register(
    "kernel.operation",
    LegalBasis.CONTRACT,
    Text("To run the service and to check that this policy holds", "运行服务并检验本政策是否得到遵守"),
)
purpose.register(
    "kernel.retention",
    LegalBasis.LEGAL_OBLIGATION,
    Text("To delete what is no longer needed", "删除不再需要的信息"),
    everywhere="what is past its time goes wherever it is kept, and a content goes when no row refers to it",
)
purpose.register(
    "kernel.erasure",
    LegalBasis.LEGAL_OBLIGATION,
    Text("To delete people, organisations and groups with all that is theirs", "删除个人、组织、群组及其全部信息"),
    everywhere="whatever hangs on somebody goes with them",
)
assess(
    "kernel.erasure",
    original="kernel.retention",
    why="Deleting whoever asks for it, or whose period is over; nothing is read for anything else.",
    on=date(2026, 11, 30),
)
purpose.register(
    "kernel.upgrade",
    LegalBasis.CONTRACT,
    Text("To bring what is stored into the form that a new version needs", "将已存信息转换为新版本所需的形式"),
    everywhere="a new version may change any table",
)
assess(
    "kernel.upgrade",
    original="kernel.operation",
    why="What is stored keeps its meaning and gets another form; nobody looks at it.",
    on=date(2026, 11, 30),
)
purpose.register(
    "kernel.probe",
    LegalBasis.LEGAL_OBLIGATION,
    Text("To check with made-up people whether this policy holds", "以虚构用户检验本政策是否得到遵守"),
    everywhere="a text planted in a made-up person's data is looked for in every table",
)
assess(
    "kernel.probe",
    original="kernel.operation",
    why="It acts with made-up people and looks for their texts alone.",
    on=date(2026, 11, 30),
)
purpose.register(
    "kernel.demonstrate",
    LegalBasis.CONTRACT,
    Text("To show the program with made-up people", "以虚构用户演示程序"),
    everywhere="its people are made up, and so is all they have",
)
assess(
    "kernel.demonstrate",
    original="kernel.operation",
    why="It makes up people and reads nobody else's data.",
    on=date(2026, 11, 30),
)
purpose.register(
    "kernel.cases",
    LegalBasis.LEGAL_OBLIGATION,
    Text("To let staff see your data inside a case about you only", "确保工作人员仅在涉及您的案件中查看您的信息"),
)
assess(
    "kernel.cases",
    original="kernel.operation",
    why="It narrows what staff may see, and keeps who looked and why.",
    on=date(2026, 11, 30),
)

kinds.register(
    "kernel.canary",
    category=Category.TECHNICAL,
    text=Text("a made-up text that a check stores and removes", "检验程序存入并删除的虚构文本"),
    purpose="kernel.operation",
    retention=with_parent(Text("Seconds", "数秒")),
)
objects.declare_destination(settings.EGRET_BLOBS_URL)

excuse("kernel.RateWindow", "counts under a keyed hash that cannot be turned back, gone within a day")
excuse("kernel.WorkerBeat", "signs of life of our own processes")
excuse("kernel.PeriodicJob", "when our own jobs are due")
excuse(
    "kernel.Blob",
    "what is stored, by a random key: kind, size and state; whose it is stands in the keys and referring rows",
)
excuse("kernel.BlobKey", "a random key, wrapped by the key of its owner, who is named by a random key")
excuse("kernel.Part", "where the encrypted pieces lie, and their sizes")
excuse("kernel.KeyDestruction", "the random key of an owner who is gone, until the key in the keyring is gone too")
excuse("kernel.JournalPosition", "how many erasures there were, and a hash")
excuse("keyring.OwnerKey", "random keys, each wrapped by the master key, under the random key of its owner")
excuse("keyring.DestroyedKey", "hashes of the random keys of owners whose key is gone, so that none is made anew")
excuse("keyring.Pseudonym", "what the audit log calls an owner, by their random keys; it goes with the owner's key")
excuse("django_tasks_database.DBTaskResult", "jobs carry random keys of rows, never their contents")
excuse("auth.Permission", "Django's list of verbs, unused")
excuse("auth.Group", "Django's groups, unused")
excuse("auth.Group_permissions", "Django's groups, unused")
excuse("contenttypes.ContentType", "the list of our own tables")

# What the pages keep in the browser; web/src/ui/storage.ts holds the same names, and a test compares them.
browser_storage.register(
    "egret.storage",
    Kind.LOCAL_STORAGE,
    Text("Remembers that you allowed the optional entries", "记住您允许了可选条目"),
    Text("Until you refuse them", "直至您拒绝可选条目"),
    optional=False,
)
browser_storage.register(
    "egret.language",
    Kind.LOCAL_STORAGE,
    Text("The language you chose", "您选择的语言"),
    Text("Until you clear it, or refuse optional entries", "直至您清除或拒绝可选条目"),
    optional=True,
)
browser_storage.register(
    "egret.theme",
    Kind.LOCAL_STORAGE,
    Text("Light or dark, as you chose", "您选择的浅色或深色外观"),
    Text("Until you clear it, or refuse optional entries", "直至您清除或拒绝可选条目"),
    optional=True,
)
browser_storage.register(
    "egret.devices",
    Kind.LOCAL_STORAGE,
    Text(
        "The camera, microphone and speaker you chose, and how your voice is treated",
        "您选择的摄像头、麦克风和扬声器，以及声音处理方式",
    ),
    Text("Until you clear it, or refuse optional entries", "直至您清除或拒绝可选条目"),
    optional=True,
)
browser_storage.register(
    "egret.uploads",
    Kind.LOCAL_STORAGE,
    Text("Where your uploads stopped, to go on after the page was closed", "上传中断的位置，以便页面关闭后继续"),
    Text("Until they are finished, a week, or until you sign out", "直至上传完成、满一周或您退出登录"),
    optional=True,
)
