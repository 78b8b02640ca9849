import { RoomEvent } from "livekit-client";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Note } from "@/ui";
import { useCall } from "../../frame/CallContext";
import classes from "../../frame/frame.module.css";

/** Somebody's link lacks the key, or holds another than the others': said, instead of a black picture. */
export function KeyNotice() {
  const { t } = useTranslation();
  const { room, connection } = useCall();
  const [wrong, setWrong] = useState(false);
  useEffect(() => {
    const anyEncrypted = () =>
      [...room.remoteParticipants.values()].some((each) =>
        [...each.trackPublications.values()].some((publication) => publication.isEncrypted),
      );
    const look = () => setWrong(!connection.encrypted && anyEncrypted());
    const failed = () => setWrong(true);
    room
      .on(RoomEvent.EncryptionError, failed)
      .on(RoomEvent.TrackSubscribed, look)
      .on(RoomEvent.TrackPublished, look)
      .on(RoomEvent.ParticipantDisconnected, look);
    look();
    return () => {
      room
        .off(RoomEvent.EncryptionError, failed)
        .off(RoomEvent.TrackSubscribed, look)
        .off(RoomEvent.TrackPublished, look)
        .off(RoomEvent.ParticipantDisconnected, look);
    };
  }, [room, connection]);
  if (!wrong) return null;
  return (
    <div className={classes.trouble} data-testid="key-missing">
      <Note tone="warn" title={connection.encrypted ? t("encryption.otherKey") : t("encryption.noKey")}>
        <p>{t("encryption.askForLink")}</p>
      </Note>
    </div>
  );
}
