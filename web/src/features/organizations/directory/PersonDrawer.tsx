import { Drawer, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Avatar, day, ProblemNote } from "@/ui";
import { useOrganization } from "../OrganizationLayout";
import { type Member, memberQuery, pictureOf } from "../queries";
import { roleName } from "../roles";
import classes from "./directory.module.css";
import { MemberForm } from "./MemberForm";
import { PersonName } from "./PersonRow";

/** One member: what the directory knows of them, and for administrators what they may change. */
export function PersonDrawer({ member, onClose }: { member: string | null; onClose: () => void }) {
  const { t } = useTranslation();
  const organization = useOrganization();
  const shown = useQuery({ ...memberQuery(organization.id, member ?? ""), enabled: member !== null });
  const person = shown.data;
  const changeable =
    organization.can_administer && person && (person.role !== "owner" || organization.role === "owner");
  return (
    <Drawer
      opened={member !== null}
      onClose={onClose}
      position="right"
      title={t("organizations.person.title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <ProblemNote error={shown.error} />
      {shown.isPending && member ? <Skeleton height={200} aria-busy /> : null}
      {person ? (
        <>
          <div className={classes.person}>
            <Avatar name={person.name} picture={pictureOf(person)} size={56} />
            <PersonName person={person} />
          </div>
          <dl className={classes.facts}>
            <dt>{t("organizations.person.role")}</dt>
            <dd>{roleName(t, person.role)}</dd>
            {organization.can_read_directory ? (
              <>
                <dt>{t("organizations.person.department")}</dt>
                <dd>{person.department?.name ?? t("organizations.person.noDepartment")}</dd>
              </>
            ) : null}
            {person.groups.length > 0 ? (
              <>
                <dt>{t("organizations.person.groups")}</dt>
                <dd>{person.groups.map((group) => group.name).join(t("common.comma"))}</dd>
              </>
            ) : null}
            <dt>{t("organizations.person.joined")}</dt>
            <dd>{day(person.joined_at)}</dd>
            {person.source ? (
              <>
                <dt>{t("organizations.person.source")}</dt>
                <dd>
                  <Source person={person} />
                </dd>
              </>
            ) : null}
          </dl>
          {changeable ? <MemberForm key={person.id} member={person} onDone={onClose} /> : null}
        </>
      ) : null}
    </Drawer>
  );
}

function Source({ person }: { person: Member }) {
  const { t } = useTranslation();
  const words: Record<string, string> = {
    founder: t("organizations.source.founder"),
    link: t("organizations.source.link"),
    phone: t("organizations.source.phone"),
    request: t("organizations.source.request"),
    import: t("organizations.source.import"),
    sso: t("organizations.source.sso"),
    scim: t("organizations.source.scim"),
  };
  const word = words[person.source ?? ""] ?? "";
  return (
    <>{person.source_detail ? t("organizations.source.detailed", { word, detail: person.source_detail }) : word}</>
  );
}
