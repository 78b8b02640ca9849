import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconCheck, IconPlayerPause, IconPlayerPlay, IconRefresh, IconX } from "@tabler/icons-react";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { sentences } from "@/ui";
import { FileIcon } from "../FileIcon";
import { fileSize } from "../fileSize";
import { forget, type KeptUpload } from "./kept";
import { add, cancel, go, type Item, isBusy, isOver, pause } from "./queue";
import { Bar } from "./Tray";
import { terminate } from "./transfer";
import classes from "./uploads.module.css";

/** One file on its way: how far, why not, and what can be done about it. */
export function UploadLine({ item }: { item: Item }) {
  const { t } = useTranslation();
  const { file, state, sent, problem, id } = item;
  const said: Record<Item["state"], string> = {
    waiting: t("cloud.tray.state.waiting"),
    sending: t("cloud.tray.progress", { sent: fileSize(sent), total: fileSize(file.size) }),
    paused: t("cloud.tray.state.paused"),
    lost: t("cloud.tray.state.lost"),
    asking: t("cloud.tray.state.asking"),
    failed: problem ? sentences(problem.title, problem.detail) : t("problem.failed"),
    done: fileSize(file.size),
    skipped: t("cloud.tray.state.skipped"),
  };
  return (
    <div className={classes.line} data-testid="upload-line" data-name={file.name} data-state={state}>
      <FileIcon entry={{ is_folder: false, media_type: file.type }} />
      <div className={classes.what}>
        <bdi title={item.path}>{file.name}</bdi>
        <span className={state === "failed" ? classes.failed : undefined} title={said[state]}>
          {said[state]}
        </span>
        {state === "sending" || state === "paused" ? (
          <Bar share={file.size > 0 ? sent / file.size : 0} label={file.name} />
        ) : null}
      </div>
      {isBusy(state) ? (
        <Press label={t("cloud.tray.pause", { name: file.name })} onPress={() => pause(id)} test="pause">
          <IconPlayerPause size={18} stroke={1.5} />
        </Press>
      ) : null}
      {state === "paused" ? (
        <Press label={t("cloud.tray.go", { name: file.name })} onPress={() => go(id)} test="go">
          <IconPlayerPlay size={18} stroke={1.5} />
        </Press>
      ) : null}
      {state === "failed" || state === "lost" ? (
        <Press label={t("cloud.tray.retry", { name: file.name })} onPress={() => go(id)} test="retry">
          <IconRefresh size={18} stroke={1.5} />
        </Press>
      ) : null}
      {isOver(state) ? (
        state === "done" ? (
          <IconCheck size={20} stroke={1.5} className={classes.done} aria-hidden />
        ) : null
      ) : (
        <Press label={t("cloud.tray.cancel", { name: file.name })} onPress={() => cancel(id)} test="cancel">
          <IconX size={18} stroke={1.5} />
        </Press>
      )}
    </div>
  );
}

function Press({
  label,
  onPress,
  test,
  children,
}: {
  label: string;
  onPress: () => void;
  test: string;
  children: ReactNode;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        c="inherit"
        size={32}
        aria-label={label}
        onClick={onPress}
        data-testid={`upload-${test}`}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

interface InterruptedProps {
  /** Under which name it is kept. */
  name: string;
  kept: KeptUpload;
  person: string;
}

/** A closed page cannot read a file again: the person shows it once more, and it goes on where it stopped. */
export function InterruptedLine({ name, kept, person }: InterruptedProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [other, setOther] = useState(false);
  const choose = (file: File) => {
    if (file.name !== kept.name || file.size !== kept.size) return setOther(true);
    add([{ file, path: kept.path || kept.name }], person, kept.parent);
  };
  return (
    <li className={classes.line} data-testid="interrupted" data-name={kept.name}>
      <FileIcon entry={{ is_folder: false, media_type: "" }} />
      <div className={classes.what}>
        <bdi>{kept.name}</bdi>
        <span className={other ? classes.failed : undefined}>
          {t(other ? "cloud.tray.otherFile" : "cloud.tray.interruptedWhy")}
        </span>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (file) choose(file);
        }}
        data-testid="choose-again"
      />
      <Button variant="subtle" size="sm" onClick={() => input.current?.click()}>
        {t("cloud.tray.choose")}
      </Button>
      <Press
        label={t("cloud.tray.cancel", { name: kept.name })}
        onPress={() => {
          forget(name);
          void terminate(kept.url);
        }}
        test="forget"
      >
        <IconX size={18} stroke={1.5} />
      </Press>
    </li>
  );
}
