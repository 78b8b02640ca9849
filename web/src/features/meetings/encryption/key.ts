// Browsers never send the part of an address behind `#`: our server and our logs cannot hold the key.
const IN_ADDRESS = /^#e2ee=([\w-]{43})$/;
const KEY_BYTES = 32;

/** The meeting's key, as it stands in the link's fragment. */
export const keyInAddress = () => IN_ADDRESS.exec(window.location.hash)?.[1] ?? null;

export const withKey = (link: string) => {
  const key = keyInAddress();
  return key ? `${link}#e2ee=${key}` : link;
};

export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** Null: without a key from now on. The page stays where it is. */
export function putKey(key: string | null) {
  const { pathname, search } = window.location;
  window.history.replaceState(window.history.state, "", pathname + search + (key ? `#e2ee=${key}` : ""));
}

/** Whether this browser lets a page change what it sends, frame by frame. */
export const canEncrypt = () => "RTCRtpScriptTransform" in window || "createEncodedStreams" in RTCRtpSender.prototype;
