"""What people read of a copy: pages without a script that ask nobody for anything, in the person's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import islice
from typing import Any
from urllib.parse import quote

from django.db.models import Count, Sum

from egret.kernel.personal import CATEGORY_TEXTS, Category
from egret.kernel.purpose import PURPOSES
from egret.kernel.text import Language, Text
from egret.privacy.copies import presenting
from egret.privacy.copies.models import Copy, Member
from egret.privacy.copies.presenting import Subject, Table, Word

# What a browser still scrolls through without effort.
ON_A_PAGE = 1000

TITLE = Text("What Egret knows about you", "Egret 掌握的您的信息")
MADE = Text("Ordered on {date} UTC, for {phone}.", "申请时间：{date} UTC，账号：{phone}。")
NO_NUMBER = Text("your account", "您的账号")
INTRODUCTION = Text(
    "This is everything that is stored about you, by kind. Your files, pictures and recordings are beside this page as "
    "they were given; data/ and schema.json hold the same for programs. Another Egret can take this copy in.",
    "这里按类别列出存储的关于您的全部信息。您的文件、头像和录制内容按原样存放在本页旁；data/ 和 schema.json "
    "供程序读取。其他 Egret 系统可以导入此副本。",
)
KINDS = Text("By kind", "按类别")
ENTRY, ENTRIES = Text("{count} entry", "{count} 条"), Text("{count} entries", "{count} 条")
STORED = Text("Files in this copy", "副本中的文件")
HIDDEN = Text("Kept, and not shown", "已保存但不予显示")
MISSING = Text("Could not be read", "无法读取")
MISSING_WHY = Text(
    "These contents are damaged in the store; whoever runs this installation should know.",
    "这些内容在存储中已损坏，请告知本系统的管理者。",
)
NOTHING = Text("Nothing of this kind is stored.", "没有存储此类信息。")
BACK = Text("Overview", "概览")
PREVIOUS, NEXT = Text("Earlier page", "上一页"), Text("Next page", "下一页")
WHY, KEPT = Text("Why", "目的"), Text("How long", "保存期限")
PARTLY = Text("also about others: only what is yours is shown", "同时涉及他人：仅显示属于您的部分")
OPEN = Text("Open {name}", "打开 {name}")
FOLDERS = {
    "files": Text("Your files", "您的文件"),
    "versions": Text("Earlier versions of your files", "文件的历史版本"),
    "trash": Text("Files in the trash", "回收站中的文件"),
    "pictures": Text("Your picture", "您的头像"),
    "recordings": Text("You in recordings", "录制中的您"),
}

# The tokens of web/src/ui/theme.css.
STYLE = """
:root{color-scheme:light dark;--paper:#fbfbf9;--raised:#fff;--ink:#16242c;--soft:#52626b;
--line:#16242c14;--teal:#0e7c7b}
@media (prefers-color-scheme:dark){:root{--paper:#11181c;--raised:#182126;--ink:#e8eef0;--soft:#9fb0b8;
--line:#e8eef01f;--teal:#4fb8b3}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 -apple-system,"Segoe UI","PingFang SC",
"Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:760px;margin:0 auto;padding:32px 24px 64px}
header svg{display:block;color:var(--teal);margin-bottom:12px}
h1{font-size:28px;line-height:1.25;font-weight:600;margin:0 0 8px}
h2{font-size:20px;font-weight:600;margin:40px 0 8px}
p{margin:0 0 12px}.soft,dt,small{color:var(--soft);font-size:13px}
a{color:var(--teal)}a:focus-visible{outline:2px solid var(--teal);outline-offset:2px;border-radius:4px}
ul{list-style:none;margin:0;padding:0;border-top:1px solid var(--line)}
li{padding:10px 0;border-bottom:1px solid var(--line);display:flex;gap:16px;justify-content:space-between}
li,dd{overflow-wrap:anywhere}
li small{white-space:nowrap;font-variant-numeric:tabular-nums}
article{background:var(--raised);border:1px solid var(--line);border-radius:10px;padding:12px 16px;margin:0 0 12px}
article p{margin:8px 0 0}
dl{display:grid;grid-template-columns:minmax(120px,220px) 1fr;gap:4px 16px;margin:0}
dd{margin:0;white-space:pre-wrap;font-variant-numeric:tabular-nums}
nav{display:flex;gap:16px;margin:0 0 16px}
@media (max-width:520px){main{padding:24px 16px 48px}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}}
"""
# An egret standing in still water, in one stroke: web/src/ui/Mark.tsx.
EGRET = (
    "M3.2 8.2 10.2 5.6C12 3.8 15.2 4.6 15.1 7.4 15 10.6 10 11.6 10.1 16.2 10.2 20.4 14 22.2 18.2 21.4 22 20.7 25 18.6 "
    "28.8 20.4 25.6 15.8 20.6 13.4 16.8 15.4 14.8 16.5 15 19 16.6 20.4L17.8 29.8"
)
MARK = (
    '<svg width="40" height="40" viewBox="0 0 32 32" fill="none" stroke="currentColor" stroke-width="1.8" '
    'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="{path}"/></svg>'
)

Page = tuple[str, Iterator[bytes]]


def pages(copy: Copy, subject: Subject, language: Language) -> Iterator[Page]:
    """Each page's path and its content; the overview comes last and counts what the others hold."""
    counts: dict[Category, int] = {}
    for category in Category:
        entries = _Entries(copy, subject, language, category)
        yield from entries.pages()
        counts[category] = entries.count
    yield "index.html", _overview(copy, subject, language, counts)


@dataclass
class _Entries:
    """The entries of one kind, cut into pages while they are read."""

    copy: Copy
    subject: Subject
    language: Language
    category: Category
    count: int = 0

    def pages(self) -> Iterator[Page]:
        tables = [each for each in presenting.tables().values() if self.category in each.categories]
        rows = ((table, row, whole) for table in tables for row, whole in presenting.walk(table, self.subject.id))
        number, following = 1, list(islice(rows, ON_A_PAGE))
        while following or number == 1:
            here, following = following, list(islice(rows, ON_A_PAGE))
            self.count += len(here)
            yield page_of(self.category, number), self._page(number, here, bool(following))
            number += 1

    def _page(self, number: int, rows: list[tuple[Table, Any, bool]], more: bool) -> Iterator[bytes]:
        say = self._say
        yield _head(CATEGORY_TEXTS[self.category].say(self.language), self.language)
        links = [f'<a href="../index.html">{say(BACK)}</a>']
        if number > 1:
            links.append(f'<a href="../{page_of(self.category, number - 1)}">{say(PREVIOUS)}</a>')
        if more:
            links.append(f'<a href="../{page_of(self.category, number + 1)}">{say(NEXT)}</a>')
        navigation = f"<nav>{''.join(links)}</nav>"
        yield f"<header><h1>{say(CATEGORY_TEXTS[self.category])}</h1></header>{navigation}".encode()
        if not rows:
            yield f'<p class="soft">{say(NOTHING)}</p>'.encode()
        open_table: Table | None = None
        files = self._files(rows)
        for table, row, whole in rows:
            if table is not open_table:
                open_table = table
                purpose, kept = PURPOSES[table.declaration.purpose].text, table.declaration.retention.text
                yield (
                    f'<h2>{say(table.name)}</h2><p class="soft">{say(WHY)}: {say(purpose)}<br>'
                    f"{say(KEPT)}: {say(kept)}</p>\n"
                ).encode()
            words = presenting.words(table, row, self.subject, self.language, whole=whole, category=self.category)
            yield self._entry(words, files.get((table.label, str(row.pk))), whole).encode()
        yield navigation.encode() if more or number > 1 else b""
        yield _FOOT

    def _files(self, rows: list[tuple[Table, Any, bool]]) -> dict[tuple[str, str], str]:
        """Where the contents of these rows are."""
        members = Member.objects.filter(copy=self.copy, missing=False)
        found = {}
        for start in range(0, len(rows), 500):
            ids = [str(row.pk) for _, row, _ in rows[start : start + 500]]
            for model, row, path in members.filter(row__in=ids).values_list("model", "row", "path"):
                found[model, row] = path
        return found

    def _entry(self, words: list[Word], file: str | None, whole: bool) -> str:
        lines = "".join(f"<dt>{escape(word.label)}</dt><dd>{_value(word)}</dd>" for word in words)
        link = ""
        if file is not None:
            name = escape(OPEN.say(self.language, name=file.rsplit("/", 1)[-1]))
            link = f'<p><a href="../{quote(file)}">{name}</a></p>'
        partly = "" if whole else f"<small>{self._say(PARTLY)}</small>"
        return f"<article>{partly}<dl>{lines}</dl>{link}</article>\n"

    def _say(self, text: Text) -> str:
        return escape(text.say(self.language))


def page_of(category: Category, number: int) -> str:
    return f"pages/{category.value}.html" if number == 1 else f"pages/{category.value}-{number}.html"


def _value(word: Word) -> str:
    if word.moment:
        return f'<time datetime="{escape(word.moment)}">{escape(word.value)}</time>'
    return escape(word.value)


def _overview(copy: Copy, subject: Subject, language: Language, counts: dict[Category, int]) -> Iterator[bytes]:
    def say(text: Text, **facts: object) -> str:
        return escape(text.say(language, **facts))

    yield _head(TITLE.say(language), language)
    made = say(MADE, date=f"{copy.ordered_at:%Y-%m-%d %H:%M}", phone=subject.phone or NO_NUMBER.say(language))
    yield f'<header>{MARK.format(path=EGRET)}<h1>{say(TITLE)}</h1><p class="soft">{made}</p></header>'.encode()
    yield f"<p>{say(INTRODUCTION)}</p><h2>{say(KINDS)}</h2><ul>".encode()
    for category in Category:
        entries = say(ENTRY if counts[category] == 1 else ENTRIES, count=f"{counts[category]:,}")
        link = f'<a href="{page_of(category, 1)}">{say(CATEGORY_TEXTS[category])}</a>'
        yield f"<li>{link}<small>{entries}</small></li>".encode()
    yield b"</ul>"
    yield from _folders(copy, say)
    yield from _hidden(say)
    missing = list(Member.objects.filter(copy=copy, missing=True).values_list("path", flat=True))
    if missing:
        yield f'<h2>{say(MISSING)}</h2><p class="soft">{say(MISSING_WHY)}</p><ul>'.encode()
        yield "".join(f"<li>{escape(path)}</li>" for path in missing).encode() + b"</ul>"
    yield _FOOT


def _folders(copy: Copy, say: Callable[..., str]) -> Iterator[bytes]:
    """What lies beside the pages, folder by folder."""
    members = Member.objects.filter(copy=copy, missing=False).exclude(model="")
    lines = []
    for folder, text in FOLDERS.items():
        found = members.filter(path__startswith=f"{folder}/").aggregate(number=Count("id"), bytes=Sum("size"))
        if found["number"]:
            size = f"{found['number']:,} · {_size(found['bytes'] or 0)}"
            lines.append(f'<li><a href="{folder}/">{say(text)}</a><small>{size}</small></li>')
    if lines:
        yield f"<h2>{say(STORED)}</h2><ul>{''.join(lines)}</ul>".encode()


def _hidden(say: Callable[..., str]) -> Iterator[bytes]:
    """What is kept, and in no copy."""
    lines = []
    for table in presenting.tables().values():
        for name in table.hidden:
            declared = table.declaration.fields[name]
            label = getattr(declared, "text", None)
            if label is not None:
                lines.append(f"<li>{say(label)}<small>{say(table.name)}</small></li>")
    reasons = dict.fromkeys(why for table in presenting.tables().values() for why in table.hidden.values())
    yield f"<h2>{say(HIDDEN)}</h2>".encode()
    yield "".join(f'<p class="soft">{_sentence(say(why))}</p>' for why in reasons).encode()
    yield f"<ul>{''.join(dict.fromkeys(lines))}</ul>".encode()


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _size(count: int) -> str:
    size = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"


def _head(title: str, language: Language) -> bytes:
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f'<meta name="referrer" content="no-referrer"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body><main>\n"
    ).encode()


_FOOT = b"</main></body></html>\n"
