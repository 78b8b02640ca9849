import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { useAddress } from "./address";
import { type Carried, carried, carry } from "./model/clipboard";
import type { Act } from "./model/commands";
import {
  copy,
  hide as hideReceived,
  leave,
  mark,
  move,
  purge,
  refreshDrive,
  rename,
  restore,
  toTrash,
} from "./queries";
import type { EntriesPage, Entry } from "./types";

export interface Toast {
  id: number;
  text: string;
  undo: (() => Promise<unknown>) | null;
}

export type Dialog =
  | { kind: "move" | "copy" | "purge"; entries: readonly Entry[] }
  | { kind: "leave"; entry: Entry }
  | { kind: "taken"; entries: readonly Entry[]; folder: string }
  | { kind: "share"; entry: Entry }
  | { kind: "newFolder" | "empty" };

/** Does what a command says. `folder`: the one that is shown, if one is. */
export function useActs(folder: string | null) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const address = useAddress();
  const [toast, setToast] = useState<Toast | null>(null);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const count = useRef(0);

  const say = (text: string, undo: Toast["undo"]) => {
    count.current += 1;
    setToast({ id: count.current, text, undo });
  };
  const named = (entries: readonly Entry[]) =>
    entries.length === 1 ? t("cloud.quoted", { name: entries[0]?.name }) : t("cloud.items", { count: entries.length });

  /** Gone from the folder before the server has answered: waiting for it would make each act feel slow. */
  const hide = (entries: readonly Entry[]) => {
    const ids = new Set(entries.map((entry) => entry.id));
    client.setQueriesData<InfiniteData<EntriesPage>>(
      { queryKey: ["cloud", "children"] },
      (data) =>
        data && {
          ...data,
          pages: data.pages.map((page) => ({ ...page, items: page.items.filter((item) => !ids.has(item.id)) })),
        },
    );
  };

  /** One after the other, since each waits for the space's lock anyway; the first refusal is told, the rest still done. */
  const forAll = async (entries: readonly Entry[], act: (entry: Entry) => Promise<unknown>) => {
    setProblem(null);
    const done: Entry[] = [];
    const taken: Entry[] = [];
    for (const entry of entries) {
      try {
        await act(entry);
        done.push(entry);
      } catch (error) {
        if (isProblem(error, "file-name-taken")) taken.push(entry);
        else setProblem((before: unknown) => before ?? error);
      }
    }
    // Not waited for: the way back is offered at once, also beside a folder of ten thousand.
    void refreshDrive(client);
    return { done, taken };
  };

  const undoing = (entries: readonly Entry[], act: (entry: Entry) => Promise<unknown>) => async () => {
    setToast(null);
    await forAll(entries, act);
  };

  const moveTo = async (entries: readonly Entry[], target: string, keepBoth = false) => {
    const going = entries.filter((entry) => entry.id !== target && (entry.place?.id ?? folder) !== target);
    if (going.length === 0) return;
    // Where each was; null where the person may not open that.
    const from = new Map(going.map((entry) => [entry.id, entry.place?.id ?? folder]));
    hide(going);
    const { done, taken } = await forAll(going, (entry) => move(entry.id, target, { keepBoth }));
    if (taken.length > 0) setDialog({ kind: "taken", entries: taken, folder: target });
    if (done.length === 0) return;
    const back = done.filter((entry) => from.get(entry.id));
    const undo = undoing(back, (entry) => move(entry.id, from.get(entry.id) ?? "", { name: entry.name }));
    say(t("cloud.moved", { what: named(done) }), back.length === done.length ? undo : null);
  };

  const copyTo = async (entries: readonly Entry[], target: string) => {
    const { done } = await forAll(entries, (entry) => copy(entry.id, target));
    if (done.length > 0) say(t("cloud.copied", { what: named(done) }), null);
  };

  const perform = async (act: Act) => {
    switch (act.kind) {
      case "open":
        return act.entry.is_folder
          ? navigate({ to: "/cloud/folders/$folder", params: { folder: act.entry.id }, search: address.carried })
          : address.setOpen(act.entry.id);
      case "locate":
        return act.entry.place
          ? navigate({ to: "/cloud/folders/$folder", params: { folder: act.entry.place.id }, search: address.carried })
          : undefined;
      case "details":
        return address.setDetails(true);
      case "rename":
        return setRenaming(act.entry.id);
      case "share":
      case "leave":
        return setDialog({ kind: act.kind, entry: act.entry });
      case "move":
      case "copy":
      case "purge":
        return setDialog({ kind: act.kind, entries: act.entries });
      case "download":
        return download(act.entries);
      case "favourite":
        return void (await forAll(act.entries, (entry) => mark(entry.id, act.on)));
      case "hide": {
        const { done } = await forAll(act.entries, (entry) => hideReceived(entry.id, act.on));
        if (done.length > 0)
          say(
            t(act.on ? "cloud.hidden.done" : "cloud.hidden.undone", { what: named(done) }),
            undoing(done, (entry) => hideReceived(entry.id, !act.on)),
          );
        return;
      }
      case "restore": {
        const { done } = await forAll(act.entries, (entry) => restore(entry.id));
        if (done.length > 0)
          say(
            t("cloud.restored", { what: named(done) }),
            undoing(done, (entry) => toTrash(entry.id)),
          );
        return;
      }
      case "trash": {
        hide(act.entries);
        const { done } = await forAll(act.entries, (entry) => toTrash(entry.id));
        if (done.length > 0)
          say(
            t("cloud.trashed", { what: named(done) }),
            undoing(done, (entry) => restore(entry.id)),
          );
        return;
      }
    }
  };

  return {
    perform,
    moveTo,
    renameTo: async (entry: Entry, name: string) => {
      const changed = await rename(entry.id, name);
      await refreshDrive(client);
      say(
        t("cloud.renamed", { name: changed.name }),
        undoing([entry], () => rename(entry.id, entry.name)),
      );
    },
    copyTo,
    leaveOne: async (entry: Entry) => {
      await leave(entry.id);
      await refreshDrive(client);
      say(t("cloud.left", { what: named([entry]) }), null);
    },
    /** Kept for Ctrl-V, wherever that is pressed. */
    carry: (entries: readonly Entry[], how: Carried["how"]) => {
      if (entries.length === 0) return;
      carry({ how, entries: entries.map((entry) => ({ ...entry, place: entry.place ?? placeOf(folder) })) });
      say(t(how === "move" ? "cloud.cut" : "cloud.carried", { what: named(entries) }), null);
    },
    paste: async (target: string) => {
      const { how, entries } = carried();
      if (entries.length === 0) return;
      if (how === "copy") return copyTo(entries, target);
      carry({ how, entries: [] });
      await moveTo(entries, target);
    },
    purgeAll: async (entries: readonly Entry[]) => void (await forAll(entries, (entry) => purge(entry.id))),
    named,
    dialog,
    setDialog,
    toast,
    setToast,
    problem,
    renaming,
    stopRenaming: () => setRenaming(null),
  };
}

/** The browser's own download: it shows its progress, and goes on by itself. */
function download(entries: readonly Entry[]) {
  const [only] = entries;
  if (!only) return;
  const link = document.createElement("a");
  const query = new URLSearchParams(entries.map((entry) => ["node", entry.id]));
  link.href =
    entries.length > 1
      ? `/api/v1/cloud/archive?${query}`
      : `/api/v1/cloud/nodes/${only.id}/${only.is_folder ? "archive" : "content"}`;
  link.download = "";
  document.body.append(link);
  link.click();
  link.remove();
}

const placeOf = (folder: string | null) => (folder === null ? null : { id: folder, name: "" });
