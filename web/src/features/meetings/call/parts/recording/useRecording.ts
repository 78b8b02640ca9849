import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { currentQuery } from "../../../recordings/queries";
import { useCall } from "../../frame/CallContext";

// Who was told, and who chose otherwise, changes without a word of the engine.
const LOOK_AGAIN = 4000;

/** The recording under way, as the server tells it: asked anew with each word of the engine. */
export function useRecording({ watched = false } = {}) {
  const { code, told } = useCall();
  const queryClient = useQueryClient();
  const going = told.recording ?? told.recordingElsewhere;
  const word = going ? `${going.id} ${going.state}` : null;
  const query = currentQuery(code);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the engine's word is what makes the answer old
  useEffect(() => {
    void queryClient.invalidateQueries({ queryKey: currentQuery(code).queryKey });
  }, [word, code, queryClient]);
  return useQuery({
    ...query,
    enabled: watched || word !== null,
    refetchInterval: watched ? LOOK_AGAIN : false,
  });
}
