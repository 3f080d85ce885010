import type { PacketId } from "./packets.ts";

const HIGHEST = 0xffff;

/** Packet ids of our own requests. An id is free again once its request is acknowledged (MQTT-2.3.1-4). */
export class PacketIds {
  #last = 0;
  readonly #inUse = new Set<PacketId>();

  /** A free id; undefined when all 65 535 are in use. */
  allocate(): PacketId | undefined {
    if (this.#inUse.size >= HIGHEST) return undefined;
    do {
      this.#last = this.#last === HIGHEST ? 1 : this.#last + 1;
    } while (this.#inUse.has(this.#last));
    this.#inUse.add(this.#last);
    return this.#last;
  }

  release(id: PacketId): void {
    this.#inUse.delete(id);
  }
}
