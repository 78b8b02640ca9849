import "@livekit/components-styles";
import { LiveKitRoom, VideoConference } from "@livekit/components-react";
import { createRoot } from "react-dom/client";

// LiveKit's own React example, and nothing more: what our call page is measured against.
const { url, token } = JSON.parse(decodeURIComponent(window.location.hash.slice(1)));
const options = { adaptiveStream: true, dynacast: true };

createRoot(document.getElementById("root") as HTMLElement).render(
  <LiveKitRoom serverUrl={url} token={token} options={options} connect>
    <VideoConference />
  </LiveKitRoom>,
);
