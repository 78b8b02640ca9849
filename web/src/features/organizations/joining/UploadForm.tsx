import { Button } from "@mantine/core";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { Note, ProblemNote, sentences } from "@/ui";
import { DropZone } from "@/ui/DropZone";
import { currentLanguage, type Language } from "@/ui/i18n";
import { useOrganization } from "../OrganizationLayout";
import forms from "../organizations.module.css";
import { importsQuery, uploadList } from "./imports";
import classes from "./joining.module.css";
import { Progress } from "./Progress";
import { SourceField } from "./SourceField";

// What a file looks like is no sentence: its commas stay those of the file.
const samples: Record<Language, string> = {
  en: "phone,name,department,role\n+44 7700 900123,Ann Lee,Sales / North,member",
  "zh-Hans": "手机号,姓名,部门,角色\n+86 138 0013 8000,张伟,销售部 / 华北,成员",
};

export function UploadForm({ onUploaded }: { onUploaded: () => void }) {
  const { t } = useTranslation();
  const organization = useOrganization();
  const queryClient = useQueryClient();
  const [source, setSource] = useState("");
  const [file, setFile] = useState<File | null>(null);
  const [sent, setSent] = useState(0);
  const stop = useRef<AbortController | null>(null);
  const upload = useMutation({
    mutationFn: (chosen: File) => {
      stop.current = new AbortController();
      setSent(0);
      return uploadList(organization.id, chosen, source, setSent, stop.current.signal);
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: importsQuery(organization.id).queryKey });
      onUploaded();
    },
  });
  const missing = !source.trim() ? t("joining.import.needSource") : !file ? t("joining.import.needFile") : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!missing && file) upload.mutate(file);
  };
  const stopped = upload.error instanceof DOMException;
  const atSource = isProblem(upload.error) && upload.error.facts.field === "source_detail" ? upload.error : null;
  return (
    <form className={`${forms.form} ${classes.narrow}`} onSubmit={submit} noValidate>
      <SourceField
        value={source}
        onChange={setSource}
        error={atSource ? sentences(atSource.title, atSource.detail) : null}
      />
      <DropZone
        icon={<IconFileSpreadsheet size={28} stroke={1.5} aria-hidden />}
        note={file ? t("joining.import.another") : t("joining.import.kinds")}
        accept=".csv,.txt,.tsv,text/csv,text/plain"
        onFile={(chosen) => {
          upload.reset();
          setFile(chosen);
        }}
        testId="file"
      >
        {file ? <bdi>{file.name}</bdi> : <span>{t("joining.import.drop")}</span>}
      </DropZone>
      <Note title={t("joining.import.columns")}>
        <p>{t("joining.import.columnsText")}</p>
        <p className={classes.sample}>{samples[currentLanguage()]}</p>
      </Note>
      {stopped || atSource ? null : <ProblemNote error={upload.error} />}
      {upload.isPending && file ? (
        <Progress
          value={sent}
          maximum={file.size}
          label={sent < file.size ? t("joining.import.sending") : t("joining.import.reading")}
          onStop={() => stop.current?.abort()}
        />
      ) : (
        <div className={forms.buttons}>
          {missing ? <p className={forms.why}>{missing}</p> : null}
          <Button type="submit" disabled={Boolean(missing)} data-testid="upload">
            {t("joining.import.upload")}
          </Button>
        </div>
      )}
    </form>
  );
}
