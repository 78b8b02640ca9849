import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Failed, ProblemNote, UndoToast, useTitle } from "@/ui";
import { useAddress, useShown } from "./address";
import { Beside } from "./Beside";
import barClasses from "./browse/bars.module.css";
import { ColumnHead } from "./browse/ColumnHead";
import { ContextMenu } from "./browse/ContextMenu";
import { EmptyList, ListSkeleton } from "./browse/EmptyList";
import { EntryList } from "./browse/EntryList";
import { Toolbar } from "./browse/Toolbar";
import classes from "./cloud.module.css";
import { DriveHead } from "./DriveHead";
import { Dialogs } from "./dialogs/Dialogs";
import { GivenPlace } from "./given/GivenPlace";
import { HiddenNote } from "./HiddenNote";
import { PLACES } from "./labels";
import { type Act, possible, type Situation } from "./model/commands";
import { cleared } from "./model/selection";
import { Places } from "./Places";
import { PlacesDrawer } from "./PlacesDrawer";
import { spacesQuery } from "./queries";
import type { Space } from "./types";
import { DropVeil } from "./uploads/DropVeil";
import { useUpload } from "./uploads/useUpload";
import { useActs } from "./useActs";
import { useDriveKeys } from "./useDriveKeys";
import { useEntries } from "./useEntries";
import { useNear, useTargets } from "./useFrame";
import { focusList, refocus, useSelected } from "./useSelected";
import { useSpaceName } from "./useSpaceName";

/** The drive: places to the side, what is in one of them, and what can be done with it. */
export function CloudPage() {
  const spaces = useQuery(spacesQuery);
  const { view } = useShown();
  if (spaces.data) return view === "given" ? <GivenPlace spaces={spaces.data} /> : <Drive spaces={spaces.data} />;
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
  const { near, home } = useNear(spaces);
  const folderId = shown.view === "folder" ? (shown.folder ?? home?.root ?? null) : null;
  const trashOf = shown.view === "trash" ? (spaces.find((each) => each.id === shown.space) ?? home ?? null) : null;
  const { entries, isPending, isPartial, error, retry, folder, hiddenCount } = useEntries(
    shown,
    folderId,
    trashOf,
    address.order,
  );
  const space = folder ? (spaces.find((each) => each.id === folder.space) ?? null) : (trashOf ?? home ?? null);
  const acts = useActs(folder?.id ?? null);
  const targets = useTargets(acts);

  const list = shown.view === "found" ? shown.list : "trash";
  const hidden = shown.view === "found" && shown.hidden;
  const page = shown.view === "folder" ? folderId : `${list} ${trashOf?.id ?? ""} ${hidden}`;
  const { selection, select, await: setAwaited } = useSelected(page, entries);
  const [menu, setMenu] = useState<{ x: number; y: number } | null>(null);
  const [placesOpened, setPlacesOpened] = useState(false);
  const view = shown.view === "given" ? "found" : shown.view;
  const role = folder?.role ?? trashOf?.role ?? (view === "found" ? "edit" : "view");
  const situation = useMemo<Situation>(
    () => ({
      view,
      role,
      received: list !== "shared" ? undefined : hidden ? "hidden" : "listed",
      chosen: entries.filter((entry) => selection.chosen.has(entry.id)),
    }),
    [view, role, list, hidden, entries, selection.chosen],
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
  const heading = view === "folder" ? path.at(-1)?.name : t(PLACES[list]);
  useTitle(heading ?? t("cloud.title"));
  const active = view === "folder" ? (space?.id ?? (folder ? "shared" : null)) : list;
  const uploadTo = folder && folder.role !== "view" ? folder : null;
  const picked = (files: File[]) => uploadTo && void upload.picked(files, uploadTo.id);
  useDriveKeys({
    covered: acts.dialog !== null || menu !== null || address.open !== null || placesOpened,
    situation,
    offered,
    entries,
    addTo: uploadTo?.id ?? null,
    acts,
    onAct: perform,
    onSelect: select,
  });

  const places = (onGone?: () => void) => (
    <Places spaces={near} current={space} active={active} onGone={onGone} {...targets} />
  );
  const isEmpty = !isPending && !error && entries.length === 0;
  return (
    <div className={classes.drive} data-wide data-details={address.details || undefined}>
      <div className={classes.side}>{places()}</div>
      <section className={classes.main} aria-label={heading}>
        <DriveHead
          heading={heading}
          path={view === "folder" ? path : null}
          here={space && view === "folder" ? nameOf(space) : heading}
          onPlaces={() => setPlacesOpened(true)}
          uploadTo={uploadTo?.id ?? null}
          onPicked={picked}
          onNewFolder={() => acts.setDialog({ kind: "newFolder" })}
          onEmpty={
            view === "trash" && entries.length > 0 && role === "manage" ? () => acts.setDialog({ kind: "empty" }) : null
          }
          {...targets}
        />
        {hidden || hiddenCount > 0 ? (
          <HiddenNote count={hiddenCount} shown={hidden} onShow={address.setHidden} />
        ) : null}
        {view === "trash" ? <p className={classes.lead}>{t("cloud.trash.lead")}</p> : null}
        <ProblemNote error={acts.problem} />
        {isEmpty || error ? null : (
          <div className={barClasses.bar2}>
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
              <ColumnHead view={view} />
            )}
          </div>
        )}
        {isPending ? <ListSkeleton /> : null}
        {error ? <Failed error={error} onRetry={retry} /> : null}
        {isEmpty ? <EmptyList shown={shown} canUpload={uploadTo !== null} onPicked={picked} /> : null}
        {entries.length > 0 ? (
          <EntryList
            key={page}
            label={heading ?? ""}
            view={view}
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
            onOpen={(entry) => view !== "trash" && perform({ kind: "open", entry })}
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
      {placesOpened ? (
        <PlacesDrawer onClose={() => setPlacesOpened(false)}>{places(() => setPlacesOpened(false))}</PlacesDrawer>
      ) : null}
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
