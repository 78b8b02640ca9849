import type { paths } from "@/api/schema";

type Body<P extends keyof paths> = paths[P] extends {
  post: { requestBody: { content: { "application/json": infer B } } };
}
  ? B
  : never;

export type Assertion = Body<"/api/v1/sign-in/{flow}/passkey">["credential"];
export type Attestation = Body<"/api/v1/passkeys">["credential"];

/** What keeps passkeys from working here, if anything does: browsers bind them to a name, and to a secure page. */
export function passkeyHindrance(): "insecure" | "browser" | "address" | null {
  if (!window.isSecureContext) return "insecure";
  if (!("PublicKeyCredential" in window)) return "browser";
  return /^[\d.]+$|^\[/.test(window.location.hostname) ? "address" : null;
}

/** The person closed the browser's window, or let its time run out: nothing that needs an alarm. */
export const wasCancelled = (error: unknown) =>
  error instanceof DOMException && (error.name === "NotAllowedError" || error.name === "AbortError");

/** The authenticator holds one for this account already. */
export const wasThere = (error: unknown) => error instanceof DOMException && error.name === "InvalidStateError";

// `PublicKeyCredential.parse…FromJSON` and `toJSON` would do the same, but only in browsers of 2025.
type Options = Record<string, unknown>;
type Described = { id: string; type: "public-key"; transports?: AuthenticatorTransport[] }[] | undefined;

const described = (given: unknown) => (given as Described)?.map((each) => ({ ...each, id: bytes(each.id) }));

export async function createPasskey(options: Options): Promise<Attestation> {
  const user = options.user as { id: string; name: string; displayName: string };
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge as string),
    user: { ...user, id: bytes(user.id) },
    excludeCredentials: described(options.excludeCredentials),
  } as unknown as PublicKeyCredentialCreationOptions;
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: "public-key",
    response: { clientDataJSON: text(response.clientDataJSON), attestationObject: text(response.attestationObject) },
  };
}

export async function askPasskey(options: Options): Promise<Assertion> {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge as string),
    allowCredentials: described(options.allowCredentials),
  } as unknown as PublicKeyCredentialRequestOptions;
  const answer = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  const response = answer.response as AuthenticatorAssertionResponse;
  return {
    id: answer.id,
    rawId: text(answer.rawId),
    type: "public-key",
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: response.userHandle ? text(response.userHandle) : null,
    },
  };
}

/** base64url (RFC 4648 §5) without padding. */
export function bytes(encoded: string): Uint8Array<ArrayBuffer> {
  const binary = atob(encoded.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

export function text(buffer: ArrayBuffer): string {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
