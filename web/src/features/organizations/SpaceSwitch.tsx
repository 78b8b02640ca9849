import { Menu, type MenuItemProps, UnstyledButton } from "@mantine/core";
import { IconBuilding, IconCheck, IconUser, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { createLink, useRouterState } from "@tanstack/react-router";
import { type AnchorHTMLAttributes, forwardRef } from "react";
import { useTranslation } from "react-i18next";
import { controllersQuery, mineQuery } from "./queries";
import { useSpace } from "./space";
import classes from "./space.module.css";

type ItemProps = MenuItemProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof MenuItemProps>;

const LinkItem = createLink(
  forwardRef<HTMLAnchorElement, ItemProps>(function LinkItem(props, ref) {
    return <Menu.Item component="a" ref={ref} {...props} />;
  }),
);

/** Personal or one of my organisations; each says who answers for the data in it. */
export function SpaceSwitch({ place }: { place: "rail" | "header" }) {
  const { t } = useTranslation();
  const space = useSpace();
  // Who is among their files looks for files in the other space too.
  const to = useRouterState({
    select: ({ location }) => (location.pathname.startsWith("/cloud") ? ("/cloud" as const) : ("/meetings" as const)),
  });
  const mine = useQuery(mineQuery);
  const controllers = useQuery(controllersQuery);
  const organizations = mine.data?.items ?? [];
  const current = organizations.find((each) => each.id === space);
  const answers = (id: string | null) => {
    const name = controllers.data?.items.find((each) => each.organization === id)?.name;
    return name ? t("space.answers", { name }) : id === null ? t("space.operatorAnswers") : "";
  };
  const name = space === null ? t("space.personal") : (current?.name ?? t("space.organization"));
  const Icon = space === null ? IconUser : IconBuilding;
  const tick = <IconCheck size={18} stroke={1.5} />;
  return (
    <Menu position={place === "rail" ? "right-end" : "bottom-end"} width={280}>
      <Menu.Target>
        <UnstyledButton
          className={`${classes.switch} ${place === "rail" ? classes.inRail : classes.inHeader}`}
          aria-label={`${t("space.label")}: ${name}. ${answers(space)}`}
          title={answers(space)}
          data-testid={`space-${place}`}
        >
          <Icon size={22} stroke={1.5} aria-hidden />
          <span>{name}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("space.label")}</Menu.Label>
        <LinkItem
          to={to}
          leftSection={<IconUser size={18} stroke={1.5} />}
          rightSection={space === null ? tick : null}
          data-testid="space-personal"
        >
          <Choice name={t("space.personal")} answers={answers(null)} />
        </LinkItem>
        {organizations.map((each) => (
          <LinkItem
            key={each.id}
            to={to}
            search={{ org: each.id }}
            leftSection={<IconBuilding size={18} stroke={1.5} />}
            rightSection={space === each.id ? tick : null}
            data-testid="space-organization"
          >
            <Choice name={each.name} answers={answers(each.id)} />
          </LinkItem>
        ))}
        <Menu.Divider />
        <LinkItem to="/organizations" leftSection={<IconUsers size={18} stroke={1.5} />}>
          {t("space.all")}
        </LinkItem>
      </Menu.Dropdown>
    </Menu>
  );
}

function Choice({ name, answers }: { name: string; answers: string }) {
  return (
    <span className={classes.choice}>
      <bdi>{name}</bdi>
      {answers ? <span>{answers}</span> : null}
    </span>
  );
}
