import { Button, Tooltip } from "@mantine/core";
import {
  type Icon,
  IconDeviceLaptop,
  IconDeviceMobile,
  IconDeviceTablet,
  IconShieldCheck,
  IconWorld,
} from "@tabler/icons-react";
import { Trans, useTranslation } from "react-i18next";
import { Moment } from "@/ui";
import type { SessionRow } from "./queries";
import classes from "./sessions.module.css";

const icons: [RegExp, Icon][] = [
  [/iPhone|Android|HarmonyOS/, IconDeviceMobile],
  [/iPad/, IconDeviceTablet],
  [/./, IconDeviceLaptop],
];

export function SessionItem({ session, onEnd }: { session: SessionRow; onEnd: () => void }) {
  const { t } = useTranslation();
  const device = session.device || t("sessions.unknown");
  const DeviceIcon = icons.find(([system]) => system.test(session.device))?.[1] ?? IconWorld;
  return (
    <li className={classes.row} data-testid="session">
      <DeviceIcon size={24} stroke={1.5} aria-hidden className={classes.device} />
      <div className={classes.main}>
        <span className={classes.name}>
          {device}
          {session.current ? <span className={classes.badge}>{t("sessions.current")}</span> : null}
          {session.second_factor ? (
            <Tooltip label={t("sessions.secondFactor")}>
              <IconShieldCheck
                size={18}
                stroke={1.5}
                role="img"
                aria-label={t("sessions.secondFactor")}
                className={classes.proved}
              />
            </Tooltip>
          ) : null}
        </span>
        <span className={classes.soft}>
          <Trans i18nKey="sessions.signedIn" components={{ when: <Moment at={session.created_at} /> }} />
          {session.current ? null : (
            <>
              {" · "}
              <Trans i18nKey="sessions.lastUsed" components={{ when: <Moment at={session.seen_at} /> }} />
            </>
          )}
        </span>
      </div>
      {session.current ? null : (
        <Button
          variant="subtle"
          color="heron"
          onClick={onEnd}
          aria-label={t("sessions.endLabel", { device })}
          data-testid="end-session"
        >
          {t("sessions.end")}
        </Button>
      )}
    </li>
  );
}
