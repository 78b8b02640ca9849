import { Button } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/ui";
import { useCall } from "../../frame/CallContext";
import frame from "../../frame/frame.module.css";
import { useParticipantChanges } from "../../stage/useParticipantChanges";
import { leaveBreakout } from "./requests";
import { useDoing } from "./useDoing";

/** Goes where the server says one belongs, and says where that is while it is a breakout room. */
export function BreakoutNotice() {
  const { t } = useTranslation();
  const { code, connection, room, state, told } = useCall();
  const doing = useDoing();
  useParticipantChanges(room.localParticipant);
  const wanted = room.localParticipant.attributes.room;
  const live = state.phase === "live";
  useEffect(() => {
    if (live && wanted && wanted !== room.name) void connection.move();
  }, [live, wanted, room, connection]);
  const here = told.breakouts.find(({ id }) => id === room.name);
  if (!here) return null;
  return (
    <div className={frame.notice} role="status" data-testid="breakout" data-name={here.name}>
      <span>
        <strong>{t("hosting.breakoutName", { name: here.name })}</strong>{" "}
        {told.recordingElsewhere ? t("hosting.recordedElsewhere") : t("hosting.notRecorded")}
      </span>
      {told.breakoutsUntil ? <TimeLeft until={told.breakoutsUntil} /> : null}
      <Button
        variant="default"
        size="compact-md"
        onClick={() => void doing(leaveBreakout(code))}
        data-testid="leave-breakout"
      >
        {t("hosting.backToAll")}
      </Button>
    </div>
  );
}

function TimeLeft({ until }: { until: string }) {
  const { t } = useTranslation();
  const now = useNow(5000);
  const minutes = Math.max(0, Math.ceil((Date.parse(until) - now) / 60_000));
  return <span data-testid="time-left">{t("hosting.minutesLeft", { count: minutes })}</span>;
}
