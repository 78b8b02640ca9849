import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCall } from "../../frame/CallContext";
import { hosts } from "../../frame/roomState";
import { useMembers } from "../../useMembers";
import classes from "./hosting.module.css";
import { LobbyQueue } from "./LobbyQueue";
import { PersonRow } from "./PersonRow";
import { RULES } from "./RulesDialog";
import { muteAll } from "./requests";
import { useDoing } from "./useDoing";

export function PeoplePanel() {
  const { t } = useTranslation();
  const { code, role, openDialog, toast, told } = useCall();
  const members = useMembers();
  const doing = useDoing();
  const leads = hosts(role);
  return (
    <>
      {leads ? <LobbyQueue /> : null}
      <ul className={classes.people}>
        {members.map((member) => (
          <PersonRow key={member.identity} member={member} />
        ))}
      </ul>
      {leads ? (
        <div className={classes.foot}>
          <Button
            variant="default"
            onClick={() =>
              void doing(muteAll(code, told.rules.unmute === "all"), () => toast({ text: t("hosting.mutedAll") }))
            }
            data-testid="mute-all"
          >
            {t("hosting.muteAll")}
          </Button>
          <Button variant="default" onClick={() => openDialog(RULES)} data-testid="open-rules">
            {t("hosting.rules")}
          </Button>
        </div>
      ) : null}
    </>
  );
}
