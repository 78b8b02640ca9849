import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useTitle } from "@/ui";
import { ListSkeleton } from "../browse/EmptyList";
import classes from "../cloud.module.css";
import { DriveHead } from "../DriveHead";
import { Places } from "../Places";
import { PlacesDrawer } from "../PlacesDrawer";
import { ShareDialog } from "../parts";
import type { Space } from "../types";
import { useActs } from "../useActs";
import { useNear, useTargets } from "../useFrame";
import { GivenList } from ".";

/** The same frame around everything that I shared. */
export function GivenPlace({ spaces }: { spaces: Space[] }) {
  const { t } = useTranslation();
  const { near, home } = useNear(spaces);
  const targets = useTargets(useActs(null));
  const [placesOpened, setPlacesOpened] = useState(false);
  const [sharing, setSharing] = useState<string | null>(null);
  const heading = t("cloud.place.given");
  useTitle(heading);
  const places = (onGone?: () => void) => (
    <Places spaces={near} current={home ?? null} active="given" onGone={onGone} {...targets} />
  );
  return (
    <div className={classes.drive} data-wide>
      <aside className={classes.side}>{places()}</aside>
      <section className={classes.main} aria-label={heading}>
        <DriveHead
          heading={heading}
          path={null}
          here={heading}
          onPlaces={() => setPlacesOpened(true)}
          uploadTo={null}
          onPicked={() => undefined}
          onNewFolder={() => undefined}
          onEmpty={null}
          lists={false}
          {...targets}
        />
        <Suspense fallback={<ListSkeleton />}>
          <GivenList onShare={setSharing} />
        </Suspense>
      </section>
      <Suspense fallback={null}>
        {sharing ? <ShareDialog node={sharing} onClose={() => setSharing(null)} /> : null}
      </Suspense>
      {placesOpened ? (
        <PlacesDrawer onClose={() => setPlacesOpened(false)}>{places(() => setPlacesOpened(false))}</PlacesDrawer>
      ) : null}
    </div>
  );
}
