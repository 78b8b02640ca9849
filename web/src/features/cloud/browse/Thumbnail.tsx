import { useEffect, useState } from "react";
import { FileIcon } from "../FileIcon";
import { drawn, kindOf, type Shown } from "../preview";
import classes from "./browse.module.css";
import { inTurn } from "./inTurn";

// What the server draws: it refuses more, and an icon is there at once.
const MAXIMUM = 20 * 1024 * 1024;

export const hasThumbnail = (entry: Shown) =>
  !entry.is_folder && entry.size > 0 && entry.size <= MAXIMUM && /^(picture|unshowable)$/.test(kindOf(entry));

/** A picture file's picture; its icon until it is there, and where there is none. */
export function Thumbnail({ entry }: { entry: Shown }) {
  const [shown, setShown] = useState<string | null>(null);
  const address = drawn(entry, "tile");
  useEffect(() => {
    const wanted = new AbortController();
    let url: string | null = null;
    inTurn(address, wanted.signal)
      .then((picture) => {
        url = URL.createObjectURL(picture);
        setShown(url);
      })
      .catch(() => {});
    return () => {
      wanted.abort();
      if (url) URL.revokeObjectURL(url);
      setShown(null);
    };
  }, [address]);
  if (!shown) return <FileIcon entry={entry} size={44} />;
  return <img className={classes.thumbnail} src={shown} alt="" draggable={false} data-testid="thumbnail" />;
}
