import { useElementSize } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { useSwipe } from "@/ui";
import { useCall } from "../frame/CallContext";
import { Focus } from "./Focus";
import { Gallery } from "./Gallery";
import { pageSize } from "./grid";
import { Pager } from "./Pager";
import classes from "./stage.module.css";
import { Tile } from "./Tile";

import { useSpeaker, useViews } from "./useViews";
import { compose, pageOf } from "./views";

/** Narrower than this, or upright: a phone's stage. */
const PHONE = 640;

export function Stage() {
  const { t } = useTranslation();
  const { state, layout, setLayout, told } = useCall();
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const speaker = useSpeaker(layout.mode === "speaker");
  const everything = useViews();
  const others = everything.filter((view) => !view.participant.isLocal);
  const self = everything.find((view) => view.participant.isLocal);
  // Alone one sees oneself in any case: an empty stage says nothing.
  const selfApart = layout.self !== "tile" && others.length > 0;
  const views = selfApart ? others : everything;
  const { main, rest } = compose({ views, layout, spotlight: told.spotlight, speaker });
  const phone = width < PHONE || width < height;
  const size = pageSize(width, height);
  // On a phone the large picture is the first page, and the gallery is swiped to; a desk shows both at once.
  const people = views.filter((view) => view.share === null);
  const first = main.length > 0 ? 1 : 0;
  const pages = first + (first && !phone ? 0 : Math.ceil(people.length / size));
  const page = Math.min(layout.page, Math.max(0, pages - 1));
  const turn = (by: number) => setLayout({ page: Math.min(Math.max(page + by, 0), Math.max(pages - 1, 0)) });
  const swipe = useSwipe(turn, "[data-scrolls]");
  if (state.phase === "connecting") {
    return (
      <div className={classes.waiting} role="status">
        {t("call.connecting")}
      </div>
    );
  }
  const focused = first > 0 && page === 0;
  const shown = focused ? [...main, ...rest] : pageOf(people, page - first, size);
  return (
    <div className={classes.whole} data-testid="stage" data-layout={focused ? "focus" : "gallery"} {...swipe}>
      <div className={classes.stage} ref={ref}>
        {focused ? (
          <Focus main={main} rest={rest} width={width} height={height} phone={phone} />
        ) : (
          <Gallery views={shown} width={width} height={height} />
        )}
        {selfApart && self && layout.self === "corner" ? (
          <ul className={classes.corner}>
            <Tile view={self} />
          </ul>
        ) : null}
        {everything.length === 1 && state.phase === "live" ? <p className={classes.alone}>{t("call.alone")}</p> : null}
      </div>
      {pages > 1 ? <Pager page={page} pages={pages} shown={shown} onTurn={turn} /> : null}
    </div>
  );
}
