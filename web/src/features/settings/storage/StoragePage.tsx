import { Button, Skeleton, Switch, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api";
import type { paths } from "@/api/schema";
import { usePerson } from "@/features/accounts";
import { Failed, Note, PageHead } from "@/ui";
import * as storage from "@/ui/storage";
import { SettingsShell } from "../SettingsLayout";
import settings from "../settings.module.css";
import { EntryRow, type StorageEntry } from "./EntryRow";
import classes from "./storage.module.css";

type Registry = paths["/api/v1/storage"]["get"]["responses"][200]["content"]["application/json"];

const snapshot = () => JSON.stringify([storage.allowed(), storage.present()]);

/** Everything kept in this browser, and the choice about the optional part; for everybody, signed in or not. */
export function StoragePage() {
  const person = usePerson();
  return person ? (
    <SettingsShell>
      <Choice />
    </SettingsShell>
  ) : (
    <Choice />
  );
}

function Choice() {
  const { t } = useTranslation();
  const [allowed, present] = JSON.parse(useSyncExternalStore(storage.subscribe, snapshot)) as [boolean, string[]];
  const registry = useQuery({
    queryKey: ["storage"],
    queryFn: () => unwrap<Registry>(api.GET("/api/v1/storage")),
    staleTime: 0,
  });
  // Some browsers and extensions send the signal without telling the page of it.
  const refused = storage.refusedByBrowser() || registry.data?.refused_by_browser === true;
  useEffect(() => {
    if (refused) storage.refuse();
  }, [refused]);

  const isHere = (entry: StorageEntry) => (entry.kind === "cookie" ? entry.present : present.includes(entry.name));
  const groups = [
    { title: t("profile.storage.optional"), entries: registry.data?.entries.filter((entry) => entry.optional) },
    { title: t("profile.storage.necessary"), entries: registry.data?.entries.filter((entry) => !entry.optional) },
  ];
  const kept = groups[0]?.entries?.some(isHere);

  return (
    <>
      <PageHead title={t("profile.storage.title")}>{t("profile.storage.lead")}</PageHead>
      <div className={settings.sections}>
        <section className={settings.section}>
          <Switch
            size="md"
            label={t("profile.storage.allow")}
            description={t("profile.storage.allowWhy")}
            checked={allowed && !refused}
            disabled={refused}
            onChange={(event) => (event.currentTarget.checked ? storage.allow() : storage.refuse())}
            data-testid="allow-optional"
          />
          {refused ? (
            <div data-testid="refused-by-browser">
              <Note title={t("profile.storage.gpc")}>
                <p>{t("profile.storage.gpcDetail")}</p>
              </Note>
            </div>
          ) : null}
          {kept ? (
            <div>
              <Button variant="default" onClick={storage.clear} data-testid="clear-optional">
                {t("profile.storage.clear")}
              </Button>
            </div>
          ) : null}
        </section>
        {registry.isError && !registry.data ? (
          <Failed error={registry.error} onRetry={() => registry.refetch()} />
        ) : null}
        {registry.isPending ? <Skeleton height={240} /> : null}
        {groups.map(({ title, entries }) =>
          entries ? (
            <section key={title}>
              <Title order={2} className={classes.group}>
                {title}
              </Title>
              <ul className={classes.entries}>
                {entries.map((entry) => (
                  <EntryRow key={entry.name} entry={entry} present={isHere(entry) ?? null} />
                ))}
              </ul>
            </section>
          ) : null,
        )}
      </div>
    </>
  );
}
