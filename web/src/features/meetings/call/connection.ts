import { ExternalE2EEKeyProvider, Room, RoomEvent } from "livekit-client";
import type { JoinAnswer } from "@/api";
import type { PreviewTracks } from "../prejoin/usePreview";
import { delayBefore, GIVE_UP_AFTER } from "./backoff";
import { type Input, type InputState, Inputs } from "./devices/inputs";
import { type Ending, endingOf, endingOfRefusal } from "./ending";
import { roomOptions } from "./media";
import { ScreenShare, type ShareState, type ShareTrouble } from "./sharing/screenShare";

export interface CallState extends InputState {
  phase: "connecting" | "live" | "reconnecting";
  /** The engine answers, but no media comes through: the network's doing. */
  blocked: boolean;
  share: ShareState | null;
  shareTrouble: ShareTrouble | null;
}

interface Options {
  rejoin: () => Promise<JoinAnswer>;
  /** Resolves when camera and microphone may be seen and heard. */
  beforePublishing: (room: Room) => Promise<void>;
  onOver: (ending: Ending) => void;
  /** Of an encrypted meeting. */
  key: string | null;
}

/**
 * One person's stay in one call. Outlives the connections to the engine: when one breaks by accident, another is made
 * with a fresh token, and camera, microphone and shared screen are published again as they were.
 */
export class CallConnection {
  readonly room: Room;
  readonly share: ScreenShare;
  readonly inputs: Inputs;
  readonly #keys: ExternalE2EEKeyProvider | null;
  #state: CallState;
  readonly #listeners = new Set<() => void>();
  readonly #options: Options;
  #over = false;
  #healing = false;

  constructor(options: Options) {
    this.#options = options;
    this.#keys = options.key === null ? null : new ExternalE2EEKeyProvider();
    this.room = new Room(roomOptions(this.#keys));
    this.share = new ScreenShare(
      this.room,
      (share) => this.#set({ share }),
      (shareTrouble) => this.#set({ shareTrouble }),
    );
    this.inputs = new Inputs(this.room, (inputs) => this.#set(inputs));
    this.#state = { phase: "connecting", blocked: false, ...this.inputs.state, share: null, shareTrouble: null };
    this.room
      .on(RoomEvent.Disconnected, (reason) => {
        if (this.#over || this.#healing) return;
        const ending = endingOf(reason);
        if (ending) this.#finish(ending);
        else void this.#heal();
      })
      .on(RoomEvent.SignalReconnecting, () => this.#set({ phase: "reconnecting" }))
      .on(RoomEvent.Reconnecting, () => this.#set({ phase: "reconnecting" }))
      .on(RoomEvent.Reconnected, () => this.#set({ phase: "live" }));
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  snapshot = () => this.#state;

  get encrypted() {
    return this.#keys !== null;
  }

  async start(answer: JoinAnswer, preview: PreviewTracks) {
    this.inputs.take(preview);
    if (this.#keys && this.#options.key !== null) {
      await this.#keys.setKey(this.#options.key);
      // Before the first connection: nothing may leave in the clear.
      await this.room.setE2EEEnabled(true);
    }
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

  /** The server wants this person in another of the meeting's rooms: the next token is for that one. */
  async move() {
    if (!this.#over && !this.#healing) await this.#heal(true);
  }

  async toggle(input: Input) {
    if (!this.#state.on[input]) await this.#options.beforePublishing(this.room);
    return this.inputs.toggle(input);
  }

  /** Camera, microphone and screen off, whatever they were. */
  async silence() {
    await Promise.allSettled([
      this.inputs.switch("camera", false),
      this.inputs.switch("microphone", false),
      this.share.stop(),
    ]);
  }

  async #connect(token: string) {
    let answered = false;
    const onAnswer = () => {
      answered = true;
    };
    this.room.once(RoomEvent.SignalConnected, onAnswer);
    try {
      await this.room.connect(window.location.origin.replace(/^http/, "ws"), token, { maxRetries: 0 });
    } catch (error) {
      this.#set({ blocked: answered });
      throw error;
    } finally {
      this.room.off(RoomEvent.SignalConnected, onAnswer);
    }
    if (this.#over) return void this.room.disconnect();
    this.#set({ phase: "live", blocked: false });
    await this.#options.beforePublishing(this.room);
    if (this.#over || this.room.state === "disconnected") return;
    await Promise.allSettled([this.inputs.publish(), this.share.publish()]);
  }

  async #heal(leaving = false) {
    if (this.#healing) return;
    this.#healing = true;
    this.#set({ phase: "reconnecting" });
    const started = Date.now();
    try {
      if (leaving) await this.room.disconnect(false);
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
      this.#finish({ kind: "lost", blocked: this.#state.blocked });
    } finally {
      this.#healing = false;
      // The new connection may have broken while its tracks were being published.
      if (!this.#over && this.room.state === "disconnected") void this.#heal();
    }
  }

  #finish(ending: Ending) {
    if (this.#over) return;
    this.#over = true;
    this.inputs.stop();
    void this.share.stop();
    void this.room.disconnect();
    this.#options.onOver(ending);
  }

  #set(change: Partial<CallState>) {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
