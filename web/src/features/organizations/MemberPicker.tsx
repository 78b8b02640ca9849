import { Modal, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote, useReturnedFocus } from "@/ui";
import directory from "./directory/directory.module.css";
import { PersonRow } from "./directory/PersonRow";
import { useOrganization } from "./OrganizationLayout";
import classes from "./organizations.module.css";
import { type Person, peopleQuery } from "./queries";

interface Props {
  title: string;
  error: unknown;
  /** Already chosen: not offered again. */
  without?: ReadonlySet<string>;
  onChoose: (person: Person) => void;
  onClose: () => void;
}

/** Choose one of the organisation's people by name. */
export function MemberPicker({ title, error, without, onChoose, onClose }: Props) {
  const { t } = useTranslation();
  useReturnedFocus();
  const organization = useOrganization();
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), 200);
  const people = useInfiniteQuery({
    ...peopleQuery(organization.id, q ? { q } : {}),
    placeholderData: keepPreviousData,
  });
  const items = (people.data?.pages[0]?.items ?? []).filter((each) => each.active && !without?.has(each.id));
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("common.close") }}>
      <div className={classes.form}>
        <TextInput
          aria-label={t("organizations.directory.search")}
          placeholder={t("organizations.directory.search")}
          leftSection={<IconSearch size={18} stroke={1.5} />}
          value={typed}
          maxLength={100}
          onChange={(event) => setTyped(event.currentTarget.value)}
          data-autofocus
          data-testid="pick-search"
        />
        <ProblemNote error={error ?? people.error} />
        {people.data && items.length === 0 ? (
          <p className={classes.why}>
            {q ? t("organizations.directory.notFound", { q }) : t("organizations.directory.nobodyElse")}
          </p>
        ) : null}
        {items.length > 0 ? (
          <ul className={directory.list} aria-label={title}>
            {items.map((person) => (
              <PersonRow key={person.id} person={person} onOpen={() => onChoose(person)} />
            ))}
          </ul>
        ) : null}
      </div>
    </Modal>
  );
}
