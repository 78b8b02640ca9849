import { Button, Modal, TextInput } from "@mantine/core";
import { IconStopwatch } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "@/ui";
import { useCall } from "../../../frame/CallContext";
import classes from "../talk.module.css";
import { face, secondsLeft } from "./countdown";
import { setTimer, stopTimer, useTimer } from "./timer";

// Long enough for everybody to have seen that it is over.
const OVER_FOR = 30_000;
const PRESETS = [1, 3, 5, 10, 15, 30];

export function TimerBadge() {
  const { t } = useTranslation();
  const { room, announce, toast } = useCall();
  const timer = useTimer(room);
  const [now, setNow] = useState(Date.now);
  const running = timer !== null && now < timer.endsAt + OVER_FOR;
  const wasRunning = useRef(false);
  useEffect(() => {
    setNow(Date.now());
    if (!timer) return;
    const beat = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(beat);
  }, [timer]);
  const left = timer ? secondsLeft(timer, now) : 0;
  useEffect(() => {
    if (timer && wasRunning.current && left === 0) {
      announce(t("talk.timer.over"));
      toast({ id: "timer", text: t("talk.timer.over") });
    }
    wasRunning.current = timer !== null && left > 0;
  }, [timer, left, announce, t, toast]);
  if (!running) return null;
  return (
    <span
      className={classes.badge}
      role="timer"
      aria-label={t("talk.timer.left")}
      data-over={left === 0 || undefined}
      data-testid="timer-badge"
    >
      <IconStopwatch size={18} stroke={1.5} aria-hidden />
      <span className={classes.digits}>{left > 0 ? face(left) : t("talk.timer.over")}</span>
    </span>
  );
}

export function TimerDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("talk.timer.title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Choice onClose={onClose} />
    </Modal>
  );
}

function Choice({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { code, room } = useCall();
  const timer = useTimer(room);
  const [minutes, setMinutes] = useState("5");
  const begin = useMutation({
    mutationFn: (each: number) => setTimer(code, Math.round(each * 60)),
    onSuccess: onClose,
  });
  const stop = useMutation({ mutationFn: () => stopTimer(code), onSuccess: onClose });
  const typed = Number(minutes.replace(",", "."));
  const usable = typed >= 0.1 && typed <= 720;
  return (
    <form
      className={classes.timerForm}
      onSubmit={(event) => {
        event.preventDefault();
        if (usable) begin.mutate(typed);
      }}
    >
      <div className={classes.presets}>
        {PRESETS.map((each) => (
          <Button key={each} variant="default" onClick={() => begin.mutate(each)} data-testid={`timer-${each}`}>
            {t("talk.timer.minutes", { count: each })}
          </Button>
        ))}
      </div>
      <TextInput
        label={t("talk.timer.other")}
        inputMode="decimal"
        value={minutes}
        onChange={(event) => setMinutes(event.currentTarget.value)}
        error={usable ? undefined : t("talk.timer.range")}
      />
      <ProblemNote error={begin.error ?? stop.error} />
      <div className={classes.buttons}>
        {timer ? (
          <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate()} data-testid="timer-stop">
            {t("talk.timer.stop")}
          </Button>
        ) : null}
        <Button type="submit" disabled={!usable} loading={begin.isPending} data-testid="timer-start">
          {t("talk.timer.start")}
        </Button>
      </div>
    </form>
  );
}
