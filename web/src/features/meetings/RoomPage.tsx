import { Button, Skeleton } from "@mantine/core";
import { IconCalendarX, IconLinkOff, IconPlugConnectedX } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem, type JoinAnswer } from "@/api";
import { LinkButton, StatePage } from "@/ui";
import type { CallConnection, Ending } from "./call";
import { meetingCodeOf } from "./code";
import { EndingPage } from "./EndingPage";
import { PreJoin } from "./prejoin/PreJoin";
import type { PreviewTracks } from "./prejoin/usePreview";
import { joinMeeting, meetingQuery } from "./queries";
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
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { i: invitation } = useSearch({ from: "/m/$code" });
  const meeting = useQuery(meetingQuery(code, invitation));
  const [scene, setScene] = useState<Scene>({ at: "door" });
  // Typed once per visit: rejoining must not ask for it again. Nothing of it is stored.
  const [nickname, setNickname] = useState<string | null>(null);

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
    const connection = new module.CallConnection({
      rejoin: (): Promise<JoinAnswer> => ask(),
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
        <StatePage
          icon={<IconPlugConnectedX size={28} stroke={1.5} />}
          title={isProblem(meeting.error) ? meeting.error.title : t("problem.failed")}
          actions={<Button onClick={() => meeting.refetch()}>{t("common.retry")}</Button>}
        >
          <p>{isProblem(meeting.error) ? meeting.error.detail : t("problem.failedDetail")}</p>
        </StatePage>
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
      />
    </RoomShell>
  );
}

const linkOf = (code: string) => `${window.location.origin}/m/${code}`;

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
