import { Skeleton } from "@mantine/core";
import { IconCalendarX, IconLinkOff } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem, type JoinAnswer, type Waiting } from "@/api";
import { Failed, LinkButton, StatePage } from "@/ui";
import type { CallConnection, Ending } from "./call";
import { meetingCodeOf } from "./code";
import { EndingPage } from "./EndingPage";
import { keyInAddress, withKey } from "./encryption/key";
import { PreJoin } from "./prejoin/PreJoin";
import type { PreviewTracks } from "./prejoin/usePreview";
import { isAdmitted, joinMeeting, meetingQuery } from "./queries";
import { RoomShell } from "./RoomShell";

type CallModule = typeof import("./call");

/** The media library is most of the product's weight; it is fetched while the person looks at the preview. */
const loadCall = () => import("./call");

type Scene =
  | { at: "door" }
  | { at: "call"; module: CallModule; connection: CallConnection; isHost: boolean }
  | { at: "over"; ending: Ending };

export function RoomPage() {
  const { code: typed } = useParams({ from: "/m/$code" });
  const code = meetingCodeOf(typed);
  // Another meeting is another page: nothing of the first may be left in state.
  return code ? <Room key={code} code={code} /> : <MalformedLink />;
}

function Room({ code }: { code: string }) {
  const queryClient = useQueryClient();
  const { i: invitation } = useSearch({ from: "/m/$code" });
  const meeting = useQuery(meetingQuery(code, invitation));
  const [scene, setScene] = useState<Scene>({ at: "door" });
  // Typed once per visit: rejoining must not ask for it again. Nothing of it is stored.
  const [nickname, setNickname] = useState<string | null>(null);
  const [waiting, setWaiting] = useState<Waiting | null>(null);

  useEffect(() => {
    const timer = setTimeout(() => void loadCall().catch(() => undefined), 300);
    return () => clearTimeout(timer);
  }, []);

  const join = async (
    name: string,
    policyVersion: string | null,
    passcode: string | null,
    takeTracks: () => PreviewTracks,
  ) => {
    const ask = () => joinMeeting(code, name, policyVersion, passcode, invitation);
    const [answer, module] = await Promise.all([ask(), loadCall()]);
    if (!isAdmitted(answer)) return setWaiting(answer);
    setWaiting(null);
    const connection = new module.CallConnection({
      key: keyInAddress(),
      rejoin: async (): Promise<JoinAnswer> => {
        const again = await ask();
        // Only while a host who took the place away has not given it back: asked again a little later.
        if (!isAdmitted(again)) throw new Error("not admitted yet");
        return again;
      },
      beforePublishing: module.whenTold,
      onOver: (ending) => {
        setScene({ at: "over", ending });
        queryClient.invalidateQueries({ queryKey: ["meeting", code] });
      },
    });
    // Before the first render of the call: signalling should not wait for layout.
    void connection.start(answer, takeTracks());
    setScene({ at: "call", module, connection, isHost: answer.participant.is_host });
  };

  if (scene.at === "call") {
    const { CallRoom } = scene.module;
    return <CallRoom connection={scene.connection} code={code} link={linkOf(code)} isHost={scene.isHost} />;
  }
  if (meeting.isPending) {
    return (
      <RoomShell>
        <Skeleton height={420} maw={960} mx="auto" aria-busy />
      </RoomShell>
    );
  }
  if (scene.at === "over") {
    return (
      <RoomShell>
        <EndingPage
          code={code}
          ending={meeting.data?.state === "ended" ? { kind: "ended" } : scene.ending}
          isHost={meeting.data?.is_host ?? false}
          onRejoin={() => setScene({ at: "door" })}
        />
      </RoomShell>
    );
  }
  if (isProblem(meeting.error, "meeting-unknown")) return <UnknownLink />;
  if (meeting.isError && !meeting.data) {
    return (
      <RoomShell>
        <Failed error={meeting.error} onRetry={() => meeting.refetch()} scale="page" />
      </RoomShell>
    );
  }
  if (meeting.data.state === "ended") return <EndedLink isHost={meeting.data.is_host} code={code} />;
  return (
    <RoomShell>
      <PreJoin
        meeting={meeting.data}
        nickname={nickname ?? meeting.data.my_nickname ?? ""}
        onNickname={setNickname}
        onJoin={join}
        onEnded={() => meeting.refetch()}
        waiting={waiting}
        invitation={invitation}
        onWaitingOver={() => setWaiting(null)}
      />
    </RoomShell>
  );
}

const linkOf = (code: string) => withKey(`${window.location.origin}/m/${code}`);

function MalformedLink() {
  const { t } = useTranslation();
  return (
    <RoomShell>
      <StatePage
        icon={<IconLinkOff size={28} stroke={1.5} />}
        title={t("room.malformedTitle")}
        actions={<LinkButton to="/">{t("common.home")}</LinkButton>}
      >
        <p>{t("room.malformedText")}</p>
      </StatePage>
    </RoomShell>
  );
}

function UnknownLink() {
  const { t } = useTranslation();
  return (
    <RoomShell>
      <StatePage
        icon={<IconLinkOff size={28} stroke={1.5} />}
        title={t("room.unknownTitle")}
        actions={<LinkButton to="/">{t("common.home")}</LinkButton>}
      >
        <p>{t("room.unknownText")}</p>
      </StatePage>
    </RoomShell>
  );
}

function EndedLink({ isHost, code }: { isHost: boolean; code: string }) {
  const { t } = useTranslation();
  return (
    <RoomShell>
      <StatePage
        icon={<IconCalendarX size={28} stroke={1.5} />}
        title={t("room.endedTitle")}
        actions={
          <>
            {isHost ? (
              <LinkButton to="/meetings/$code" params={{ code }} variant="default">
                {t("ending.attendance")}
              </LinkButton>
            ) : null}
            <LinkButton to="/">{t("common.home")}</LinkButton>
          </>
        }
      >
        <p>{t("room.endedText")}</p>
      </StatePage>
    </RoomShell>
  );
}
