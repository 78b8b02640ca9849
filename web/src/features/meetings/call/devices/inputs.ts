import {
  LocalAudioTrack,
  type LocalTrack,
  type LocalTrackPublication,
  LocalVideoTrack,
  type Room,
  RoomEvent,
  Track,
  TrackEvent,
} from "livekit-client";
import { browserKind, type DeviceKind, type Refusal, refusalOf, storeDevice } from "../../devices";
import type { PreviewTracks } from "../../prejoin/usePreview";
import { microphoneConstraints, type Sound, storedSound, storeSound } from "../../sound";
import { adopt } from "../media";

export type Input = "camera" | "microphone";

/** An input that failed, until the next press of its button. */
export interface Trouble {
  input: Input;
  refusal: Refusal | "lost";
}

export interface InputState {
  on: Record<Input, boolean>;
  trouble: Trouble | null;
  sound: Sound;
}

/** One's own camera and microphone. They outlive the connections to the engine, and are published again as they were. */
export class Inputs {
  #state: InputState = { on: { camera: false, microphone: false }, trouble: null, sound: storedSound() };
  readonly #tracks: Partial<Record<Input, LocalTrack>> = {};
  readonly #room: Room;
  readonly #changed: (state: InputState) => void;
  #over = false;
  /** Told when somebody switches on what the host does not let them send. */
  refused: ((input: Input) => void) | null = null;
  /** How sound is treated was changed while nothing was heard: for when it is next. */
  #stale = false;

  constructor(room: Room, changed: (state: InputState) => void) {
    this.#room = room;
    this.#changed = changed;
    room
      .on(RoomEvent.LocalTrackPublished, (publication) => this.#remember(publication))
      .on(RoomEvent.ParticipantPermissionsChanged, (_, participant) => participant.isLocal && this.#obey())
      .on(RoomEvent.TrackMuted, () => this.#refresh())
      .on(RoomEvent.TrackUnmuted, () => this.#refresh());
    for (const input of ["camera", "microphone"] as const) void this.#watch(input);
  }

  get state() {
    return this.#state;
  }

  get microphone(): LocalAudioTrack | undefined {
    const track = this.#tracks.microphone;
    return track instanceof LocalAudioTrack ? track : undefined;
  }

  take(preview: PreviewTracks) {
    for (const track of adopt(preview)) this.#hold(track);
    this.#refresh();
  }

  async switch(input: Input, on: boolean) {
    if (on && !maySend(this.#room, input)) return this.refused?.(input);
    this.#set({ trouble: null });
    const track = this.#tracks[input];
    try {
      // Through the track, not the publication: muting must hold even while there is no connection to tell.
      if (track) await (on ? track.unmute() : track.mute());
      else if (on && input === "camera") await this.#room.localParticipant.setCameraEnabled(true);
      else if (on) await this.#room.localParticipant.setMicrophoneEnabled(true, microphoneConstraints());
      if (on && input === "microphone" && this.#stale) await this.#retune();
    } catch (error) {
      this.#set({ trouble: { input, refusal: refusalOf(error) } });
    }
    this.#refresh();
  }

  toggle(input: Input) {
    const track = this.#tracks[input];
    return this.switch(input, track === undefined || track.isMuted);
  }

  async pick(kind: DeviceKind, id: string) {
    storeDevice(kind, id);
    try {
      await this.#room.switchActiveDevice(browserKind[kind], id);
    } catch (error) {
      if (kind !== "speaker") this.#set({ trouble: { input: kind, refusal: refusalOf(error) } });
    }
  }

  async treat(change: Partial<Sound>) {
    const sound = { ...this.#state.sound, ...change };
    storeSound(sound);
    this.#set({ sound });
    const track = this.microphone;
    if (!track) return;
    this.#keepOpen(track);
    if (change.pushToTalk) await this.switch("microphone", false);
    if (change.noiseSuppression === undefined && change.echoCancellation === undefined) return;
    if (track.isMuted) this.#stale = true;
    else await this.#retune();
  }

  /** What may no longer be sent was taken down by the engine: the device is let go, and opened anew when it may again. */
  #obey() {
    for (const input of ["camera", "microphone"] as const) {
      const track = this.#tracks[input];
      if (!track || maySend(this.#room, input)) continue;
      delete this.#tracks[input];
      track.stop();
    }
    this.#refresh();
  }

  /** All that are held, over a new connection. Never raises: what fails is missing, and the call goes on. */
  async publish() {
    await Promise.allSettled(
      Object.values(this.#tracks).map(async (track) => {
        const source = track.kind === Track.Kind.Video ? Track.Source.Camera : Track.Source.Microphone;
        await this.#room.localParticipant.publishTrack(track as LocalVideoTrack | LocalAudioTrack, { source });
        if (track.isMuted) await silence(track);
      }),
    );
  }

  stop() {
    this.#over = true;
    for (const track of Object.values(this.#tracks)) track.stop();
  }

  /** Browsers change these only when the device is opened anew. */
  async #retune() {
    this.#stale = false;
    const device = this.microphone?.mediaStreamTrack.getSettings().deviceId;
    await this.microphone?.restartTrack(microphoneConstraints(device ?? "default"));
  }

  #remember({ source, track }: LocalTrackPublication) {
    if (track && (source === Track.Source.Camera || source === Track.Source.Microphone)) this.#hold(track);
    this.#refresh();
  }

  #hold(track: LocalTrack) {
    const input: Input = track instanceof LocalVideoTrack ? "camera" : "microphone";
    if (this.#tracks[input] === track) return;
    this.#tracks[input] = track;
    if (track instanceof LocalAudioTrack) this.#keepOpen(track);
    track.on(TrackEvent.Ended, () => void this.#onEnded(input, track));
    track.on(TrackEvent.Restarted, () => {
      this.#set({ trouble: null });
      if (!track.isMuted) void track.resumeUpstream();
    });
    track.on(TrackEvent.Muted, () => {
      void silence(track);
      this.#refresh();
    });
    track.on(TrackEvent.Unmuted, () => {
      void track.resumeUpstream();
      this.#refresh();
    });
  }

  /** Muted means switched off, its light too, unless the person chose what needs an open microphone. */
  #keepOpen(track: LocalAudioTrack) {
    const { pushToTalk, warnWhenMuted } = this.#state.sound;
    track.stopOnMute = !pushToTalk && !warnWhenMuted;
  }

  /** Not every browser ends a track whose permission is withdrawn, and none gives it back by itself. */
  async #watch(input: Input) {
    const status = await permissionOf(input);
    status?.addEventListener("change", async () => {
      const track = this.#tracks[input];
      const { trouble } = this.#state;
      if (status.state === "granted" && trouble?.input === input) this.#set({ trouble: null });
      if (status.state !== "denied" || !track || track.isMuted || this.#over) return;
      await track.mute();
      track.mediaStreamTrack.stop();
      this.#set({ trouble: { input, refusal: "denied" } });
    });
  }

  /** Unplugged, or the permission withdrawn in the browser's own bar. */
  async #onEnded(input: Input, track: LocalTrack) {
    if (this.#over || track.isMuted) return;
    // At once: an ended microphone would go on sending silence until the library has looked for another.
    await silence(track);
    const status = await permissionOf(input);
    // The library may have found another device in the meantime.
    if (this.#over || track.mediaStreamTrack.readyState === "live") return;
    this.#set({ trouble: { input, refusal: status?.state === "denied" ? "denied" : "lost" } });
  }

  #refresh() {
    const isOn = (track: LocalTrack | undefined) => track !== undefined && !track.isMuted;
    this.#set({ on: { camera: isOn(this.#tracks.camera), microphone: isOn(this.#tracks.microphone) } });
  }

  #set(change: Partial<InputState>) {
    this.#state = { ...this.#state, ...change };
    this.#changed(this.#state);
  }
}

// `TrackSource.CAMERA` and `TrackSource.MICROPHONE` of the protocol, which the library does not export.
const sources = { camera: 1, microphone: 2 };

/** Whether the engine would take it; true while it has not said. An empty list means everything. */
function maySend(room: Room, input: Input): boolean {
  const { permissions } = room.localParticipant;
  if (!permissions) return true;
  const { canPublish, canPublishSources } = permissions;
  return canPublish && (canPublishSources.length === 0 || canPublishSources.includes(sources[input]));
}

/** Null where the browser does not tell (Firefox until lately). */
const permissionOf = (input: Input): Promise<PermissionStatus | null> =>
  navigator.permissions?.query({ name: input as PermissionName }).catch(() => null) ?? Promise.resolve(null);

/** Takes the track from its sender, so that not even packets of silence leave. A track published again forgot it was. */
async function silence(track: LocalTrack) {
  if (!track.sender) return;
  await track.resumeUpstream();
  // Switched on again in between?
  if (track.isMuted || track.mediaStreamTrack.readyState === "ended") await track.pauseUpstream();
}
