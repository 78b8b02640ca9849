import { Button, Checkbox, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Note, ProblemNote } from "@/ui";
import { useOrganization } from "../OrganizationLayout";
import forms from "../organizations.module.css";
import { cancelImport, confirmImport, faultyFile, type Import, importsQuery, linesQuery } from "./imports";
import classes from "./joining.module.css";
import { LinesTable } from "./LinesTable";

const SHOWN = 8;

/** What the file says, before anybody is expected: counts, its first lines, and every line with a fault. */
export function ImportPreview({ batch }: { batch: Import }) {
  const { t } = useTranslation();
  const organization = useOrganization();
  const queryClient = useQueryClient();
  const [skip, setSkip] = useState(false);
  const lines = useInfiniteQuery(linesQuery(organization.id, batch.id, false));
  const faults = useInfiniteQuery({ ...linesQuery(organization.id, batch.id, true), enabled: batch.faulty > 0 });
  const again = () => queryClient.invalidateQueries({ queryKey: importsQuery(organization.id).queryKey });
  const confirm = useMutation({
    mutationFn: () => confirmImport(organization.id, batch.id, skip),
    onSettled: again,
  });
  const cancel = useMutation({ mutationFn: () => cancelImport(organization.id, batch.id), onSettled: again });
  const people = batch.lines - batch.faulty;
  const first = (lines.data?.pages[0]?.items ?? []).slice(0, SHOWN);
  const faulty = faults.data?.pages.flatMap((page) => page.items) ?? [];
  const ready = people > 0 && (batch.faulty === 0 || skip);
  return (
    <div className={classes.sections} data-testid="preview">
      <Note title={t("joining.import.readable", { count: people })}>
        <ul>
          {batch.faulty > 0 ? <li>{t("joining.import.faulty", { count: batch.faulty })}</li> : null}
          {batch.new_departments ? (
            <li>{t("joining.import.newDepartments", { count: batch.new_departments })}</li>
          ) : null}
          <li>{t("joining.import.source", { source: batch.source })}</li>
          <li>{t("joining.import.encoding", { encoding: batch.encoding.toUpperCase() })}</li>
        </ul>
      </Note>
      <section className={classes.block}>
        <Title order={2}>{t("joining.import.firstLines")}</Title>
        <LinesTable lines={first} label={t("joining.import.firstLines")} />
      </section>
      {batch.faulty > 0 ? (
        <section className={classes.block}>
          <div className={classes.headed}>
            <Title order={2}>{t("joining.import.faults")}</Title>
            <Button
              component="a"
              href={faultyFile(organization.id, batch.id)}
              download
              variant="default"
              leftSection={<IconDownload size={18} stroke={1.5} />}
            >
              {t("joining.import.download")}
            </Button>
          </div>
          <LinesTable lines={faulty} label={t("joining.import.faults")} />
          {faults.hasNextPage ? (
            <Button variant="default" loading={faults.isFetchingNextPage} onClick={() => faults.fetchNextPage()}>
              {t("joining.more")}
            </Button>
          ) : null}
        </section>
      ) : null}
      <section className={classes.block}>
        {batch.faulty > 0 && people > 0 ? (
          <Checkbox
            checked={skip}
            onChange={(event) => setSkip(event.currentTarget.checked)}
            label={t("joining.import.skip", { count: batch.faulty })}
            data-testid="skip-faulty"
          />
        ) : null}
        <ProblemNote error={confirm.error ?? cancel.error} />
        <p className={classes.lead}>{t("joining.import.told")}</p>
        <div className={forms.buttons}>
          <Button
            variant="default"
            loading={cancel.isPending}
            onClick={() => cancel.mutate()}
            data-testid="cancel-import"
          >
            {t("joining.import.forget")}
          </Button>
          <Button
            disabled={!ready}
            loading={confirm.isPending}
            onClick={() => confirm.mutate()}
            data-testid="confirm-import"
          >
            {t("joining.import.confirm", { count: people })}
          </Button>
        </div>
      </section>
    </div>
  );
}
