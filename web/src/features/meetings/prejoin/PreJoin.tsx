import { Button, TextInput, Title } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem, type Meeting, type Waiting } from "@/api";
import { usePerson } from "@/features/accounts";
import { PolicyConsent, usePolicySummary } from "@/features/privacy";
import { CopyLink, gap, Note, ProblemNote, sentences, useTitle } from "@/ui";
import { DeviceSelects } from "../DeviceSelects";
import { EncryptionChoice } from "../encryption/EncryptionChoice";
import { canEncrypt, keyInAddress, withKey } from "../encryption/key";
import { WaitingCard } from "../lobby/WaitingCard";
import { WhoAnswers } from "../WhoAnswers";
import { DeviceHelp } from "./DeviceHelp";
import { PreviewStage } from "./PreviewStage";
import classes from "./prejoin.module.css";
import { RecordingAtDoor, useRecordingAtDoor } from "./RecordingAtDoor";
import { type PreviewTracks, usePreview } from "./usePreview";

interface Props {
  meeting: Meeting;
  nickname: string;
  onNickname: (nickname: string) => void;
  onJoin: (
    nickname: string,
    policyVersion: string | null,
    passcode: string | null,
    take: () => PreviewTracks,
  ) => Promise<void>;
  onEnded: () => void;
  /** Set while the lobby keeps the person. */
  waiting: Waiting | null;
  invitation: string | undefined;
  onWaitingOver: () => void;
}

export function PreJoin({ meeting, nickname, onNickname, onJoin, onEnded, ...lobby }: Props) {
  const { t } = useTranslation();
  const person = usePerson();
  const policy = usePolicySummary();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const preview = usePreview();
  const [encrypted, setEncrypted] = useState(keyInAddress() !== null);
  const [passcode, setPasscode] = useState("");
  const [accepted, setAccepted] = useState(false);
  const reasonId = useId();
  const guest = !person;
  const asksPasscode = meeting.scheduled?.asks_passcode ?? false;
  useTitle(t("door.title"));

  const recorded = useRecordingAtDoor(meeting.code);

  const join = useMutation({
    mutationFn: () => {
      recorded.keep();
      return onJoin(
        nickname.trim(),
        guest ? (policy.data?.version ?? null) : null,
        asksPasscode ? passcode.trim() : null,
        preview.take,
      );
    },
    onError: (error) => {
      if (isProblem(error, "meeting-ended", "meeting-unknown")) onEnded();
      if (isProblem(error, "policy-not-accepted")) {
        setAccepted(false);
        queryClient.invalidateQueries({ queryKey: ["policy"] });
        // A session that ended meanwhile makes a guest of a person: the page must ask as it asks guests.
        queryClient.invalidateQueries({ queryKey: ["session"] });
      }
    },
  });

  const needsPasscode = asksPasscode && !passcode.trim() ? t("schedule.needPasscode") : null;
  const needsAcceptance = guest && !accepted ? t("signIn.needAcceptance") : null;
  const needsBrowser = encrypted && !canEncrypt() ? t("encryption.unsupported") : null;
  const missing = nickname.trim() ? (needsBrowser ?? needsPasscode ?? needsAcceptance) : t("door.needName");
  const nameError = isProblem(join.error, "nickname-unusable", "nickname-imitates") ? join.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!missing) join.mutate();
  };

  return (
    <div className={classes.door}>
      <section className={classes.check} aria-label={t("door.check")}>
        <PreviewStage preview={preview} nickname={nickname} />
        {navigator.mediaDevices ? (
          <>
            <DeviceHelp refusals={preview.refusals} />
            {preview.tracks.camera || preview.tracks.microphone ? (
              <DeviceSelects
                devices={preview.devices}
                choice={{
                  ...preview.choice,
                  camera: preview.tracks.camera?.getSettings().deviceId ?? preview.choice.camera,
                  microphone: preview.tracks.microphone?.getSettings().deviceId ?? preview.choice.microphone,
                }}
                onPick={preview.pick}
              />
            ) : (
              <p className={classes.soft}>{t("door.askNote")}</p>
            )}
          </>
        ) : (
          <Note tone="warn" title={t("door.insecureTitle")}>
            <p>{t("door.insecureText")}</p>
          </Note>
        )}
      </section>
      {lobby.waiting ? (
        <div className={classes.form}>
          <WaitingCard
            code={meeting.code}
            title={meeting.title}
            waiting={lobby.waiting}
            invitation={lobby.invitation}
            joining={join.isPending}
            onAdmitted={() => join.mutate()}
            onOver={lobby.onWaitingOver}
            onTurnedAway={() => {
              preview.close("camera");
              preview.close("microphone");
            }}
          />
          {/* It may have begun while one waits. */}
          <RecordingAtDoor door={recorded} preview={preview} />
        </div>
      ) : (
        <form className={classes.form} onSubmit={submit} noValidate>
          <div>
            <Title order={1} size="h2">
              {t("door.title")}
            </Title>
            {meeting.title ? <p className={classes.soft}>{meeting.title}</p> : null}
            <div className={classes.where}>
              <span>
                {meeting.people_now > 0 ? t("door.peopleNow", { count: meeting.people_now }) : t("door.nobodyYet")}
              </span>
              <CopyLink link={withKey(meeting.link)} compact />
            </div>
          </div>
          <EncryptionChoice meeting={meeting} encrypted={encrypted} onEncrypted={setEncrypted} />
          <div>
            <TextInput
              label={t("door.name")}
              value={nickname}
              onChange={(event) => {
                onNickname(event.currentTarget.value);
                if (nameError) join.reset();
              }}
              maxLength={40}
              autoComplete="nickname"
              error={nameError ? sentences(nameError.title, nameError.detail) : null}
              data-testid="nickname"
            />
            <p className={classes.why}>
              <IconShieldCheck size={18} stroke={1.5} aria-hidden />
              <span>
                {t("door.nameWhy")}
                {gap()}
                <WhoAnswers meeting={meeting} />
              </span>
            </p>
          </div>
          {asksPasscode ? (
            <TextInput
              label={t("schedule.passcode")}
              value={passcode}
              onChange={(event) => setPasscode(event.currentTarget.value)}
              maxLength={20}
              autoComplete="off"
              data-testid="passcode"
            />
          ) : null}
          {guest ? <PolicyConsent accepted={accepted} onAccepted={setAccepted} /> : null}
          <RecordingAtDoor door={recorded} preview={preview} />
          {join.error && !nameError ? <ProblemNote error={join.error} /> : null}
          <div className={guest ? classes.pair : classes.single}>
            {guest ? (
              <Button variant="default" onClick={() => navigate({ to: "/" })} data-testid="refuse-policy">
                {t("consent.refuse")}
              </Button>
            ) : null}
            <Button
              type="submit"
              disabled={Boolean(missing) || preview.asking || (guest && !policy.data)}
              loading={join.isPending}
              aria-describedby={missing ? reasonId : undefined}
              data-testid="join"
            >
              {t("door.join")}
            </Button>
          </div>
          {missing ? (
            <p className={classes.reason} id={reasonId}>
              {missing}
            </p>
          ) : null}
        </form>
      )}
    </div>
  );
}
