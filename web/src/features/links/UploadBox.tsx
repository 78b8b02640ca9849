import { Button } from "@mantine/core";
import { IconCheck, IconUpload } from "@tabler/icons-react";
import { type DragEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { fileSize } from "@/features/cloud/fileSize";
import { fromDrop, fromInput, type PickedAll } from "@/features/cloud/uploads/walk";
import { ProblemNote, uuid } from "@/ui";
import classes from "./links.module.css";
import { uploadByLink } from "./upload";

interface Sent {
  id: string;
  file: File;
  /** Below the folder it is put into, where it came in a folder of its own. */
  path: string;
  share: number;
  state: "sending" | "done" | "failed";
  problem?: unknown;
}

interface Props {
  token: string;
  node: string;
  pass: string;
  /** A drop box: what was put in is not seen again, so that it says that it arrived. */
  thanks?: boolean;
  onArrived?: () => void;
}

export function UploadBox({ token, node, pass, thanks = false, onArrived }: Props) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [sent, setSent] = useState<Sent[]>([]);
  const change = (id: string, to: Partial<Sent>) =>
    setSent((all) => all.map((each) => (each.id === id ? { ...each, ...to } : each)));
  const begin = async ({ id, file, path }: Sent) => {
    change(id, { state: "sending", problem: undefined });
    try {
      await uploadByLink({ token, pass, node, file, path, onProgress: (share) => change(id, { share }) });
      change(id, { state: "done", share: 1 });
      onArrived?.();
    } catch (problem) {
      change(id, { state: "failed", problem });
    }
  };
  const send = async ({ files }: PickedAll) => {
    const fresh = files.map(({ file, path }): Sent => ({ id: uuid(), file, path, share: 0, state: "sending" }));
    setSent((all) => [...all, ...fresh]);
    // One after the other: a visitor's line is seldom the server's.
    for (const each of fresh) await begin(each);
  };
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    await send(await fromDrop(event.dataTransfer));
  };
  const arrived = sent.length > 0 && sent.every((each) => each.state === "done");
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for a pointer; the button within does the same by keyboard
    <section className={classes.box} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <IconUpload size={28} stroke={1.5} aria-hidden />
      <p>{t("links.uploadText")}</p>
      <Button onClick={() => input.current?.click()}>{t("links.choose")}</Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          void send(fromInput(event.currentTarget.files ?? []));
          event.currentTarget.value = "";
        }}
        data-testid="link-files"
      />
      <ul className={classes.sent} aria-live="polite">
        {sent.map((each) => (
          <li key={each.id}>
            <bdi>{each.path}</bdi>
            <small>{fileSize(each.file.size)}</small>
            {each.state === "sending" ? <progress value={each.share} max={1} aria-label={each.file.name} /> : null}
            {each.state === "done" ? <IconCheck size={18} stroke={1.5} aria-label={t("links.arrived")} /> : null}
            {each.state === "failed" ? (
              <>
                <Button
                  variant="default"
                  size="compact-sm"
                  aria-label={t("links.retry", { name: each.file.name })}
                  onClick={() => void begin(each)}
                >
                  {t("common.retry")}
                </Button>
                <ProblemNote error={each.problem} />
              </>
            ) : null}
          </li>
        ))}
      </ul>
      {thanks && arrived ? (
        <p role="status" data-testid="thanks">
          {t("links.thanks")}
        </p>
      ) : null}
    </section>
  );
}
