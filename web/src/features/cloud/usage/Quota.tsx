import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "@/ui";
import { fileSize } from "../fileSize";
import { refreshDrive, setQuota } from "../queries";
import type { Space } from "../types";
import classes from "./usage.module.css";

/** Sizes are asked for and told in these, as disks are sold. */
const GIGABYTE = 1e9;

interface Props {
  space: Space;
  used: number;
  quota: number | null;
}

/** How much of how much; an organisation's administrators say how much that is. */
export function Quota({ space, used, quota }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [typed, setTyped] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: (bytes: number | null) => setQuota(space.id, bytes),
    onSuccess: async () => {
      await refreshDrive(client);
      setTyped(null);
    },
  });
  const wanted = typed?.trim() ? Number(typed.replace(",", ".")) : null;
  const readable = wanted === null || (Number.isFinite(wanted) && wanted >= 0);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (readable) save.mutate(wanted === null ? null : Math.round(wanted * GIGABYTE));
  };
  const sets = space.kind !== "person" && space.role === "manage";
  return (
    <div className={classes.quota}>
      <p>
        {quota === null
          ? t("cloud.used", { used: fileSize(used) })
          : t("cloud.usedOf", { used: fileSize(used), quota: fileSize(quota) })}
      </p>
      {sets && typed === null ? (
        <Button
          variant="default"
          size="sm"
          onClick={() => setTyped(quota === null ? "" : String(quota / GIGABYTE))}
          data-testid="change-quota"
        >
          {t("usage.change")}
        </Button>
      ) : null}
      {typed === null ? null : (
        <form onSubmit={send} className={classes.quotaForm}>
          <TextInput
            label={t("usage.most")}
            description={t("usage.mostText")}
            inputMode="decimal"
            value={typed}
            error={readable ? null : t("usage.noNumber")}
            onChange={(event) => setTyped(event.currentTarget.value)}
            data-autofocus
            data-testid="quota"
          />
          <ProblemNote error={save.error} />
          <div>
            <Button variant="default" size="sm" onClick={() => setTyped(null)}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" size="sm" loading={save.isPending} data-testid="save-quota">
              {t("sharing.save")}
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}
