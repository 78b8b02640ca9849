import { Button, Checkbox, Modal, NativeSelect, TextInput } from "@mantine/core";
import { useIsMutating, useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { ProblemNote, sentences } from "@/ui";
import { shown, useProof } from "../security/Proof";
import classes from "./apps.module.css";
import { type Kind, type Made, makeToken, type ScopeSentence, type Wish } from "./queries";
import { SecretShown } from "./SecretShown";

/** A month, a quarter, a year; "" lasts until it is revoked. */
const LIFETIMES = ["", "30", "90", "365"] as const;
const MAXIMUM_LABEL = 60;
const MAKING = ["tokens", "make"];

interface Props {
  kind: Kind | null;
  scopes: ScopeSentence[];
  onMade: () => void;
  onClose: () => void;
}

/** Name and scopes first, then the secret, this once. */
export function CreateDialog({ kind, scopes, onMade, onClose }: Props) {
  const { t } = useTranslation();
  const [made, setMade] = useState<Made | null>(null);
  const busy = useIsMutating({ mutationKey: MAKING }) > 0;
  const close = () => {
    setMade(null);
    onClose();
  };
  const title = kind === "api_token" ? t("sessions.apps.newToken") : t("sessions.apps.newPassword");
  return (
    <Modal
      opened={kind !== null}
      onClose={close}
      // Neither a click beside it nor a key meant for the question above it may lose a secret or what was typed.
      closeOnClickOutside={made === null}
      closeOnEscape={made === null && !busy}
      title={made ? t("sessions.apps.shown") : title}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {made ? <SecretShown made={made} onDone={close} /> : null}
      {kind && !made ? (
        <Form
          kind={kind}
          scopes={scopes.filter((scope) => scope.kind === kind)}
          onMade={(answer) => {
            setMade(answer);
            onMade();
          }}
        />
      ) : null}
    </Modal>
  );
}

interface FormProps {
  kind: Kind;
  scopes: ScopeSentence[];
  onMade: (made: Made) => void;
}

function Form({ kind, scopes, onMade }: FormProps) {
  const { t } = useTranslation();
  const [label, setLabel] = useState("");
  const [chosen, setChosen] = useState<string[]>([]);
  const [days, setDays] = useState<string>("");
  const withProof = useProof();
  const make = useMutation({
    mutationKey: MAKING,
    mutationFn: () => {
      const wish = { kind, label, scopes: chosen as Wish["scopes"], days: days === "" ? null : Number(days) };
      return withProof(() => makeToken(wish));
    },
    onSuccess: onMade,
  });
  const labelError = isProblem(make.error, "label-unusable") ? make.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <form className={classes.dialog} onSubmit={submit} noValidate>
      <TextInput
        label={t("sessions.apps.label")}
        placeholder={kind === "api_token" ? t("sessions.apps.labelToken") : t("sessions.apps.labelPassword")}
        description={t("sessions.apps.labelWhy")}
        inputWrapperOrder={["label", "input", "description", "error"]}
        maxLength={MAXIMUM_LABEL}
        data-autofocus
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
        error={labelError ? sentences(labelError.title, labelError.detail) : null}
        data-testid="token-label"
      />
      <Checkbox.Group label={t("sessions.apps.scopes")} value={chosen} onChange={setChosen}>
        <div className={classes.scopes}>
          {scopes.map((scope) => (
            <Checkbox key={scope.name} value={scope.name} label={scope.sentence} data-testid={`scope-${scope.name}`} />
          ))}
        </div>
      </Checkbox.Group>
      {kind === "api_token" ? (
        <NativeSelect
          label={t("sessions.apps.until")}
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
          data={LIFETIMES.map((value) => ({
            value,
            label: value ? t("sessions.apps.days", { count: Number(value) }) : t("sessions.apps.never"),
          }))}
        />
      ) : null}
      <ProblemNote error={labelError ? null : shown(make.error)} />
      <div className={classes.answers}>
        <Button
          type="submit"
          disabled={!label.trim() || chosen.length === 0}
          loading={make.isPending}
          data-testid="make-token"
        >
          {t("sessions.apps.create")}
        </Button>
      </div>
    </form>
  );
}
