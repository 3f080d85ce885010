/** Loaded on demand: it needs memory that a station without a diagnosis saves. */
const nodeCrypto = () => import("node:crypto");

/** E.g. `CN=csms.example, issued by CN=Operator CA, valid until 2027-01-01`; undefined when it cannot be read. */
export async function certificateFact(certificate: Uint8Array | string): Promise<string | undefined> {
  const { X509Certificate } = await nodeCrypto();
  try {
    const { subject, issuer, validTo } = new X509Certificate(certificate);
    return `${oneLine(subject)}, issued by ${oneLine(issuer)}, valid until ${day(validTo)}`;
  } catch {
    return undefined;
  }
}

/** The names of the roots (PEM texts), with those that have expired marked. */
export async function rootsFact(roots: readonly string[], nowMs: number): Promise<string> {
  const { X509Certificate } = await nodeCrypto();
  const names = roots.map((root) => {
    try {
      const { subject, validTo } = new X509Certificate(root);
      return Date.parse(validTo) < nowMs ? `${oneLine(subject)} (EXPIRED ${day(validTo)})` : oneLine(subject);
    } catch {
      return "one that cannot be read";
    }
  });
  return names.length === 0 ? "no CSMS root is installed" : `trusted: ${names.join("; ")}`;
}

function oneLine(name: string): string {
  return name.split("\n").filter((part) => part !== "").join(", ");
}

function day(text: string): string {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? text : new Date(ms).toISOString().slice(0, 10);
}
