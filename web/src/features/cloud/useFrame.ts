import { useAddress } from "./address";
import type { Space } from "./types";
import { useUpload } from "./uploads/useUpload";
import type { useActs } from "./useActs";

/** The spaces of where one works, and the one that is gone to first. A group's space is one of its organisation's. */
export function useNear(spaces: Space[]) {
  const { org } = useAddress();
  const near = spaces.filter((each) => (org ? each.organization === org : each.kind === "person"));
  return { near, home: near.find((each) => each.kind !== "group") };
}

/** What is dropped onto a place is moved or uploaded there. */
export function useTargets(acts: ReturnType<typeof useActs>) {
  const upload = useUpload();
  return {
    onMove: acts.moveTo,
    onFiles: (transfer: DataTransfer, target: string) => void upload.dropped(transfer, target),
  };
}
