import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Lobby } from "@/api";
import { useCall } from "../../frame/CallContext";
import classes from "./hosting.module.css";
import { lobbyQueue, settle, takeBack } from "./requests";
import { useDoing } from "./useDoing";

/** For those who lead: who waits, and who was kept out. Nothing while the lobby is empty. */
export function LobbyQueue() {
  const { code } = useCall();
  const { data } = useQuery(lobbyQueue(code));
  if (!data) return null;
  return (
    <>
      {data.total > 0 ? <WaitingList lobby={data} /> : null}
      {data.kept_out.length > 0 ? <KeptOut lobby={data} /> : null}
    </>
  );
}

function WaitingList({ lobby }: { lobby: Lobby }) {
  const { t } = useTranslation();
  const { code } = useCall();
  const doing = useDoing();
  const further = lobby.total - lobby.waiting.length;
  return (
    <section className={classes.queue} aria-label={t("hosting.lobby")} data-testid="lobby-queue">
      <div className={classes.queueHead}>
        <h3>{t("hosting.waitingCount", { count: lobby.total })}</h3>
        {lobby.total > 1 ? (
          <span className={classes.pair}>
            <Button variant="default" size="compact-md" onClick={() => void doing(settle(code, "deny"))}>
              {t("hosting.denyAll")}
            </Button>
            <Button size="compact-md" onClick={() => void doing(settle(code, "admit"))} data-testid="admit-all">
              {t("hosting.admitAll")}
            </Button>
          </span>
        ) : null}
      </div>
      <ul className={classes.people}>
        {lobby.waiting.map(({ id, nickname, is_guest }) => (
          <li key={id} data-testid="waiting-person">
            <span className={classes.who}>
              <bdi>{nickname}</bdi>
              <span className={classes.role}>{is_guest ? t("hosting.guestWaiting") : t("hosting.personWaiting")}</span>
            </span>
            <span className={classes.pair}>
              <Button
                variant="default"
                size="compact-md"
                aria-label={t("hosting.denyName", { name: nickname })}
                onClick={() => void doing(settle(code, "deny", [id]))}
                data-testid="deny"
              >
                {t("hosting.deny")}
              </Button>
              <Button
                size="compact-md"
                aria-label={t("hosting.admitName", { name: nickname })}
                onClick={() => void doing(settle(code, "admit", [id]))}
                data-testid="admit"
              >
                {t("hosting.admit")}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      {further > 0 ? <p className={classes.soft}>{t("hosting.further", { count: further })}</p> : null}
    </section>
  );
}

function KeptOut({ lobby }: { lobby: Lobby }) {
  const { t } = useTranslation();
  const { code } = useCall();
  const doing = useDoing();
  return (
    <details className={classes.queue} data-testid="kept-out">
      <summary>{t("hosting.keptOut", { count: lobby.kept_out.length })}</summary>
      <ul className={classes.people}>
        {lobby.kept_out.map(({ id, nickname }) => (
          <li key={id}>
            <span className={classes.who}>
              <bdi>{nickname}</bdi>
            </span>
            <Button
              variant="default"
              size="compact-md"
              aria-label={t("hosting.takeBackName", { name: nickname })}
              onClick={() => void doing(takeBack(code, id))}
              data-testid="take-back"
            >
              {t("hosting.takeBack")}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
