import { IconZoomIn, IconZoomOut } from "@tabler/icons-react";
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { inside, MAXIMUM_ZOOM, middle, moved, placed, type Size, type View } from "./crop";
import classes from "./profile.module.css";

interface Props {
  url: string;
  onView: (view: View, size: Size) => void;
  /** The browser cannot show this kind of picture. */
  onUnshowable: () => void;
}

/** A step of an arrow key, in parts of the square. */
const STEP = 0.05;
const ZOOM_STEP = 1.1;

const arrows: Record<string, [number, number]> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

/** The round part of a picture that is kept: moved by hand, by two fingers, by wheel, by keys. */
export function Cropper({ url, onView, onUnshowable }: Props) {
  const { t } = useTranslation();
  const [size, setSize] = useState<Size | null>(null);
  const [view, setView] = useState<View>(middle);
  const stage = useRef<HTMLButtonElement>(null);
  const hands = useRef(new Map<number, { x: number; y: number }>());

  useEffect(() => {
    if (size) onView(view, size);
  }, [view, size, onView]);

  const move = (right: number, down: number) => size && setView((now) => moved(now, size, right, down));
  const zoomBy = (factor: number) =>
    size && setView((now) => inside({ ...now, zoom: Math.min(now.zoom * factor, MAXIMUM_ZOOM) }, size));

  const drag = (event: PointerEvent) => {
    const before = hands.current.get(event.pointerId);
    const side = stage.current?.clientWidth;
    if (!before || !side) return;
    const others = [...hands.current].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
    const now = { x: event.clientX, y: event.clientY };
    hands.current.set(event.pointerId, now);
    const [other] = others;
    const share = others.length + 1;
    move((now.x - before.x) / side / share, (now.y - before.y) / side / share);
    if (other) zoomBy(apart(now, other) / Math.max(1, apart(before, other)));
  };

  const onKey = (event: KeyboardEvent) => {
    const arrow = arrows[event.key];
    if (arrow) move(-arrow[0], -arrow[1]);
    else if (event.key === "+" || event.key === "=") zoomBy(ZOOM_STEP);
    else if (event.key === "-") zoomBy(1 / ZOOM_STEP);
    else return;
    event.preventDefault();
  };

  // React listens to wheels passively, and a passive listener cannot keep the dialog from scrolling.
  useEffect(() => {
    const element = stage.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      if (size) setView((now) => inside({ ...now, zoom: now.zoom * Math.exp(-event.deltaY / 500) }, size));
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [size]);

  const place = size ? placed(view, size) : null;
  const percent = (part: number) => `${part * 100}%`;

  return (
    <div className={classes.cropper}>
      <button
        type="button"
        ref={stage}
        className={classes.stage}
        aria-label={t("profile.picture.cropLabel")}
        aria-describedby="crop-help"
        onKeyDown={onKey}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          hands.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
        }}
        onPointerMove={drag}
        onPointerUp={(event) => hands.current.delete(event.pointerId)}
        onPointerCancel={(event) => hands.current.delete(event.pointerId)}
        data-autofocus
        data-testid="cropper"
      >
        <img
          src={url}
          alt=""
          draggable={false}
          onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => {
            setSize({ width, height });
            setView(middle);
          }}
          onError={onUnshowable}
          style={
            place
              ? {
                  width: percent(place.width),
                  height: percent(place.height),
                  left: percent(place.left),
                  top: percent(place.top),
                }
              : { opacity: 0 }
          }
        />
      </button>
      <label className={classes.zoom}>
        <IconZoomOut size={20} stroke={1.5} aria-hidden />
        <input
          type="range"
          min={0}
          max={1}
          step={0.01}
          value={Math.log(view.zoom) / Math.log(MAXIMUM_ZOOM)}
          onChange={(event) =>
            size && setView(inside({ ...view, zoom: MAXIMUM_ZOOM ** Number(event.currentTarget.value) }, size))
          }
          aria-label={t("profile.picture.zoom")}
        />
        <IconZoomIn size={20} stroke={1.5} aria-hidden />
      </label>
      <p id="crop-help" className={classes.soft}>
        {t("profile.picture.cropHelp")}
      </p>
    </div>
  );
}

const apart = (one: { x: number; y: number }, other: { x: number; y: number }) =>
  Math.hypot(one.x - other.x, one.y - other.y);
