/** Passkeys by the browser's own JSON forms (Web Authentication, level 3). */

type Json = Record<string, unknown>;

export function hasPasskeys(): boolean {
  return (
    typeof PublicKeyCredential === "function" &&
    typeof PublicKeyCredential.parseRequestOptionsFromJSON === "function"
  );
}

/** Lets the person choose a passkey of this site and sign the challenge with it. */
export async function signedAssertion(options: Json): Promise<Json> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as unknown as PublicKeyCredentialRequestOptionsJSON,
  );
  return json(() => navigator.credentials.get({ publicKey }), "No passkey was used");
}

export async function newPasskey(options: Json): Promise<Json> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as unknown as PublicKeyCredentialCreationOptionsJSON,
  );
  return json(() => navigator.credentials.create({ publicKey }), "No passkey was made");
}

async function json(ask: () => Promise<Credential | null>, otherwise: string): Promise<Json> {
  let made: Credential | null;
  try {
    made = await ask();
  } catch (e) {
    throw new Error(`${otherwise}: ${why(e)}`, { cause: e });
  }
  if (!(made instanceof PublicKeyCredential)) throw new Error(`${otherwise}: try again.`);
  return made.toJSON() as unknown as Json;
}

function why(e: unknown): string {
  if (!(e instanceof DOMException)) return String(e);
  switch (e.name) {
    case "NotAllowedError":
      return "it was cancelled, took too long, or this device has none for this site.";
    case "InvalidStateError":
      return "this device has one for your account already.";
    case "SecurityError":
      return "the address of this page is not the one in flexaaa.console-url.";
    default:
      return e.message;
  }
}
