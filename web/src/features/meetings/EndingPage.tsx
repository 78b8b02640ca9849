import { Button } from "@mantine/core";
import { IconCalendarX, IconDoorExit, IconPlugConnectedX, IconUserX, IconWindowMinimize } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { usePerson } from "@/features/accounts/session";
import { LinkButton, ProblemNote, StatePage } from "@/ui";
import type { Ending } from "./call";

interface Props {
  code: string;
  ending: Ending;
  isHost: boolean;
  onRejoin: () => void;
}

const icons = {
  left: IconDoorExit,
  ended: IconCalendarX,
  duplicate: IconWindowMinimize,
  removed: IconUserX,
  lost: IconPlugConnectedX,
};

export function EndingPage({ code, ending, isHost, onRejoin }: Props) {
  const { t } = useTranslation();
  const person = usePerson();
  const titles = {
    left: t("ending.leftTitle"),
    ended: isHost ? t("ending.endedByYouTitle") : t("ending.endedTitle"),
    duplicate: t("ending.duplicateTitle"),
    removed: t("ending.removedTitle"),
    lost: t("ending.lostTitle"),
  };
  const texts = {
    left: t("ending.leftText"),
    ended: t("ending.endedText"),
    duplicate: t("ending.duplicateText"),
    removed: t("ending.removedText"),
    lost: ending.blocked ? t("ending.blockedText") : t("ending.lostText"),
  };
  const Icon = icons[ending.kind];
  return (
    <StatePage
      icon={<Icon size={28} stroke={1.5} />}
      title={titles[ending.kind]}
      actions={
        <>
          {isHost || person ? (
            <LinkButton to="/meetings/$code" params={{ code }} variant="default">
              {isHost ? t("ending.attendance") : t("summary.page")}
            </LinkButton>
          ) : (
            <LinkButton to="/" variant="default">
              {t("common.home")}
            </LinkButton>
          )}
          {ending.kind === "ended" || ending.kind === "removed" ? null : (
            <Button onClick={onRejoin} data-testid="rejoin">
              {ending.kind === "duplicate" ? t("ending.rejoinHere") : t("ending.rejoin")}
            </Button>
          )}
        </>
      }
    >
      <p>{texts[ending.kind]}</p>
      {ending.problem ? <ProblemNote error={ending.problem} /> : null}
    </StatePage>
  );
}
