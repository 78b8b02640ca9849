import { useCallback, useEffect, useRef, useState } from "react";
import {
  cameraConstraints,
  type DeviceChoice,
  type DeviceKind,
  type Refusal,
  refusalOf,
  storeDevice,
  storedDevices,
} from "../devices";
import { microphoneConstraints } from "../sound";

type Input = "camera" | "microphone";

export interface PreviewTracks {
  camera: MediaStreamTrack | null;
  microphone: MediaStreamTrack | null;
}

export interface Preview {
  tracks: PreviewTracks;
  asking: boolean;
  refusals: Partial<Record<Input, Refusal>>;
  devices: MediaDeviceInfo[];
  choice: DeviceChoice;
  /** Opens the given inputs. Called only from a press: nothing asks for a permission by itself. */
  open: (...inputs: Input[]) => Promise<void>;
  close: (input: Input) => void;
  pick: (kind: DeviceKind, id: string) => void;
  /** Hands the open tracks to the call, which goes on using them: the camera is not opened twice. */
  take: () => PreviewTracks;
}

const nothing: PreviewTracks = { camera: null, microphone: null };

export function usePreview(): Preview {
  const [tracks, setTracks] = useState<PreviewTracks>(nothing);
  const [asking, setAsking] = useState(false);
  const [refusals, setRefusals] = useState<Preview["refusals"]>({});
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  const [choice, setChoice] = useState<DeviceChoice>(storedDevices);
  const current = useRef(tracks);
  const gone = useRef(false);

  const replace = useCallback((input: Input, track: MediaStreamTrack | null) => {
    current.current[input]?.stop();
    current.current = { ...current.current, [input]: track };
    setTracks(current.current);
  }, []);

  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
      current.current.camera?.stop();
      current.current.microphone?.stop();
    };
  }, []);

  const list = useCallback(async () => {
    setDevices(await navigator.mediaDevices.enumerateDevices());
  }, []);

  useEffect(() => {
    const media = navigator.mediaDevices;
    if (!media) return;
    const relist = () => void list();
    media.addEventListener("devicechange", relist);
    return () => media.removeEventListener("devicechange", relist);
  }, [list]);

  const keep = useCallback(
    (stream: MediaStream) => {
      for (const track of stream.getTracks()) {
        // The person may have left while the browser was asking.
        if (gone.current) {
          track.stop();
          continue;
        }
        const input = track.kind === "video" ? "camera" : "microphone";
        track.addEventListener("ended", () => {
          // Unplugged, or the permission withdrawn in the browser's own bar.
          if (current.current[input] !== track) return;
          replace(input, null);
          setRefusals((all) => ({ ...all, [input]: "missing" }));
        });
        replace(input, track);
        setRefusals((all) => ({ ...all, [input]: undefined }));
      }
    },
    [replace],
  );

  const openWith = useCallback(
    async (ids: DeviceChoice, inputs: Input[]) => {
      const ask = (wanted: Input[]) =>
        navigator.mediaDevices.getUserMedia({
          video: wanted.includes("camera") && cameraConstraints(ids.camera),
          audio: wanted.includes("microphone") && microphoneConstraints(ids.microphone),
        });
      setAsking(true);
      try {
        // Both at once is one question instead of two; when it fails, each alone says which of them it was.
        keep(await ask(inputs));
      } catch (error) {
        if (inputs.length === 1) setRefusals((all) => ({ ...all, [inputs[0] as Input]: refusalOf(error) }));
        else for (const input of inputs) await openWith(ids, [input]);
      } finally {
        setAsking(false);
        await list();
      }
    },
    [keep, list],
  );

  const pick = (kind: DeviceKind, id: string) => {
    storeDevice(kind, id);
    const next = { ...choice, [kind]: id };
    setChoice(next);
    if (kind !== "speaker" && current.current[kind]) {
      // Some cameras cannot be opened twice, not even for the moment of a change.
      replace(kind, null);
      void openWith(next, [kind]);
    }
  };

  const take = () => {
    const taken = current.current;
    current.current = nothing;
    return taken;
  };

  return {
    tracks,
    asking,
    refusals,
    devices,
    choice,
    open: (...inputs) => openWith(choice, inputs),
    close: (input) => replace(input, null),
    pick,
    take,
  };
}
