import { readChoices, writeChoices } from "./devices";

/** How one's own voice is treated. Both of the last two need a microphone that stays open while muted. */
export interface Sound {
  noiseSuppression: boolean;
  echoCancellation: boolean;
  /** Heard only while the space bar is held. */
  pushToTalk: boolean;
  /** Says so when one speaks while muted. */
  warnWhenMuted: boolean;
}

const usual: Sound = { noiseSuppression: true, echoCancellation: true, pushToTalk: false, warnWhenMuted: false };

export function storedSound(): Sound {
  const { sound } = readChoices();
  const stored = typeof sound === "object" && sound !== null ? (sound as Record<string, unknown>) : {};
  const read = (key: keyof Sound) => (typeof stored[key] === "boolean" ? stored[key] : usual[key]);
  return {
    noiseSuppression: read("noiseSuppression"),
    echoCancellation: read("echoCancellation"),
    pushToTalk: read("pushToTalk"),
    warnWhenMuted: read("warnWhenMuted"),
  };
}

export const storeSound = (sound: Sound) => writeChoices({ sound });

export function microphoneConstraints(id?: string) {
  const { noiseSuppression, echoCancellation } = storedSound();
  return { echoCancellation, noiseSuppression, autoGainControl: true, ...(id ? { deviceId: { ideal: id } } : {}) };
}
