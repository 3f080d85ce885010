/**
 * Reads the fields of one packet body. Running past the end or finding bad text is recorded as `violation`,
 * never thrown.
 */
export class PacketBody {
  #offset = 0;
  #violation: string | undefined;

  constructor(readonly bytes: Uint8Array) {}

  /** The first thing that was wrong with the fields read so far. */
  get violation(): string | undefined {
    return this.#violation;
  }

  uint8(): number {
    const value = this.bytes[this.#offset];
    if (value === undefined) return this.#reject("packet is too short");
    this.#offset += 1;
    return value;
  }

  uint16(): number {
    const high = this.uint8();
    return high * 256 + this.uint8();
  }

  /** A packet id; 0 is forbidden (MQTT-2.3.1-1). */
  packetId(): number {
    const id = this.uint16();
    if (id === 0) this.#reject("packet id is 0");
    return id;
  }

  /** A length-prefixed UTF-8 string; ill-formed UTF-8 and U+0000 are forbidden (MQTT-1.5.3-1, -2). */
  string(): string {
    const length = this.uint16();
    const end = this.#offset + length;
    if (end > this.bytes.length) {
      this.#reject("string is longer than its packet");
      return "";
    }
    const text = decodeUtf8(this.bytes.subarray(this.#offset, end));
    this.#offset = end;
    if (text === undefined || text.includes("\u0000")) {
      this.#reject("string is not valid UTF-8");
      return "";
    }
    return text;
  }

  /** Everything that has not been read yet. */
  rest(): Uint8Array {
    const rest = this.bytes.subarray(this.#offset);
    this.#offset = this.bytes.length;
    return rest;
  }

  #reject(reason: string): number {
    this.#violation ??= reason;
    return 0;
  }
}

// A byte order mark is an ordinary character in MQTT (MQTT-1.5.3-3), hence ignoreBOM.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Total UTF-8 decoding. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
