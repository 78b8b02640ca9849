import { read, write } from "@/ui/storage";

export type DeviceKind = "camera" | "microphone" | "speaker";
export type DeviceChoice = Partial<Record<DeviceKind, string>>;

export const browserKind: Record<DeviceKind, MediaDeviceKind> = {
  camera: "videoinput",
  microphone: "audioinput",
  speaker: "audiooutput",
};

/** Choosing a speaker is not offered where the browser cannot route sound (Safari on iOS, older Firefox). */
export const canChooseSpeaker = () => "setSinkId" in HTMLMediaElement.prototype;

/** What one chose for calls, as it is kept in this browser. */
export function readChoices(): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(read("devices") ?? "{}");
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {}; // Written by another version, or by hand.
  }
}

export const writeChoices = (change: Record<string, unknown>) =>
  write("devices", JSON.stringify({ ...readChoices(), ...change }));

export function storedDevices(): DeviceChoice {
  const { camera, microphone, speaker } = readChoices();
  const choice = { camera, microphone, speaker };
  return Object.fromEntries(Object.entries(choice).filter(([, id]) => typeof id === "string"));
}

/** Called only when a person picks a device in a list: a default is not a choice, and is not stored. */
export const storeDevice = (kind: DeviceKind, id: string) => writeChoices({ [kind]: id });

export type Refusal = "denied" | "missing" | "busy";

/** Why a device did not open, as three cases with three different remedies. */
export function refusalOf(error: unknown): Refusal {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError" || name === "PermissionDeniedError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError" || name === "DevicesNotFoundError") return "missing";
  return "busy";
}

// 720p: what the engine's top simulcast layer carries. `ideal`, because a strict size would refuse simple cameras.
export const cameraConstraints = (id?: string): MediaTrackConstraints => ({
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30 },
  ...(id ? { deviceId: { ideal: id } } : { facingMode: "user" }),
});
