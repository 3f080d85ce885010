import { isJsonObject } from "../../kernel/json.ts";
import type { Exchange } from "../exchanges.ts";

const START_EVENTS: ReadonlySet<unknown> = new Set(["StartupOfTheDevice", "ResetOrReboot"]);

/**
 * What a station sends because it has been switched on for the replay. A recording that does not begin with a
 * BootNotification has none of it, so it must not be looked for there; nor the free connector of a recorded station that
 * was switched on with a cable in it.
 */
export class StartOfStation {
  readonly #isRecorded: boolean;
  /** The first status of each connector in the recording. */
  readonly #firstStatuses = new Map<string, unknown>();
  #hasBooted = false;
  readonly #found = new Set<string>();

  constructor(exchanges: readonly Exchange[]) {
    const first = exchanges.find(({ call }) => call.direction === "ChargingStationToCSMS");
    this.#isRecorded = first?.action === "BootNotification";
    for (const { action, request } of exchanges) {
      if (action !== "StatusNotification" || !isJsonObject(request)) continue;
      const connector = connectorOf(request);
      if (!this.#firstStatuses.has(connector)) {
        this.#firstStatuses.set(connector, request["connectorStatus"]);
      }
    }
  }

  /** True, once for each, for the CALLs of a start that happened before the recording begins. */
  isBeforeRecording(action: string, request: unknown): boolean {
    if (!isJsonObject(request)) return false;
    if (this.#isRecorded) return action === "StatusNotification" && this.#wasNeverFree(request);
    switch (action) {
      case "BootNotification":
        this.#hasBooted = true;
        return this.#isFirst(action);
      case "SecurityEventNotification":
        return this.#hasBooted && START_EVENTS.has(request["type"]) && this.#isFirst(action);
      case "StatusNotification":
        return this.#hasBooted && this.#isFirst(connectorOf(request));
      default:
        return false;
    }
  }

  #wasNeverFree(request: Readonly<Record<string, unknown>>): boolean {
    const connector = connectorOf(request);
    const recorded = this.#firstStatuses.get(connector);
    return this.#isFirst(connector) && request["connectorStatus"] === "Available" &&
      recorded !== undefined && recorded !== "Available";
  }

  #isFirst(name: string): boolean {
    if (this.#found.has(name)) return false;
    this.#found.add(name);
    return true;
  }
}

function connectorOf(request: Readonly<Record<string, unknown>>): string {
  return `connector ${request["evseId"]} ${request["connectorId"]}`;
}
