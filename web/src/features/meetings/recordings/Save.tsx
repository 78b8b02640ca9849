import { Button, Menu } from "@mantine/core";
import { IconCloudUp } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { spacesQuery } from "@/features/cloud/queries";
import { LinkButton, ProblemNote } from "@/ui";
import { type Recording, saveFilm } from "./queries";
import classes from "./recordings.module.css";

/** A copy in a drive: kept for longer, and shared with people, groups or by a link as any file. */
export function Save({ recording }: { recording: Recording }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const spaces = useQuery(spacesQuery);
  const save = useMutation({
    mutationFn: (space: string) => saveFilm(recording.code, recording.id, space),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["recordings"] }),
  });
  // Only where this person may write.
  const mine = (spaces.data ?? []).filter((space) => space.role !== "view");
  const nameOf = (id: string) => {
    const space = spaces.data?.find((each) => each.id === id);
    return space && space.kind !== "person" ? space.name : t("recording.save.mine");
  };
  const done = recording.film?.progress === "done";
  return (
    <div className={classes.setting}>
      <div>
        <strong>{t("recording.save.title")}</strong>
        <p className={classes.soft}>{t("recording.save.text")}</p>
        <ul className={classes.copies}>
          {recording.savings.map((saving) => (
            <li key={saving.space} data-testid="saving">
              {nameOf(saving.space)}
              {saving.folder && saving.file ? (
                <LinkButton
                  to="/cloud/folders/$folder"
                  params={{ folder: saving.folder }}
                  search={{ details: saving.file }}
                  variant="subtle"
                  size="compact-sm"
                >
                  {t("recording.save.open")}
                </LinkButton>
              ) : (
                <span className={classes.soft}>
                  {saving.progress === "failed"
                    ? t("recording.save.failed")
                    : saving.progress === "done"
                      ? t("recording.save.gone")
                      : t("recording.save.saving")}
                </span>
              )}
            </li>
          ))}
        </ul>
        <ProblemNote error={save.error ?? spaces.error} />
      </div>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconCloudUp size={18} stroke={1.5} />}
            loading={save.isPending}
            disabled={!done || mine.length === 0}
            data-testid="save-film"
          >
            {t("recording.save.button")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {mine.map((space) => (
            <Menu.Item key={space.id} onClick={() => save.mutate(space.id)} data-testid="save-in">
              {nameOf(space.id)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
