import { Button, SegmentedControl, Title, useMantineColorScheme } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api";
import type { paths } from "@/api/schema";
import { usePerson, useSaveChoice } from "@/features/accounts";
import { PageHead, ProblemNote } from "@/ui";
import { chooseLanguage, type Language } from "@/ui/i18n";
import settings from "../settings.module.css";
import { CallQuality } from "./CallQuality";

type Preferences = paths["/api/v1/preferences"]["get"]["responses"][200]["content"]["application/json"];

const OWN = "own";

/** What is chosen here is kept in the account: it holds in every browser, whatever that browser keeps. */
export function PreferencesPage() {
  const { t } = useTranslation();
  const person = usePerson();
  const queryClient = useQueryClient();
  const saveChoice = useSaveChoice();
  const { setColorScheme } = useMantineColorScheme();

  const language = useMutation({
    mutationFn: async (choice: Language | null) => {
      await chooseLanguage(choice);
      await saveChoice({ language: choice });
      // The server speaks the language it was asked in.
      await queryClient.invalidateQueries();
    },
  });
  const theme = useMutation({
    mutationFn: (choice: "light" | "dark" | null) => {
      setColorScheme(choice ?? "auto");
      return saveChoice({ theme: choice });
    },
  });

  return (
    <>
      <PageHead title={t("profile.preferences.title")}>{t("profile.preferences.lead")}</PageHead>
      <div className={settings.sections}>
        <section className={settings.section}>
          <div className={settings.row}>
            <Title order={2} size="h3" id="language-title">
              {t("profile.preferences.language")}
            </Title>
            <SegmentedControl
              aria-labelledby="language-title"
              value={person?.language ?? OWN}
              onChange={(value) => language.mutate(value === OWN ? null : (value as Language))}
              data={[
                { value: OWN, label: t("profile.preferences.asBrowser") },
                { value: "en", label: "English" },
                { value: "zh-Hans", label: "简体中文" },
              ]}
              data-testid="preferred-language"
            />
          </div>
          <ProblemNote error={language.error} />
          <div className={settings.row}>
            <Title order={2} size="h3" id="theme-title">
              {t("profile.preferences.theme")}
            </Title>
            <SegmentedControl
              aria-labelledby="theme-title"
              value={person?.theme ?? OWN}
              onChange={(value) => theme.mutate(value === OWN ? null : (value as "light" | "dark"))}
              data={[
                { value: OWN, label: t("theme.system") },
                { value: "light", label: t("theme.light") },
                { value: "dark", label: t("theme.dark") },
              ]}
              data-testid="preferred-theme"
            />
          </div>
          <ProblemNote error={theme.error} />
        </section>
        <TimeZone />
        <CallQuality />
      </div>
    </>
  );
}

/** Neither asked nor kept before a first meeting is scheduled; from then on it can be removed here. */
function TimeZone() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const preferences = useQuery({
    queryKey: ["preferences"],
    queryFn: () => unwrap<Preferences>(api.GET("/api/v1/preferences")),
  });
  const remove = useMutation({
    mutationFn: () => unwrap<Preferences>(api.PATCH("/api/v1/preferences", { body: { time_zone: null } })),
    onSuccess: (changed) => queryClient.setQueryData(["preferences"], changed),
  });
  const zone = preferences.data?.time_zone;
  return (
    <section className={settings.section}>
      <div className={settings.row}>
        <div>
          <Title order={2} size="h3">
            {t("profile.preferences.timeZone")}
          </Title>
          {preferences.data ? <p data-testid="time-zone">{zone ?? t("profile.preferences.noTimeZone")}</p> : null}
        </div>
        {zone ? (
          <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t("profile.remove")}
          </Button>
        ) : null}
      </div>
      <ProblemNote error={preferences.error ?? remove.error} />
      {preferences.isError ? (
        <div>
          <Button variant="default" loading={preferences.isFetching} onClick={() => preferences.refetch()}>
            {t("common.retry")}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
