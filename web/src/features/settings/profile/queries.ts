import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { api, type Session, toProblem, unreachable, unwrap } from "@/api";
import type { paths } from "@/api/schema";

export type Profile = paths["/api/v1/profile"]["get"]["responses"][200]["content"]["application/json"];

/** The square that is kept: corner in parts of width and height, side in parts of the shorter one. */
export interface Crop {
  x: number;
  y: number;
  size: number;
}

/** The server's own limit: a longer upload is not begun. */
export const MAXIMUM_BYTES = 20 * 1024 * 1024;

export const profileQuery = queryOptions({
  queryKey: ["profile"],
  queryFn: () => unwrap<Profile>(api.GET("/api/v1/profile")),
});

export const saveTexts = (texts: { name: string; description: string }) =>
  unwrap<Profile>(api.PATCH("/api/v1/profile", { body: texts }));

export const removePicture = () => unwrap<Profile>(api.DELETE("/api/v1/profile/picture"));

/** Send a picture; `fetch` tells nothing of how far an upload is, so this is the older way. */
export function putPicture(file: Blob, crop: Crop | null, onProgress: (part: number) => void): Promise<Profile> {
  const query = crop ? `?${new URLSearchParams({ x: `${crop.x}`, y: `${crop.y}`, size: `${crop.size}` })}` : "";
  return send("PUT", `/api/v1/profile/picture${query}`, file, "json", onProgress) as Promise<Profile>;
}

/** The server's JPEG of a picture that this browser cannot show. */
export const previewPicture = (file: Blob) =>
  send("POST", "/api/v1/profile/picture/preview", file, "blob", () => undefined) as Promise<Blob>;

function send(
  method: string,
  path: string,
  body: Blob,
  wanted: "json" | "blob",
  onProgress: (part: number) => void,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, path);
    request.responseType = "blob";
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Accept-Language", document.documentElement.lang);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = () => reject(unreachable());
    request.onload = async () => {
      const answer = request.response as Blob;
      if (request.status === 200 && wanted === "blob") return resolve(answer);
      const read: unknown = await answer
        .text()
        .then(JSON.parse)
        .catch(() => undefined);
      if (request.status === 200) resolve(read);
      else reject(toProblem(read, request.status));
    };
    request.send(body);
  });
}

/** Everywhere the person is shown on this page. */
export function useShowProfile() {
  const queryClient = useQueryClient();
  return (profile: Profile) => {
    queryClient.setQueryData(profileQuery.queryKey, profile);
    queryClient.setQueryData<Session>(["session"], (session) =>
      session?.person
        ? {
            ...session,
            person: { ...session.person, name: profile.name, picture: profile.picture?.small_url ?? null },
          }
        : session,
    );
  };
}
