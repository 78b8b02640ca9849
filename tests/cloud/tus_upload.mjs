// Uploads one file with tus-js-client, as a browser would:
//   node tus_upload.mjs <endpoint> <token> <file> <options as JSON>
// Prints one JSON value a line: {"accepted": bytes} as the server takes them, then {"node": …, "version": …}, or
// {"status": …, "problem": …}. `state` names a file that remembers the address, so that a killed one goes on.
import fs from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const tus = require("tus-js-client");

const [endpoint, token, file, given] = process.argv.slice(2);
const { state, metadata, ...options } = JSON.parse(given);
const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

let became = {};
const upload = new tus.Upload(fs.createReadStream(file), {
  endpoint,
  headers: { Authorization: `Bearer ${token}` },
  metadata,
  retryDelays: [200, 500, 1000, 2000, 4000, 4000, 4000],
  ...(state ? { urlStorage: new tus.FileUrlStorage(state), storeFingerprintForResuming: true } : {}),
  ...options,
  onAfterResponse(_request, response) {
    const node = response.getHeader("Egret-Node");
    if (node) became = { node, version: response.getHeader("Egret-Version") };
  },
  onChunkComplete: (_size, accepted) => say({ accepted }),
  onSuccess: () => say(became),
  onError(error) {
    const response = error.originalResponse;
    say({ status: response?.getStatus() ?? 0, problem: response?.getBody() || String(error) });
    process.exitCode = 1;
  },
});

const earlier = state ? await upload.findPreviousUploads() : [];
if (earlier.length > 0) {
  upload.resumeFromPreviousUpload(earlier[0]);
  say({ resumed: true });
}
upload.start();
