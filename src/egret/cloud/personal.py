"""What the drive stores about people, and why."""

from __future__ import annotations

from datetime import timedelta

from egret.kernel import browser_storage, holds, objections, purpose
from egret.kernel.blobs import kinds
from egret.kernel.browser_storage import Kind
from egret.kernel.personal import Category, Field, after, declare, not_personal, with_parent
from egret.kernel.purpose import LegalBasis
from egret.kernel.text import Text

purpose.register(
    "cloud.keep",
    LegalBasis.CONTRACT,
    Text("To keep your files, and share them as you say", "保存您的文件并按您的意愿共享"),
)
purpose.register(
    "cloud.activity",
    LegalBasis.LEGITIMATE_INTERESTS,
    Text("To show who did what with shared files", "显示谁对共享文件做了什么"),
)
objections.weigh(
    "cloud.activity",
    Text(
        "Others share these files with you, and want to know who changed or deleted what is theirs. Restrict your "
        "data, and from that moment only who manages a file sees what you did with it.",
        "他人与您共享这些文件，希望知道谁更改或删除了属于他们的内容。您可限制处理：自该时起，只有文件的管理者能看到您的操作。",
    ),
)
A_KEY = not_personal("a random key")
THE_TREE = not_personal("a place in the tree")
A_SIZE = not_personal("a number of bytes")
NAME = Field(Category.CONTENT, Text("names of your files and folders", "文件和文件夹的名称"))
WHO = Field(Category.CONTENT, Text("who made, changed or deleted a file", "创建、修改或删除文件的人"))
WHEN = Field(Category.CONTENT, Text("when a file was made, changed or deleted", "创建、修改或删除文件的时间"))
KIND = Field(Category.CONTENT, Text("kinds of your files", "文件类型"))
SHARED_WITH = Field(Category.CONTENT, Text("with whom a file is shared, and how", "文件的共享对象和方式"))
UNTIL_DELETED = with_parent(
    Text("Until you delete it; 30 days more in the trash", "直至您删除；删除后在回收站保留 30 天")
)
kinds.register(
    "cloud.file",
    category=Category.CONTENT,
    text=Text("contents of your files", "文件内容"),
    purpose="cloud.keep",
    retention=UNTIL_DELETED,
)
WITH_FILE = with_parent(Text("As long as the file", "与文件一同保留"))

declare(
    "cloud.Space",
    subject="person",
    fields={
        "id": A_KEY,
        "person": Field(Category.CONTENT, Text("that a space is yours", "空间归属")),
        "organization": not_personal("an organisation"),
        "group": not_personal("a group"),
        "former_group": not_personal("a group's name"),
        "quota_bytes": A_SIZE,
        "used_bytes": A_SIZE,
        "created_at": WHEN,
    },
    purpose="cloud.keep",
    retention=with_parent(Text("As long as your account", "账号存续期间")),
)
declare(
    "cloud.Node",
    subject="created_by",
    fields={
        "id": A_KEY,
        "space": THE_TREE,
        "parent": THE_TREE,
        "name": NAME,
        "is_folder": THE_TREE,
        "version": A_KEY,
        "size": A_SIZE,
        "media_type": KIND,
        "created_at": WHEN,
        "created_by": WHO,
        "modified_at": WHEN,
        "changed_at": WHEN,
        "trashed_at": WHEN,
        "trashed_by": WHO,
        "purging": not_personal("a state of its deletion"),
    },
    purpose="cloud.keep",
    also=("cloud.activity", "recordings.record"),  # what was done with it; where a film was saved
    retention=UNTIL_DELETED,
)
declare(
    "cloud.FileVersion",
    subject="created_by",
    fields={
        "id": A_KEY,
        "node": A_KEY,
        "blob": A_KEY,
        "size": A_SIZE,
        "media_type": KIND,
        "modified_at": WHEN,
        "created_at": WHEN,
        "created_by": WHO,
        "label": Field(Category.CONTENT, Text("names of versions", "版本名称")),
    },
    purpose="cloud.keep",
    retention=UNTIL_DELETED,
)
declare(
    "cloud.Share",
    subject="person",
    fields={
        "id": A_KEY,
        "node": A_KEY,
        "person": SHARED_WITH,
        "group": not_personal("a group"),
        "department": not_personal("a department"),
        "organization": not_personal("an organisation"),
        "phone": Field(
            Category.CONTACT,
            Text(
                "the number you share with, until its owner looks, 30 days at most",
                "您共享对象的手机号（直至其查看，最多 30 天）",
            ),
        ),
        "outside": not_personal("a switch"),
        "role": SHARED_WITH,
        "created_by": SHARED_WITH,
        "created_at": SHARED_WITH,
        "expires_at": SHARED_WITH,
    },
    purpose="cloud.keep",
    retention=WITH_FILE,
)
declare(
    "cloud.Link",
    subject="created_by",
    fields={
        "id": A_KEY,
        "node": A_KEY,
        "kind": SHARED_WITH,
        "token_hash": Field(Category.CREDENTIAL, Text("the link's secret", "链接密钥")),
        "token_sealed": Field(Category.CREDENTIAL, Text("the link's secret", "链接密钥")),
        "password": Field(Category.CREDENTIAL, Text("the link's password, as a hash", "链接密码（哈希值）")),
        "label": SHARED_WITH,
        "maximum_downloads": not_personal("a limit"),
        "downloads": not_personal("a count"),
        "created_by": SHARED_WITH,
        "created_at": SHARED_WITH,
        "expires_at": SHARED_WITH,
    },
    purpose="cloud.keep",
    also=("cloud.activity",),
    retention=WITH_FILE,
)
declare(
    "cloud.Upload",
    subject="person",
    fields={
        "id": A_KEY,
        "person": WHO,
        "link": A_KEY,
        "parent": THE_TREE,
        "blob": A_KEY,
        "name": NAME,
        "media_type": KIND,
        "length": A_SIZE,
        "offset": A_SIZE,
        "partial": not_personal("a piece of an upload"),
        "pieces": not_personal("random keys"),
        "conflict": not_personal("what to do where the name is taken"),
        "modified_at": WHEN,
        "created_at": WHEN,
        "expires_at": WHEN,
        "writer": A_KEY,
        "writer_until": not_personal("until when others wait"),
        "version": A_KEY,
    },
    purpose="cloud.keep",
    retention=with_parent(Text("A day after it is finished; a week when it is left", "上传完成后一天；中断后保留一周")),
)
declare(
    "cloud.DavLock",
    subject="person",
    fields={
        "id": A_KEY,
        "token": not_personal("a random key"),
        "person": WHO,
        "path": NAME,
        "owner": Field(Category.CONTENT, Text("what your sync program says of itself", "同步程序的自述")),
        "depth": not_personal("how far a lock reaches"),
        "scope": not_personal("a kind of lock"),
        "timeout": not_personal("how long a lock holds"),
        "expires_at": not_personal("when a lock ends"),
    },
    purpose="cloud.keep",
    retention=after("expires_at", timedelta(days=1), Text("A day after the lock ends", "锁定结束后一天")),
)
declare(
    "cloud.DavProperty",
    subject=None,
    fields={
        "id": A_KEY,
        "node": A_KEY,
        "name": Field(Category.CONTENT, Text("what your sync program keeps with a file", "同步程序随文件保存的信息")),
        "value": Field(Category.CONTENT, Text("what your sync program keeps with a file", "同步程序随文件保存的信息")),
    },
    purpose="cloud.keep",
    retention=WITH_FILE,
)
declare(
    "cloud.Favourite",
    subject="person",
    fields={
        "id": A_KEY,
        "person": Field(Category.CONTENT, Text("your favourites", "您的收藏")),
        "node": A_KEY,
        "marked_at": Field(Category.CONTENT, Text("your favourites", "您的收藏")),
    },
    purpose="cloud.keep",
    retention=WITH_FILE,
)
declare(
    "cloud.Hidden",
    subject="person",
    fields={
        "id": A_KEY,
        "person": Field(
            Category.CONTENT, Text("what you took off your list of shared files", "您从共享列表中隐藏的内容")
        ),
        "node": A_KEY,
        "hidden_at": Field(
            Category.CONTENT, Text("what you took off your list of shared files", "您从共享列表中隐藏的内容")
        ),
    },
    purpose="cloud.keep",
    retention=WITH_FILE,
)
declare(
    "cloud.Opened",
    subject="person",
    fields={
        "id": A_KEY,
        "person": Field(Category.CONTENT, Text("which files you opened last", "您最近打开的文件")),
        "node": A_KEY,
        "opened_at": Field(Category.CONTENT, Text("which files you opened last", "您最近打开的文件")),
    },
    purpose="cloud.keep",
    retention=after("opened_at", timedelta(days=90), Text("90 days", "90 天")),
)
declare(
    "cloud.Activity",
    subject="person",
    fields={
        "id": A_KEY,
        "space": THE_TREE,
        "node_id": A_KEY,
        "person": Field(Category.CONTENT, Text("who did what with a file", "谁对文件做了什么")),
        "verb": Field(Category.CONTENT, Text("who did what with a file", "谁对文件做了什么")),
        "name": NAME,
        "facts": Field(Category.CONTENT, Text("who did what with a file", "谁对文件做了什么")),
        "at": Field(Category.CONTENT, Text("when a file was opened or changed", "打开或修改文件的时间")),
    },
    purpose="cloud.activity",
    also=("cloud.keep",),
    retention=after("at", timedelta(days=180), Text("180 days", "180 天")),
)

LINK_PASS = browser_storage.register(
    "egret_link",
    Kind.COOKIE,
    Text("Opens one shared link whose password you gave", "打开您已输入密码的共享链接"),
    Text("12 hours", "12 小时"),
    optional=False,
)
LINK_READING = browser_storage.register(
    "egret_link_reading",
    Kind.COOKIE,
    Text("Counts a file that you read in pieces as one download", "将分段读取的文件计为一次下载"),
    Text("1 hour", "1 小时"),
    optional=False,
)

holds.kind("file", "cloud.Node", Text("A file or folder of yours", "您的文件或文件夹"))
