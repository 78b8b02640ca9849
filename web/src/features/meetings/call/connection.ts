import {
  type LocalAudioTrack,
  type LocalTrack,
  type LocalTrackPublication,
  LocalVideoTrack,
  Room,
  RoomEvent,
  Track,
  TrackEvent,
} from "livekit-client";
import type { JoinAnswer } from "@/api";
import { browserKind, type DeviceKind, type Refusal, refusalOf, storeDevice } from "../devices";
import type { PreviewTracks } from "../prejoin/usePreview";
import { delayBefore, GIVE_UP_AFTER } from "./backoff";
import { type Ending, endingOf, endingOfRefusal } from "./ending";
import { adopt, roomOptions } from "./media";

export type Input = "camera" | "microphone";

export interface CallState {
  phase: "connecting" | "live" | "reconnecting";
  on: Record<Input, boolean>;
  /** An input that failed, until the next press of its button. */
  trouble: { input: Input; refusal: Refusal | "lost" } | null;
}

interface Options {
  rejoin: () => Promise<JoinAnswer>;
  onOver: (ending: Ending) => void;
}

/**
 * One person's stay in one call. Outlives the connections to the engine: when one breaks by accident, another is made
 * with a fresh token, and the same camera and microphone tracks are published again as they were.
 */
export class CallConnection {
  readonly room = new Room(roomOptions());
  #state: CallState = { phase: "connecting", on: { camera: false, microphone: false }, trouble: null };
  readonly #listeners = new Set<() => void>();
  readonly #tracks: Partial<Record<Input, LocalTrack>> = {};
  readonly #options: Options;
  #over = false;
  #healing = false;

  constructor(options: Options) {
    this.#options = options;
    this.room
      .on(RoomEvent.Disconnected, (reason) => {
        if (this.#over || this.#healing) return;
        const ending = endingOf(reason);
        if (ending) this.#finish(ending);
        else void this.#heal();
      })
      .on(RoomEvent.SignalReconnecting, () => this.#set({ phase: "reconnecting" }))
      .on(RoomEvent.Reconnecting, () => this.#set({ phase: "reconnecting" }))
      .on(RoomEvent.Reconnected, () => this.#set({ phase: "live" }))
      .on(RoomEvent.LocalTrackPublished, (publication) => this.#remember(publication))
      .on(RoomEvent.TrackMuted, () => this.#refreshInputs())
      .on(RoomEvent.TrackUnmuted, () => this.#refreshInputs());
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  snapshot = () => this.#state;

  async start(answer: JoinAnswer, preview: PreviewTracks) {
    for (const track of adopt(preview)) this.#hold(track);
    this.#refreshInputs();
    try {
      await this.#connect(answer.token);
    } catch {
      await this.#heal();
    }
  }

  async leave() {
    if (this.#over) return;
    this.#finish({ kind: "left" });
  }

  /** The host ended the meeting: do not wait to hear it back from the engine. */
  ended() {
    this.#finish({ kind: "ended" });
  }

  async toggle(input: Input) {
    this.#set({ trouble: null });
    const track = this.#tracks[input];
    try {
      // Through the track, not the publication: muting must hold even while there is no connection to tell.
      if (track) await (track.isMuted ? track.unmute() : track.mute());
      else if (input === "camera") await this.room.localParticipant.setCameraEnabled(true);
      else await this.room.localParticipant.setMicrophoneEnabled(true);
    } catch (error) {
      this.#set({ trouble: { input, refusal: refusalOf(error) } });
    }
    this.#refreshInputs();
  }

  async pick(kind: DeviceKind, id: string) {
    storeDevice(kind, id);
    try {
      await this.room.switchActiveDevice(browserKind[kind], id);
    } catch (error) {
      if (kind !== "speaker") this.#set({ trouble: { input: kind, refusal: refusalOf(error) } });
    }
  }

  async #connect(token: string) {
    await this.room.connect(window.location.origin.replace(/^http/, "ws"), token, { maxRetries: 0 });
    if (this.#over) return void this.room.disconnect();
    this.#set({ phase: "live" });
    const held = Object.values(this.#tracks);
    await Promise.allSettled(held.map((track) => this.#publish(track)));
  }

  #publish(track: LocalTrack) {
    const source = track.kind === Track.Kind.Video ? Track.Source.Camera : Track.Source.Microphone;
    return this.room.localParticipant.publishTrack(track as LocalVideoTrack | LocalAudioTrack, { source });
  }

  async #heal() {
    if (this.#healing) return;
    this.#healing = true;
    this.#set({ phase: "reconnecting" });
    const started = Date.now();
    try {
      for (let attempt = 0; !this.#over && Date.now() - started < GIVE_UP_AFTER; attempt += 1) {
        await new Promise((wake) => setTimeout(wake, delayBefore(attempt)));
        if (this.#over) return;
        try {
          const answer = await this.#options.rejoin();
          await this.#connect(answer.token);
          return;
        } catch (error) {
          const ending = endingOfRefusal(error);
          if (ending) return this.#finish(ending);
        }
      }
      this.#finish({ kind: "lost" });
    } finally {
      this.#healing = false;
      // The new connection may have broken while its tracks were being published.
      if (!this.#over && this.room.state === "disconnected") void this.#heal();
    }
  }

  #finish(ending: Ending) {
    if (this.#over) return;
    this.#over = true;
    for (const track of Object.values(this.#tracks)) track.stop();
    void this.room.disconnect();
    this.#options.onOver(ending);
  }

  #remember(publication: LocalTrackPublication) {
    if (publication.track) this.#hold(publication.track);
    this.#refreshInputs();
  }

  #hold(track: LocalTrack) {
    const input: Input = track instanceof LocalVideoTrack ? "camera" : "microphone";
    if (this.#tracks[input] === track) return;
    this.#tracks[input] = track;
    track.on(TrackEvent.Ended, () => {
      if (!this.#over && !track.isMuted) this.#set({ trouble: { input, refusal: "lost" } });
    });
    track.on(TrackEvent.Restarted, () => this.#set({ trouble: null }));
    track.on(TrackEvent.Muted, () => this.#refreshInputs());
    track.on(TrackEvent.Unmuted, () => this.#refreshInputs());
  }

  #refreshInputs() {
    const isOn = (track: LocalTrack | undefined) => track !== undefined && !track.isMuted;
    this.#set({ on: { camera: isOn(this.#tracks.camera), microphone: isOn(this.#tracks.microphone) } });
  }

  #set(change: Partial<CallState>) {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
