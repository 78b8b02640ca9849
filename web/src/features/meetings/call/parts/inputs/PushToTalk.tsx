import { useEffect } from "react";
import { useCall } from "../../frame/CallContext";

const writes = "input, textarea, select, [contenteditable]";
const presses = "button, a, [role=menuitem], [role=option], [role=tab]";

/** The space bar belongs to whoever types, and to a button reached by keyboard. */
function isOurs(event: KeyboardEvent) {
  const { target } = event;
  if (event.code !== "Space" || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (!(target instanceof Element)) return true;
  return !target.closest(writes) && !target.closest(presses)?.matches(":focus-visible");
}

/** While it is chosen, the microphone is on as long as the space bar is down. */
export function PushToTalk() {
  const { connection, state } = useCall();
  const { pushToTalk } = state.sound;
  const { inputs } = connection;
  useEffect(() => {
    if (!pushToTalk) return;
    let held = false;
    const onDown = (event: KeyboardEvent) => {
      if (!isOurs(event)) return;
      event.preventDefault();
      if (!held) void inputs.switch("microphone", true);
      held = true;
    };
    const release = () => {
      if (held) void inputs.switch("microphone", false);
      held = false;
    };
    const onUp = (event: KeyboardEvent) => {
      if (event.code !== "Space" || !held) return;
      // A button under the pointer would be pressed by letting go.
      event.preventDefault();
      release();
    };
    window.addEventListener("keydown", onDown);
    window.addEventListener("keyup", onUp);
    // Letting go in another window is never heard of here.
    window.addEventListener("blur", release);
    return () => {
      release();
      window.removeEventListener("keydown", onDown);
      window.removeEventListener("keyup", onUp);
      window.removeEventListener("blur", release);
    };
  }, [pushToTalk, inputs]);
  return null;
}
