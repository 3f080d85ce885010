type NodeCrypto = typeof import("node:crypto");

/** The runtime's cryptography takes 15 to 25 ms and some megabytes: it comes with the first hash, not with every start. */
let nodeCrypto: NodeCrypto | undefined;

/** SHA-256 over the UTF-8 form of a text, 32 bytes. At once, where the runtime's Web Cryptography answers later. */
export function sha256(text: string): Uint8Array<ArrayBuffer> {
  nodeCrypto ??= process.getBuiltinModule("node:crypto");
  return new Uint8Array(nodeCrypto.createHash("sha256").update(text).digest());
}
