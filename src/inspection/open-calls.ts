/** The side that sent a message. */
type Direction = "ChargingStationToCSMS" | "CSMSToChargingStation";

/** The places, in a list of messages, of the CALLs that have no answer yet. Both sides may use the same message id. */
export class OpenCalls {
  readonly #places = new Map<string, number>();

  /** A CALL with the message id of an open one of its side takes its place. */
  add(direction: Direction, messageId: string, place: number): void {
    this.#places.set(`${direction} ${messageId}`, place);
  }

  /** The place of the CALL that an answer in this direction belongs to, which is open no longer. */
  take(direction: Direction, messageId: string): number | undefined {
    const asked = direction === "ChargingStationToCSMS" ? "CSMSToChargingStation" : "ChargingStationToCSMS";
    const key = `${asked} ${messageId}`;
    const place = this.#places.get(key);
    this.#places.delete(key);
    return place;
  }
}
