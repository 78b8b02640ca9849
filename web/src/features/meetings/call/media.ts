import {
  type ExternalE2EEKeyProvider,
  LocalAudioTrack,
  type LocalTrack,
  LocalVideoTrack,
  type RoomOptions,
  VideoPresets,
} from "livekit-client";
import EncryptionWorker from "livekit-client/e2ee-worker?worker";
import { cameraConstraints, storedDevices } from "../devices";
import type { PreviewTracks } from "../prejoin/usePreview";
import { microphoneConstraints } from "../sound";

// The library's log level stays as it comes: setting it would write to localStorage outside of our registry.

// The engine library resumes short breaks by itself; after these it is quicker to ask for a new token.
const RESUME_DELAYS = [0, 300, 800, 1500];

/** `keys`: for a meeting that is encrypted from page to page. */
export function roomOptions(keys: ExternalE2EEKeyProvider | null): RoomOptions {
  const devices = storedDevices();
  return {
    ...(keys ? { encryption: { keyProvider: keys, worker: new EncryptionWorker() } } : {}),
    adaptiveStream: true,
    dynacast: true,
    // Tracks outlive a broken connection and are published again: see CallConnection.
    stopLocalTrackOnUnpublish: false,
    publishDefaults: { videoCodec: "vp8", simulcast: true },
    videoCaptureDefaults: {
      resolution: VideoPresets.h720.resolution,
      ...(devices.camera ? { deviceId: devices.camera } : {}),
    },
    audioCaptureDefaults: microphoneConstraints(devices.microphone),
    ...(devices.speaker ? { audioOutput: { deviceId: devices.speaker } } : {}),
    reconnectPolicy: { nextRetryDelayInMs: ({ retryCount }) => RESUME_DELAYS[retryCount] ?? null },
  };
}

/** The preview's open tracks as the library's own, so that it may stop and reopen the camera when it is muted. */
export function adopt({ camera, microphone }: PreviewTracks): LocalTrack[] {
  const tracks: LocalTrack[] = [];
  if (camera) {
    tracks.push(new LocalVideoTrack(camera, cameraConstraints(camera.getSettings().deviceId), false));
  }
  if (microphone) {
    tracks.push(new LocalAudioTrack(microphone, microphoneConstraints(microphone.getSettings().deviceId), false));
  }
  return tracks;
}
