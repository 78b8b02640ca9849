import { ActionIcon, FocusTrap, Portal, Tooltip } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconFileOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api";
import { StatePage, useReturnedFocus, useStage, useSwipe, useTitle } from "@/ui";
import { Content } from "./Content";
import { DRIVE, type Shown, type Source } from "./entry";
import { kindOf } from "./kinds";
import { useViewerKeys } from "./useViewerKeys";
import { ViewerHead } from "./ViewerHead";
import classes from "./viewer.module.css";
import { Waiting } from "./Waiting";

const ShareDialog = lazy(() => import("../sharing/ShareDialog").then((part) => ({ default: part.ShareDialog })));
const DetailsPanel = lazy(() => import("../details/DetailsPanel").then((part) => ({ default: part.DetailsPanel })));

export interface ViewerProps {
  /** What the arrows lead through, as listed; folders are passed over. */
  entries: Shown[];
  openId: string;
  onOpen: (id: string) => void;
  onClose: () => void;
  /** Where contents come from; of the drive there are details and sharing as well. */
  source?: Source;
}

/** One file on the whole screen. Which one is the caller's address. */
export function Viewer({ entries, openId, onOpen, onClose, source = DRIVE }: ViewerProps) {
  const { t } = useTranslation();
  const [aside, setAside] = useState(false);
  const [sharing, setSharing] = useState(false);
  const [version, setVersion] = useState<Shown | null>(null);
  useStage();
  useReturnedFocus();
  useStillPage();

  const files = entries.filter((entry) => !entry.is_folder);
  const at = files.findIndex((entry) => entry.id === openId);
  const known = files[at];
  // An address sent to somebody names a file that need not be on the first page of the list.
  const asked = useQuery({
    queryKey: ["cloud", "node", openId],
    queryFn: () => unwrap<Shown>(api.GET("/api/v1/cloud/nodes/{node_id}", { params: { path: { node_id: openId } } })),
    enabled: !known && source === DRIVE,
  });
  const entry = known ?? asked.data;
  const shown = version?.id === openId ? version : entry;
  useTitle(entry?.name ?? "");

  const step = (by: 1 | -1) => {
    const next = at < 0 ? undefined : files[at + by];
    if (!next) return;
    setVersion(null);
    onOpen(next.id);
  };
  useNeighbours(files, at, source);
  const swipe = useSwipe(step, "[data-zoomed], video, audio");
  const own = source === DRIVE;
  const onKeyDown = useViewerKeys(
    [
      { keys: ["arrowleft"], label: t("preview.previous"), run: () => step(-1) },
      { keys: ["arrowright"], label: t("preview.next"), run: () => step(1) },
      ...(own ? [{ keys: ["i"], label: t("preview.details"), run: () => setAside((open) => !open) }] : []),
    ],
    () => (aside ? setAside(false) : onClose()),
  );

  return (
    <Portal>
      <FocusTrap active={!sharing}>
        <div
          onKeyDown={onKeyDown}
          className={classes.viewer}
          role="dialog"
          aria-modal="true"
          aria-label={entry?.name ?? t("preview.loading")}
          tabIndex={-1}
          data-autofocus
          data-testid="viewer"
        >
          <ViewerHead
            entry={entry}
            download={shown ? source.download(shown) : undefined}
            version={version?.id === openId ? version.modified_at : null}
            onCurrent={() => setVersion(null)}
            place={files.length > 1 && at >= 0 ? { at: at + 1, of: files.length } : null}
            onShare={own ? () => setSharing(true) : undefined}
            onDetails={own ? () => setAside(!aside) : undefined}
            detailed={aside}
            onClose={onClose}
          />
          <div className={classes.body}>
            <div className={classes.stage} {...swipe}>
              {shown ? (
                <Content key={`${shown.id}/${shown.version}`} entry={shown} source={source} />
              ) : asked.isFetching ? (
                <Waiting />
              ) : (
                <StatePage scale="block" icon={<IconFileOff size={28} stroke={1.5} />} title={t("preview.gone")}>
                  <p>{t("preview.goneText")}</p>
                </StatePage>
              )}
              <Turn side="left" label={t("preview.previous")} shown={at > 0} onClick={() => step(-1)} />
              <Turn
                side="right"
                label={t("preview.next")}
                shown={at >= 0 && at < files.length - 1}
                onClick={() => step(1)}
              />
            </div>
            {aside && entry ? (
              <aside className={classes.aside} aria-label={t("preview.details")}>
                <Suspense fallback={<Waiting />}>
                  <DetailsPanel node={entry.id} onPreview={setVersion} />
                </Suspense>
              </aside>
            ) : null}
          </div>
        </div>
      </FocusTrap>
      {sharing && entry ? (
        <Suspense fallback={null}>
          <ShareDialog node={entry.id} name={entry.name} onClose={() => setSharing(false)} />
        </Suspense>
      ) : null}
    </Portal>
  );
}

interface TurnProps {
  side: "left" | "right";
  label: string;
  shown: boolean;
  onClick: () => void;
}

function Turn({ side, label, shown, onClick }: TurnProps) {
  if (!shown) return null;
  const Icon = side === "left" ? IconChevronLeft : IconChevronRight;
  return (
    <Tooltip label={label}>
      <ActionIcon
        className={side === "left" ? classes.left : classes.right}
        variant="default"
        radius="xl"
        size={44}
        aria-label={label}
        onClick={onClick}
        data-testid={`turn-${side}`}
      >
        <Icon size={22} stroke={1.5} />
      </ActionIcon>
    </Tooltip>
  );
}

/** The page below stays where it is. */
function useStillPage() {
  useEffect(() => {
    const before = document.body.style.overflow;
    document.body.style.overflow = "hidden";
    return () => {
      document.body.style.overflow = before;
    };
  }, []);
}

/** The next picture is there when it is turned to. */
function useNeighbours(files: Shown[], at: number, source: Source) {
  const next = files[at + 1];
  const address = at >= 0 && next && kindOf(next) === "picture" ? source.inline(next) : null;
  useEffect(() => {
    if (!address) return;
    // After the one that is looked at.
    const timer = setTimeout(() => {
      new Image().src = address;
    }, 400);
    return () => clearTimeout(timer);
  }, [address]);
}
