import { ActionIcon } from "@mantine/core";
import { useEffect } from "react";
import { createPortal } from "react-dom";
import { useCall } from "../../frame/CallContext";
import frame from "../../frame/frame.module.css";
import { Focus } from "../../stage/Focus";
import { useSpeaker, useViews } from "../../stage/useViews";
import { compose } from "../../stage/views";
import { commands } from "..";
import classes from "./pip.module.css";

// Not in TypeScript's own types yet. Source: WICG "Document Picture-in-Picture Specification".
interface DocumentPictureInPicture {
  requestWindow: (size: { width: number; height: number }) => Promise<Window>;
}
const offered = () =>
  (window as unknown as { documentPictureInPicture?: DocumentPictureInPicture }).documentPictureInPicture;

const SIZE = { width: 360, height: 250 };
const BAR = 56;
const SHOWN = ["mic-toggle", "camera-toggle", "leave"];

/** Chromium's browsers on a desk, so far. */
export const canPip = () => offered() !== undefined;

/** Null when the browser refuses: only a press may open a window. */
export async function openPip(): Promise<Window | null> {
  const pip = await offered()
    ?.requestWindow(SIZE)
    .catch(() => null);
  if (!pip) return null;
  for (const { name, value } of document.documentElement.attributes) {
    pip.document.documentElement.setAttribute(name, value);
  }
  pip.document.title = document.title;
  for (const style of document.querySelectorAll('link[rel="stylesheet"], style')) {
    pip.document.head.append(style.cloneNode(true));
  }
  return pip;
}

/** Whoever speaks or shares, and the three buttons one needs, over all other windows. */
export function PipWindow() {
  const { layout, setLayout } = useCall();
  const { pip } = layout;
  useEffect(() => {
    if (!pip) return;
    const onClose = () => setLayout({ pip: null });
    pip.addEventListener("pagehide", onClose);
    return () => {
      pip.removeEventListener("pagehide", onClose);
      pip.close();
    };
  }, [pip, setLayout]);
  return pip ? createPortal(<Small pip={pip} />, pip.document.body) : null;
}

function Small({ pip }: { pip: Window }) {
  const call = useCall();
  const { layout, told } = call;
  const speaker = useSpeaker(true);
  const { main } = compose({
    views: useViews(),
    layout: { ...layout, mode: "speaker" },
    spotlight: told.spotlight,
    speaker,
  });
  return (
    <div className={classes.pip}>
      <Focus main={main.slice(0, 1)} rest={[]} width={pip.innerWidth} height={pip.innerHeight - BAR} phone={false} />
      <div className={classes.bar}>
        {commands
          .filter(({ id }) => SHOWN.includes(id))
          .map((command) => {
            const Icon = command.icon(call);
            const label = command.label(call);
            return (
              <ActionIcon
                key={command.id}
                className={frame.button}
                variant="transparent"
                size={40}
                radius="xl"
                aria-label={label}
                title={label}
                data-off={(command.tone === "inverted" && !command.pressed?.(call)) || undefined}
                data-danger={command.tone === "danger" || undefined}
                onClick={() => void command.run(call)}
              >
                <Icon size={22} stroke={1.5} />
              </ActionIcon>
            );
          })}
      </div>
    </div>
  );
}
