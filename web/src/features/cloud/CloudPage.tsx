import { Button, Drawer } from "@mantine/core";
import { IconChevronDown, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Failed, ProblemNote, UndoToast, useShortcuts, useTitle } from "@/ui";
import { useAddress, useShown } from "./address";
import { Beside } from "./Beside";
import { Breadcrumbs } from "./browse/Breadcrumbs";
import { ColumnHead } from "./browse/ColumnHead";
import { ContextMenu } from "./browse/ContextMenu";
import { EmptyList, ListSkeleton } from "./browse/EmptyList";
import { EntryList } from "./browse/EntryList";
import { HeadActions } from "./browse/HeadActions";
import { Toolbar } from "./browse/Toolbar";
import classes from "./cloud.module.css";
import { Dialogs } from "./dialogs/Dialogs";
import { PLACES } from "./labels";
import { type Act, possible, type Situation } from "./model/commands";
import { all, cleared, nothing, only, type Selection } from "./model/selection";
import { Places, useSpaceName } from "./Places";
import { spacesQuery } from "./queries";
import type { Space } from "./types";
import { DropVeil } from "./uploads/DropVeil";
import { useUpload } from "./uploads/useUpload";
import { useActs } from "./useActs";
import { useEntries } from "./useEntries";

/** The drive: places to the side, what is in one of them, and what can be done with it. */
export function CloudPage() {
  const spaces = useQuery(spacesQuery);
  if (spaces.data) return <Drive spaces={spaces.data} />;
  if (spaces.isError) return <Failed error={spaces.error} onRetry={() => spaces.refetch()} />;
  return (
    <div data-wide>
      <ListSkeleton />
    </div>
  );
}

function Drive({ spaces }: { spaces: Space[] }) {
  const { t } = useTranslation();
  const shown = useShown();
  const address = useAddress();
  const nameOf = useSpaceName();
  const upload = useUpload();
  const home = spaces.find((each) => (address.org ? each.organization === address.org : each.kind === "person"));
  const folderId = shown.view === "folder" ? (shown.folder ?? home?.root ?? null) : null;
  const trashOf = shown.view === "trash" ? (spaces.find((each) => each.id === shown.space) ?? home ?? null) : null;
  const { entries, isPending, isPartial, error, retry, folder } = useEntries(shown, folderId, trashOf, address.order);
  const space = folder ? (spaces.find((each) => each.id === folder.space) ?? null) : (trashOf ?? home ?? null);
  const acts = useActs(folder?.id ?? null);

  // Another page begins with nothing chosen, except what was made or looked for there.
  const page = shown.view === "folder" ? folderId : shown.view === "found" ? shown.list : `trash ${trashOf?.id}`;
  const [kept, setKept] = useState<{ page: string | null; selection: Selection }>({ page, selection: nothing });
  const [awaited, setAwaited] = useState<string | null>(null);
  const selection = kept.page === page ? kept.selection : nothing;
  const select = (change: (before: Selection) => Selection) =>
    setKept((before) => ({ page, selection: change(before.page === page ? before.selection : nothing) }));
  useEffect(() => {
    if (!awaited || !entries.some((entry) => entry.id === awaited)) return;
    setAwaited(null);
    setKept({ page, selection: only(awaited) });
    // After the dialog in which it was named has given the focus back.
    setTimeout(focusList);
  }, [awaited, entries, page]);

  const [menu, setMenu] = useState<{ x: number; y: number } | null>(null);
  const [placesOpened, setPlacesOpened] = useState(false);
  const role = folder?.role ?? trashOf?.role ?? (shown.view === "found" ? "edit" : "view");
  const situation = useMemo<Situation>(
    () => ({ view: shown.view, role, chosen: entries.filter((entry) => selection.chosen.has(entry.id)) }),
    [shown.view, role, entries, selection.chosen],
  );
  const offered = possible(situation);
  const perform = (act: Act) => {
    if (act.kind === "locate") setAwaited(act.entry.id);
    void acts.perform(act);
  };

  const spaceRoot = spaces.find((each) => each.root === folder?.path[0]?.id);
  const path = (folder?.path ?? []).map((place, index) =>
    index === 0 && spaceRoot ? { ...place, name: nameOf(spaceRoot) } : place,
  );
  const heading =
    shown.view === "folder" ? path.at(-1)?.name : t(PLACES[shown.view === "found" ? shown.list : "trash"]);
  useTitle(heading ?? t("cloud.title"));
  const active =
    shown.view === "found" ? shown.list : shown.view === "trash" ? "trash" : (space?.id ?? (folder ? "shared" : null));
  // A group's space is one of its organisation's.
  const near = spaces.filter((each) => (address.org ? each.organization === address.org : each.kind === "person"));
  const uploadTo = folder && folder.role !== "view" ? folder : null;
  const targets = {
    onMove: acts.moveTo,
    onFiles: (transfer: DataTransfer, target: string) => void upload.dropped(transfer, target),
  };

  // A dialog has keys of its own.
  const covered = acts.dialog !== null || menu !== null || address.open !== null || placesOpened;
  useShortcuts(
    covered
      ? []
      : [
          ...offered.flatMap(({ command, act }) =>
            command.key && command.id !== "open"
              ? [{ keys: [command.key], label: t(command.label), run: () => perform(act) }]
              : [],
          ),
          {
            keys: ["mod+a"],
            label: t("cloud.selectAll"),
            run: () =>
              select((before) =>
                all(
                  entries.map((entry) => entry.id),
                  before,
                ),
              ),
          },
          { keys: ["escape"], label: t("cloud.clearSelection"), run: () => select(cleared) },
          ...(uploadTo
            ? [{ keys: ["n"], label: t("cloud.newFolder"), run: () => acts.setDialog({ kind: "newFolder" }) }]
            : []),
          // The list's own keys, named so that `?` shows them: no key is called so, and none is taken from a button.
          { keys: ["↑", "↓"], label: t("cloud.goThrough"), run: () => undefined },
          { keys: ["↵"], label: t("cloud.act.open"), run: () => undefined },
        ],
  );

  const places = (onGone?: () => void) => (
    <Places spaces={near} current={space} active={active} onGone={onGone} {...targets} />
  );
  return (
    <div className={classes.drive} data-wide data-details={address.details || undefined}>
      <aside className={classes.side}>{places()}</aside>
      <section className={classes.main} aria-label={heading}>
        <header className={classes.head}>
          <Button
            variant="default"
            size="sm"
            className={classes.placesButton}
            rightSection={<IconChevronDown size={18} stroke={1.5} />}
            onClick={() => setPlacesOpened(true)}
            data-testid="open-places"
          >
            {space && shown.view === "folder" ? nameOf(space) : heading}
          </Button>
          {shown.view === "folder" ? (
            <Breadcrumbs path={path} {...targets} />
          ) : (
            <h1 className={`${classes.title} ${classes.alone}`}>{heading}</h1>
          )}
          <HeadActions
            uploadTo={uploadTo?.id ?? null}
            onPicked={(files) => uploadTo && void upload.picked(files, uploadTo.id)}
            onNewFolder={() => acts.setDialog({ kind: "newFolder" })}
          >
            {shown.view === "trash" && entries.length > 0 && role === "manage" ? (
              <Button
                variant="default"
                leftSection={<IconTrash size={18} stroke={1.5} />}
                onClick={() => acts.setDialog({ kind: "empty" })}
                data-testid="empty-trash"
              >
                {t("cloud.trash.empty")}
              </Button>
            ) : null}
          </HeadActions>
        </header>
        {shown.view === "trash" ? <p className={classes.lead}>{t("cloud.trash.lead")}</p> : null}
        <ProblemNote error={acts.problem} />
        <div className={classes.bar2}>
          {situation.chosen.length > 0 ? (
            <Toolbar
              count={situation.chosen.length}
              offered={offered}
              onAct={(act) => {
                perform(act);
                refocus();
              }}
              onClear={() => {
                select(cleared);
                refocus();
              }}
              onMore={setMenu}
            />
          ) : (
            <ColumnHead view={shown.view} />
          )}
        </div>
        {isPending ? <ListSkeleton /> : null}
        {error ? <Failed error={error} onRetry={retry} /> : null}
        {!isPending && !error && entries.length === 0 ? (
          <EmptyList
            shown={shown}
            canUpload={uploadTo !== null}
            onPicked={(files) => uploadTo && void upload.picked(files, uploadTo.id)}
          />
        ) : null}
        {entries.length > 0 ? (
          <EntryList
            key={page}
            label={heading ?? ""}
            view={shown.view}
            grid={address.grid}
            entries={entries}
            selection={selection}
            onSelect={select}
            renaming={acts.renaming}
            onRename={acts.renameTo}
            onRenamed={() => {
              acts.stopRenaming();
              focusList();
            }}
            onOpen={(entry) => shown.view !== "trash" && perform({ kind: "open", entry })}
            onMenu={setMenu}
            {...targets}
          />
        ) : null}
        {isPartial ? <p className={classes.lead}>{t("cloud.loadingMore")}</p> : null}
      </section>
      <Beside
        entries={entries}
        chosen={situation.chosen}
        folder={folder?.id ?? null}
        sharing={acts.dialog?.kind === "share" ? acts.dialog.entry : null}
        onSharingEnd={() => acts.setDialog(null)}
      />
      {menu && situation.chosen.length > 0 ? (
        <ContextMenu
          title={acts.named(situation.chosen)}
          at={menu}
          offered={offered}
          onAct={perform}
          onClose={() => {
            setMenu(null);
            refocus();
          }}
        />
      ) : null}
      <Drawer
        classNames={{ content: classes.fromBelow }}
        opened={placesOpened}
        onClose={() => setPlacesOpened(false)}
        position="bottom"
        size="auto"
        title={t("cloud.places")}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        {places(() => setPlacesOpened(false))}
      </Drawer>
      <Dialogs acts={acts} folder={folder?.id ?? null} trashOf={trashOf} onMade={setAwaited} />
      <DropVeil
        name={uploadTo ? (heading ?? null) : null}
        onFiles={(transfer) => uploadTo && void upload.dropped(transfer, uploadTo.id)}
      />
      {acts.toast ? (
        <UndoToast
          key={acts.toast.id}
          text={acts.toast.text}
          onUndo={acts.toast.undo}
          onGone={() => acts.setToast(null)}
        />
      ) : null}
    </div>
  );
}

const focusList = () => document.querySelector<HTMLElement>('[role="grid"]')?.focus({ preventScroll: true });

/** What was pressed may be gone with what it did: the keyboard goes on in the list. */
const refocus = () =>
  setTimeout(() => {
    if (document.activeElement === document.body) focusList();
  }, 200);
