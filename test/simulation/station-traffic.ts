import { join } from "node:path";
import { connectForInspection, INSPECTION_SOCKET } from "../../src/host/inspection-socket.ts";
import type { LoggedMessage } from "../../src/inspection/exchanges.ts";
import { ask } from "../../src/inspection/inspection-client.ts";
import type { TrafficAnswer } from "../../src/inspection/traffic.ts";
import { parseJson } from "../../src/kernel/json.ts";

/** What crosses the OCPP socket of a running station, asked of it as `OCPP201 page` does. */
export class StationTraffic {
  readonly #messages: LoggedMessage[] = [];
  #last = 0;

  /** `directory`: that of the core database. */
  constructor(private readonly directory: string) {}

  /** Everything since the start, oldest first; as far as it is known while the station does not answer. */
  async messages(): Promise<readonly LoggedMessage[]> {
    for (const { number, atMs: timestampMs, direction, text } of await this.#newFrames()) {
      this.#last = number;
      const json = parseJson(text);
      if (json.kind === "value" && Array.isArray(json.value)) {
        this.#messages.push({ timestampMs, direction, frame: json.value });
      }
    }
    return this.#messages;
  }

  async #newFrames(): Promise<TrafficAnswer["frames"]> {
    try {
      const connection = await connectForInspection(join(this.directory, INSPECTION_SOCKET));
      try {
        const asked = await ask(connection, "traffic", { after: this.#last });
        return "answer" in asked ? (asked.answer as TrafficAnswer).frames : [];
      } finally {
        connection.close();
      }
    } catch {
      // It is starting or ending; the next process counts from the beginning.
      this.#last = 0;
      return [];
    }
  }
}
