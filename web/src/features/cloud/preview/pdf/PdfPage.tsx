import { type CSSProperties, type RefObject, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { TextLayer } from "./library";
import classes from "./pdf.module.css";
import type { Opened } from "./usePdf";

/** Phones refuse larger canvases. */
const MAXIMUM_PIXELS = 16_000_000;
/** While somebody still enlarges, the old drawing is stretched. */
const SETTLED = 150;

interface Props {
  opened: Opened;
  number: number;
  scale: number;
  scroller: RefObject<HTMLElement | null>;
  onSeen: (number: number) => void;
}

/** One page: drawn while it is near, with its text laid over it to be selected and found. */
export function PdfPage({ opened, number, scale, scroller, onSeen }: Props) {
  const { t } = useTranslation();
  const sheet = useRef<HTMLElement>(null);
  const paper = useRef<HTMLDivElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  const [size, setSize] = useState({ width: opened.width, height: opened.height });
  const [damaged, setDamaged] = useState(false);
  const seen = useRef(onSeen);
  seen.current = onSeen;

  useEffect(() => {
    const element = sheet.current;
    if (!element) return;
    const approach = new IntersectionObserver(([hit]) => setNear(hit?.isIntersecting ?? false), {
      root: scroller.current,
      rootMargin: "100% 0px",
    });
    const middle = new IntersectionObserver(([hit]) => hit?.isIntersecting && seen.current(number), {
      root: scroller.current,
      rootMargin: "-50% 0px",
    });
    approach.observe(element);
    middle.observe(element);
    return () => {
      approach.disconnect();
      middle.disconnect();
    };
  }, [scroller, number]);

  useEffect(() => {
    if (!near) {
      paper.current?.replaceChildren();
      text.current?.replaceChildren();
      return;
    }
    let cancel = () => {};
    const timer = setTimeout(
      async () => {
        let gone = false;
        cancel = () => {
          gone = true;
        };
        try {
          const page = await opened.pdf.getPage(number);
          const plain = page.getViewport({ scale: 1 });
          const dense = Math.sqrt(MAXIMUM_PIXELS / (plain.width * plain.height)) / scale;
          const density = Math.min(window.devicePixelRatio || 1, dense);
          const viewport = page.getViewport({ scale: scale * density });
          if (gone) return;
          setSize({ width: plain.width, height: plain.height });
          const canvas = document.createElement("canvas");
          canvas.width = Math.floor(viewport.width);
          canvas.height = Math.floor(viewport.height);
          const drawing = page.render({ canvas, viewport });
          cancel = () => {
            gone = true;
            drawing.cancel();
          };
          await drawing.promise;
          if (gone) return;
          paper.current?.replaceChildren(canvas);
          if (!text.current) return;
          text.current.replaceChildren();
          const layer = new TextLayer({
            textContentSource: page.streamTextContent(),
            container: text.current,
            viewport: page.getViewport({ scale }),
          });
          cancel = () => {
            gone = true;
            layer.cancel();
          };
          await layer.render();
        } catch {
          // Given up because the page went out of sight; otherwise this page of the document is damaged.
          if (!gone) setDamaged(true);
        }
      },
      paper.current?.hasChildNodes() ? SETTLED : 0,
    );
    return () => {
      clearTimeout(timer);
      cancel();
    };
  }, [near, opened, number, scale]);

  const style = {
    width: size.width * scale,
    height: size.height * scale,
    "--total-scale-factor": scale,
    "--scale-round-x": "1px",
    "--scale-round-y": "1px",
  } as CSSProperties;
  return (
    <section ref={sheet} className={classes.page} style={style} aria-label={t("preview.page", { number })}>
      <div ref={paper} className={classes.paper} aria-hidden />
      {damaged ? <p className={classes.damaged}>{t("preview.damagedPage")}</p> : null}
      <div ref={text} className={classes.words} data-testid={`words-${number}`} />
    </section>
  );
}
