import { useState } from "react";
import { FileIcon } from "../FileIcon";
import type { Shown, Source } from "./entry";
import { Broken } from "./Unshown";
import classes from "./viewer.module.css";

/** The browser's own player: it asks for the ranges it plays, and knows the keys people know. */
export function MediaView({ entry, source, kind }: { entry: Shown; source: Source; kind: "audio" | "video" }) {
  const [broken, setBroken] = useState(false);
  if (broken) return <Broken entry={entry} source={source} onRetry={() => setBroken(false)} />;
  const shared = {
    src: source.inline(entry),
    controls: true,
    preload: "metadata" as const,
    "aria-label": entry.name,
    "data-testid": "media",
    onError: () => setBroken(true),
  };
  if (kind === "video") {
    return <video className={classes.video} playsInline {...shared} />;
  }
  return (
    <div className={classes.audio}>
      <FileIcon entry={entry} size={64} />
      <audio {...shared} />
    </div>
  );
}
