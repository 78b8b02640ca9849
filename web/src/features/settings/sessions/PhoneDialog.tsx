import { Button, Modal, PinInput, TextInput } from "@mantine/core";
import { useIsMutating, useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { looksLikePhone, normalizePhone, sessionQuery } from "@/features/accounts";
import { ProblemNote, sentences } from "@/ui";
import { shown, useProof } from "../security/Proof";
import { changePhone, type PhoneFlow, sendChangeCode, sessionsQuery } from "./queries";
import classes from "./sessions.module.css";

const SENDING = ["phone", "send"];

interface Props {
  opened: boolean;
  onClose: () => void;
  onChanged: () => void;
}

export function PhoneDialog({ opened, onClose, onChanged }: Props) {
  const { t } = useTranslation();
  const busy = useIsMutating({ mutationKey: SENDING }) > 0;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      // A key meant for the question above it must not lose what was typed.
      closeOnEscape={!busy}
      title={t("sessions.phone.dialog")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Steps onChanged={onChanged} />
    </Modal>
  );
}

/** Number, then code. What was typed stays when the code step is left. */
function Steps({ onChanged }: { onChanged: () => void }) {
  const [phone, setPhone] = useState("");
  const [flow, setFlow] = useState<PhoneFlow | null>(null);
  return flow ? (
    <Code flow={flow} onBack={() => setFlow(null)} onChanged={onChanged} />
  ) : (
    <Phone phone={phone} onPhone={setPhone} onSent={setFlow} />
  );
}

interface PhoneProps {
  phone: string;
  onPhone: (phone: string) => void;
  onSent: (flow: PhoneFlow) => void;
}

function Phone({ phone, onPhone, onSent }: PhoneProps) {
  const { t } = useTranslation();
  const withProof = useProof();
  const send = useMutation({
    mutationKey: SENDING,
    mutationFn: () => withProof(() => sendChangeCode(normalizePhone(phone))),
    onSuccess: onSent,
  });
  const fieldError = isProblem(send.error, "phone-malformed", "phone-unchanged") ? send.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <form className={classes.dialog} onSubmit={submit} noValidate>
      <TextInput
        label={t("sessions.phone.new")}
        placeholder={t("signIn.phonePlaceholder")}
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        data-autofocus
        value={phone}
        onChange={(event) => {
          onPhone(event.currentTarget.value);
          if (fieldError) send.reset();
        }}
        error={fieldError ? sentences(fieldError.title, fieldError.detail) : null}
        data-testid="new-phone"
      />
      <p className={classes.soft}>{t("sessions.phone.why")}</p>
      <ProblemNote error={fieldError ? null : shown(send.error)} />
      <div className={classes.answers}>
        <Button type="submit" disabled={!looksLikePhone(phone)} loading={send.isPending} data-testid="send-phone-code">
          {t("sessions.phone.send")}
        </Button>
      </div>
    </form>
  );
}

function Code({ flow, onBack, onChanged }: { flow: PhoneFlow; onBack: () => void; onChanged: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [code, setCode] = useState("");
  const confirm = useMutation({
    mutationFn: (typed: string) => changePhone(flow.flow, typed),
    onSuccess: async () => {
      await Promise.all([queryClient.invalidateQueries(sessionQuery), queryClient.invalidateQueries(sessionsQuery)]);
      onChanged();
    },
    onError: () => setCode(""),
  });
  return (
    <div className={classes.dialog}>
      <p>
        {t("sessions.phone.codeLead")} <bdi>{flow.phone_hint}</bdi>
      </p>
      <div className={classes.code} data-testid="phone-code">
        <PinInput
          length={6}
          type="number"
          oneTimeCode
          autoFocus
          size="lg"
          aria-label={t("sessions.phone.codeLabel")}
          placeholder=""
          value={code}
          onChange={setCode}
          onComplete={(typed) => {
            // Completing twice (paste, then a key) must not spend two attempts.
            if (!confirm.isPending) confirm.mutate(typed);
          }}
          error={Boolean(confirm.error)}
          readOnly={confirm.isPending}
        />
      </div>
      <ProblemNote error={confirm.error} />
      <div className={classes.answers}>
        <Button variant="default" onClick={onBack}>
          {t("sessions.phone.back")}
        </Button>
      </div>
    </div>
  );
}
