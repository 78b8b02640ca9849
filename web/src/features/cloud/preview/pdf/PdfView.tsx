import { Button, PasswordInput } from "@mantine/core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Shown, Source } from "../entry";
import { Broken } from "../Unshown";
import { usePinch } from "../usePinch";
import viewer from "../viewer.module.css";
import { Waiting } from "../Waiting";
import { ZoomBar } from "../ZoomBar";
import { PdfPage } from "./PdfPage";
import classes from "./pdf.module.css";
import { type Opened, usePdf } from "./usePdf";

const MINIMUM = 0.5;
const MAXIMUM = 5;
/** A page on a wide screen is not blown up beyond comfortable reading. */
const WIDEST = 900;

export function PdfView({ entry, source }: { entry: Shown; source: Source }) {
  const [attempt, setAttempt] = useState(0);
  const { state, unlock } = usePdf(source.inline(entry) + (attempt ? `#${attempt}` : ""));
  if (state.step === "loading") return <Waiting />;
  if (state.step === "password") return <Locked wrong={state.wrong} onPassword={unlock} />;
  if (state.step === "broken") {
    return <Broken entry={entry} source={source} onRetry={() => setAttempt(attempt + 1)} />;
  }
  return <Pages opened={state.opened} />;
}

function Pages({ opened }: { opened: Opened }) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(0);
  const [zoom, setZoom] = useState(1);
  const [at, setAt] = useState(1);
  const count = opened.pdf.numPages;

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setRoom(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const gutter = room < 600 ? 16 : 48;
  const fitted = Math.max(0.1, Math.min(room - gutter, WIDEST) / opened.width);
  const scale = fitted * zoom;
  const enlarge = (to: (old: number) => number) =>
    setZoom((old) => {
      const next = Math.min(MAXIMUM, Math.max(MINIMUM, to(old)));
      const element = scroller.current;
      // The same line stays in the middle.
      if (element) {
        const by = next / old;
        const middle = element.scrollTop + element.clientHeight / 2;
        requestAnimationFrame(() => {
          element.scrollTop = middle * by - element.clientHeight / 2;
        });
      }
      return next;
    });
  usePinch(scroller, (by) => enlarge((old) => old * by));
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard too */}
      <div ref={scroller} className={classes.scroller} tabIndex={0} data-zoomed={zoom > 1 || undefined}>
        {room > 0
          ? [...Array(count).keys()].map((index) => (
              <PdfPage
                key={index}
                opened={opened}
                number={index + 1}
                scale={scale}
                scroller={scroller}
                onSeen={setAt}
              />
            ))
          : null}
      </div>
      <ZoomBar zoom={zoom} minimum={MINIMUM} maximum={MAXIMUM} onZoom={(next) => enlarge(() => next)}>
        <span className={viewer.pages} data-testid="pages">
          {t("preview.place", { at, of: count })}
        </span>
      </ZoomBar>
    </>
  );
}

function Locked({ wrong, onPassword }: { wrong: boolean; onPassword: (password: string) => void }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password) onPassword(password);
  };
  return (
    <form className={classes.locked} onSubmit={submit}>
      <PasswordInput
        label={t("preview.locked")}
        description={t("preview.lockedText")}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={wrong ? t("preview.lockedWrong") : null}
        autoComplete="off"
        data-autofocus
      />
      <Button type="submit">{t("preview.open")}</Button>
    </form>
  );
}
