import {
  type LocalTrack,
  LocalVideoTrack,
  type Room,
  RoomEvent,
  ScreenSharePresets,
  Track,
  TrackEvent,
  type TrackPublishOptions,
} from "livekit-client";

/** Sharp letters at few frames, or flowing pictures at the price of sharpness. */
export type ShareMode = "text" | "motion";

export interface ShareState {
  mode: ShareMode;
  paused: boolean;
  hasSound: boolean;
  /** What is sent, for the presenter's own preview. */
  picture: MediaStreamTrack;
}

/** Why a share did not begin, or ended without its presenter. */
export type ShareTrouble = "system" | "failed" | "stopped";

// `TrackSource.SCREEN_SHARE` of the protocol, which the library does not export.
const SCREEN_SHARE = 3;
const TEXT_FRAMES = 15;
const MOTION_FRAMES = 30;

export const canShare = () => "getDisplayMedia" in (navigator.mediaDevices ?? {});

/** One person's shared screen, window or tab, with its sound. Outlives a broken connection, as the camera does. */
export class ScreenShare {
  #tracks: LocalTrack[] = [];
  #state: ShareState | null = null;
  #mode: ShareMode = "text";
  readonly #room: Room;
  readonly #changed: (state: ShareState | null) => void;
  readonly #trouble: (trouble: ShareTrouble | null) => void;

  constructor(
    room: Room,
    changed: (state: ShareState | null) => void,
    trouble: (trouble: ShareTrouble | null) => void,
  ) {
    this.#room = room;
    this.#changed = changed;
    this.#trouble = trouble;
    room.on(RoomEvent.ParticipantPermissionsChanged, (_, participant) => {
      const sources = participant.permissions?.canPublishSources ?? [];
      // An empty list means every source.
      if (!participant.isLocal || sources.length === 0 || sources.includes(SCREEN_SHARE)) return;
      if (this.#state) this.#trouble("stopped");
      void this.stop();
    });
  }

  /** Asks the browser what to share; what was shared before goes on until something else is chosen. */
  async start() {
    this.#trouble(null);
    let tracks: LocalTrack[];
    try {
      tracks = await this.#room.localParticipant.createScreenTracks({
        // As it is played: what cleans a voice would spoil music.
        audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: 2 },
        resolution: ScreenSharePresets.h1080fps30.resolution,
        // A picture of the call in the call repeats itself without end.
        selfBrowserSurface: "exclude",
        surfaceSwitching: "include",
        systemAudio: "include",
      });
    } catch (error) {
      // A closed chooser is an answer; the system's own refusal looks the same but for its words.
      if (!(error instanceof Error) || error.name !== "NotAllowedError") this.#trouble("failed");
      else if (/system/i.test(error.message)) this.#trouble("system");
      return;
    }
    await this.stop();
    this.#tracks = tracks;
    for (const track of tracks) {
      track.on(TrackEvent.Ended, () => void this.stop());
      track.on(TrackEvent.Muted, () => this.#onMuted());
    }
    this.#tell(false);
    await this.#tune();
    try {
      await this.publish();
    } catch {
      await this.stop();
      this.#trouble("failed");
    }
  }

  /** Also after a new connection. Raises what the engine answers. */
  async publish() {
    for (const track of this.#tracks) await this.#room.localParticipant.publishTrack(track, this.#options(track));
  }

  async stop() {
    const tracks = this.#tracks;
    if (tracks.length === 0) return;
    this.#tracks = [];
    this.#state = null;
    for (const track of tracks) track.stop();
    this.#changed(null);
    const { localParticipant } = this.#room;
    await Promise.allSettled(tracks.map((track) => localParticipant.unpublishTrack(track)));
  }

  async pause(paused: boolean) {
    if (this.#state) this.#tell(paused);
    await Promise.all(this.#tracks.map((track) => (paused ? track.mute() : track.unmute())));
  }

  async setMode(mode: ShareMode) {
    this.#mode = mode;
    if (!this.#state) return;
    this.#tell(this.#state.paused);
    await this.#tune();
  }

  #options(track: LocalTrack): TrackPublishOptions {
    if (!(track instanceof LocalVideoTrack)) return { source: Track.Source.ScreenShareAudio, dtx: false, red: true };
    return {
      source: Track.Source.ScreenShare,
      screenShareEncoding: { ...ScreenSharePresets.h1080fps30.encoding, maxFramerate: MOTION_FRAMES },
      degradationPreference: this.#preference(),
    };
  }

  #preference() {
    return this.#mode === "text" ? "maintain-resolution" : "maintain-framerate";
  }

  async #tune() {
    for (const track of this.#tracks) {
      if (!(track instanceof LocalVideoTrack)) continue;
      track.mediaStreamTrack.contentHint = this.#mode === "text" ? "text" : "motion";
      await track.setDegradationPreference(this.#preference());
      const frameRate = this.#mode === "text" ? TEXT_FRAMES : MOTION_FRAMES;
      await track.mediaStreamTrack.applyConstraints({ frameRate }).catch(() => undefined);
    }
  }

  /** Muted by another than the presenter: by a host. It could be unmuted at once, which would be against their will. */
  #onMuted() {
    if (!this.#state || this.#state.paused) return;
    this.#trouble("stopped");
    void this.stop();
  }

  #tell(paused: boolean) {
    const picture = this.#tracks.find((track) => track instanceof LocalVideoTrack)?.mediaStreamTrack;
    if (!picture) return;
    this.#state = { mode: this.#mode, paused, hasSound: this.#tracks.length > 1, picture };
    this.#changed(this.#state);
  }
}
