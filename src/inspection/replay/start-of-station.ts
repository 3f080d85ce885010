import { isJsonObject } from "../../kernel/json.ts";
import type { Exchange } from "../exchanges.ts";

const START_EVENTS: ReadonlySet<unknown> = new Set(["StartupOfTheDevice", "ResetOrReboot"]);

/**
 * What a station sends because it has been switched on for the replay. A recording that does not begin with a
 * BootNotification has none of it, so it must not be looked for there.
 */
export class StartOfStation {
  readonly #isRecorded: boolean;
  #hasBooted = false;
  readonly #found = new Set<string>();

  constructor(exchanges: readonly Exchange[]) {
    const first = exchanges.find(({ call }) => call.direction === "ChargingStationToCSMS");
    this.#isRecorded = first?.action === "BootNotification";
  }

  /** True, once for each, for the CALLs of a start that happened before the recording begins. */
  isBeforeRecording(action: string, request: unknown): boolean {
    if (this.#isRecorded || !isJsonObject(request)) return false;
    switch (action) {
      case "BootNotification":
        this.#hasBooted = true;
        return this.#isFirst(action);
      case "SecurityEventNotification":
        return this.#hasBooted && START_EVENTS.has(request["type"]) && this.#isFirst(action);
      case "StatusNotification":
        return this.#hasBooted && this.#isFirst(`${action} ${request["evseId"]} ${request["connectorId"]}`);
      default:
        return false;
    }
  }

  #isFirst(name: string): boolean {
    if (this.#found.has(name)) return false;
    this.#found.add(name);
    return true;
  }
}
