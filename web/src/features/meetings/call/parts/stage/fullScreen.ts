import { useEffect } from "react";
import { useCall } from "../../frame/CallContext";

/** Not on iPhones, where only a video alone may fill the screen. */
export const canFullScreen = () => document.fullscreenEnabled;

/** The whole page, so that dialogs and menus come along. A refusal leaves everything as it is. */
export const toggleFullScreen = () =>
  (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(
    () => undefined,
  );

/** Escape and the browser's own ways out are not ours. */
export function FullScreenWatch() {
  const { setLayout } = useCall();
  useEffect(() => {
    const onChange = () => setLayout({ fullScreen: document.fullscreenElement !== null });
    document.addEventListener("fullscreenchange", onChange);
    return () => {
      document.removeEventListener("fullscreenchange", onChange);
      if (document.fullscreenElement) void document.exitFullscreen();
    };
  }, [setLayout]);
  return null;
}
