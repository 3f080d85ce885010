import { join } from "node:path";
import { isRecord } from "./equal.ts";
import type { Release } from "../fixtures/everest.ts";
import { type Envelope, MANAGER_MESSAGES, type Recording } from "./recording.ts";

/** Parameters that name a place on the recorded machine, and what stands for it here. */
const PLACES: Readonly<Record<string, string>> = {
  MessageLogPath: "logs",
  CoreDatabasePath: "",
  DeviceModelDatabasePath: "device_model.db",
  EverestDeviceModelDatabasePath: "everest_device_model.db",
  DeviceModelConfigPath: "component_config",
};

/** EVerest's manager, as far as it answers for the configuration. */
export class RecordedManager {
  readonly #answers = new Map<string, unknown>();

  constructor({ bus }: Recording, private readonly directory: string, private readonly release: Release) {
    for (const { topic, envelope } of bus) {
      if (topic !== "everest/modules/ocpp/response") continue;
      const { response } = envelope.data as { response: { type: string } };
      this.#answers.set(response.type, envelope.data);
    }
  }

  /** The text of the answer to a request for (a part of) the configuration. */
  answer(request: Envelope): string {
    const names = MANAGER_MESSAGES[this.release];
    if (request.msg_type !== names.request) throw new Error(`${request.msg_type} kills this manager`);
    const { request: wanted, type } = request.data as { request: { type: string }; type: string };
    const recorded = this.#answers.get(wanted.type);
    const data = recorded ?? { response: null, status: "Error", status_info: "not recorded", type };
    return JSON.stringify({ data: this.#here(data), msg_type: names.response });
  }

  /** The same with directories of our own. */
  #here(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#here(item));
    if (!isRecord(value)) return value;
    const place = PLACES[String(value["name"])];
    if (place !== undefined) return { ...value, value: join(this.directory, place) };
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, this.#here(part)]));
  }
}
