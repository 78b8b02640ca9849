import { type PointerEvent, useRef, useState } from "react";
import type { Shown, Source } from "./entry";
import { Broken } from "./Unshown";
import { usePinch } from "./usePinch";
import classes from "./viewer.module.css";
import { Waiting } from "./Waiting";
import { ZoomBar } from "./ZoomBar";

const MAXIMUM = 8;
const CLOSE = 2.5;

interface View {
  zoom: number;
  x: number;
  y: number;
}

const FITTED: View = { zoom: 1, x: 0, y: 0 };

interface Props {
  entry: Shown;
  source: Source;
  /** Where the browser gets a picture that it can read. */
  address: string;
}

export function PictureView({ entry, source, address }: Props) {
  const stage = useRef<HTMLDivElement>(null);
  const dragged = useRef<{ x: number; y: number } | null>(null);
  const [view, setView] = useState(FITTED);
  const [state, setState] = useState<"loading" | "shown" | "broken">("loading");

  /** What lies under the fingers, or the pointer, stays there. */
  const scale = (to: (zoom: number) => number, clientX?: number, clientY?: number) =>
    setView((old) => {
      const box = stage.current?.getBoundingClientRect();
      const zoom = Math.min(MAXIMUM, Math.max(1, to(old.zoom)));
      if (zoom === 1 || !box) return FITTED;
      const fromX = (clientX ?? box.left + box.width / 2) - box.left - box.width / 2;
      const fromY = (clientY ?? box.top + box.height / 2) - box.top - box.height / 2;
      const by = zoom / old.zoom;
      return { zoom, x: fromX - (fromX - old.x) * by, y: fromY - (fromY - old.y) * by };
    });
  usePinch(stage, (by, x, y) => scale((zoom) => zoom * by, x, y));

  const move = (event: PointerEvent) => {
    const last = dragged.current;
    if (!last || view.zoom === 1) return;
    dragged.current = { x: event.clientX, y: event.clientY };
    setView((old) => ({ ...old, x: old.x + event.clientX - last.x, y: old.y + event.clientY - last.y }));
  };

  if (state === "broken")
    return <Broken entry={entry} source={source} address={address} onRetry={() => setState("loading")} />;
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: fingers and pointers only; the bar below does the same by keyboard */}
      <div
        ref={stage}
        className={classes.picture}
        data-zoomed={view.zoom > 1 || undefined}
        onDoubleClick={(event) => scale((zoom) => (zoom > 1 ? 1 : CLOSE), event.clientX, event.clientY)}
        onPointerDown={(event) => {
          dragged.current = { x: event.clientX, y: event.clientY };
          if (view.zoom > 1) event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={move}
        onPointerUp={() => {
          dragged.current = null;
        }}
        onPointerCancel={() => {
          dragged.current = null;
        }}
      >
        {state === "loading" ? <Waiting /> : null}
        <img
          src={address}
          alt={entry.name}
          draggable={false}
          data-testid="picture"
          onLoad={() => setState("shown")}
          onError={() => setState("broken")}
          style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.zoom})` }}
        />
      </div>
      <ZoomBar zoom={view.zoom} minimum={1} maximum={MAXIMUM} onZoom={(zoom) => scale(() => zoom)} />
    </>
  );
}
