import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconX } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { usePerson } from "@/features/accounts";
import { duration } from "@/ui";
import { read, subscribe } from "@/ui/storage";
import { fileSize } from "../fileSize";
import { refreshDrive } from "../queries";
import { ConflictDialog } from "./ConflictDialog";
import { keptOf } from "./kept";
import { cancelAll, clearOver, goAll, isBusy, isOver, leave, pauseAll } from "./queue";
import { InterruptedLine, UploadLine } from "./UploadLine";
import classes from "./uploads.module.css";
import { useQueue } from "./useQueue";

const LINE = 60;
/** Many small files arrive one right after the other; the lists are asked for again when there is a gap. */
const REFRESH_AFTER = 300;

/** All that is on its way, in a corner of every page; what an earlier page left behind as well. */
export function Tray() {
  const { t } = useTranslation();
  const person = usePerson()?.id ?? null;
  const { items, conflicts, rate } = useQueue();
  const [closed, setClosed] = useState(false);
  const arrived = items.filter((item) => item.state === "done").length;
  useRefreshing(arrived);
  useEffect(() => leave(person), [person]);
  const text = useSyncExternalStore(subscribe, () => read("uploads"));
  const mine = new Set(items.filter((item) => !isOver(item.state)).map((item) => `${item.parent} ${item.path}`));
  const interrupted =
    person && text ? keptOf(person).filter(([, kept]) => !mine.has(`${kept.parent} ${kept.path || kept.name}`)) : [];
  if (items.length === 0 && interrupted.length === 0) return null;

  const total = items.reduce((sum, item) => sum + item.file.size, 0);
  const sent = items.reduce((sum, item) => sum + (isOver(item.state) ? item.file.size : item.sent), 0);
  const busy = items.filter((item) => isBusy(item.state)).length;
  const left = items.filter((item) => !isOver(item.state)).length;
  const stopped = items.some((item) => item.state === "paused" || item.state === "failed");
  const failed = items.filter((item) => item.state === "failed").length;
  const title =
    busy > 0
      ? t("cloud.tray.uploading", { count: busy })
      : left > 0
        ? t("cloud.tray.waiting", { count: left })
        : items.length > 0
          ? t("cloud.tray.done", { count: arrived })
          : t("cloud.tray.interrupted", { count: interrupted.length });
  return (
    <section className={classes.tray} aria-label={t("cloud.tray.label")} data-testid="tray">
      <header>
        <div className={classes.summary}>
          <strong aria-live="polite" data-testid="tray-title">
            {title}
          </strong>
          {busy > 0 ? (
            <span data-testid="tray-rate">
              {rate
                ? t("cloud.tray.rate", { rate: fileSize(rate), left: duration((total - sent) / rate) })
                : t("cloud.tray.progress", { sent: fileSize(sent), total: fileSize(total) })}
            </span>
          ) : failed > 0 ? (
            <span>{t("cloud.tray.failed", { count: failed })}</span>
          ) : null}
        </div>
        <Tooltip label={t(closed ? "cloud.tray.open" : "cloud.tray.close")}>
          <ActionIcon
            variant="subtle"
            color="gray"
            c="inherit"
            size={36}
            aria-expanded={!closed}
            aria-label={t(closed ? "cloud.tray.open" : "cloud.tray.close")}
            onClick={() => setClosed(!closed)}
          >
            {closed ? <IconChevronUp size={20} stroke={1.5} /> : <IconChevronDown size={20} stroke={1.5} />}
          </ActionIcon>
        </Tooltip>
        {busy === 0 && items.length > 0 && left === failed ? (
          <Tooltip label={t("cloud.tray.putAway")}>
            <ActionIcon
              variant="subtle"
              color="gray"
              c="inherit"
              size={36}
              aria-label={t("cloud.tray.putAway")}
              onClick={clearOver}
              data-testid="tray-away"
            >
              <IconX size={20} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        ) : null}
      </header>
      {busy > 0 ? <Bar share={total > 0 ? sent / total : 0} label={title} /> : null}
      {closed ? null : (
        <>
          {left > 1 || (left > 0 && stopped) ? (
            <div className={classes.all}>
              {busy > 0 ? (
                <Button variant="subtle" size="sm" onClick={pauseAll}>
                  {t("cloud.tray.pauseAll")}
                </Button>
              ) : null}
              {stopped ? (
                <Button variant="subtle" size="sm" onClick={goAll}>
                  {t("cloud.tray.goAll")}
                </Button>
              ) : null}
              <Button variant="subtle" size="sm" onClick={cancelAll}>
                {t("cloud.tray.cancelAll")}
              </Button>
            </div>
          ) : null}
          <Lines />
          {interrupted.length > 0 ? (
            <ul className={classes.interrupted}>
              {interrupted.map(([key, kept]) => (
                <InterruptedLine key={key} name={key} kept={kept} person={person ?? ""} />
              ))}
            </ul>
          ) : null}
        </>
      )}
      {conflicts.waiting[0] ? <ConflictDialog key={conflicts.waiting[0].id} conflicts={conflicts} /> : null}
    </section>
  );
}

function Lines() {
  const { items } = useQueue();
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 4,
  });
  return (
    <div ref={scroller} className={classes.lines}>
      <ul style={{ height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map((line) => {
          const item = items[line.index];
          return item ? (
            <li key={item.id} style={{ transform: `translateY(${line.start}px)`, height: LINE }}>
              <UploadLine item={item} />
            </li>
          ) : null;
        })}
      </ul>
    </div>
  );
}

export function Bar({ share, label }: { share: number; label: string }) {
  const percent = Math.round(share * 100);
  return (
    <div
      className={classes.bar}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <span style={{ inlineSize: `${share * 100}%` }} />
    </div>
  );
}

/** Whenever more has arrived; the first may be there before this is. */
function useRefreshing(arrived: number) {
  const client = useQueryClient();
  useEffect(() => {
    if (arrived === 0) return;
    const timer = setTimeout(() => void refreshDrive(client), REFRESH_AFTER);
    return () => clearTimeout(timer);
  }, [client, arrived]);
}
