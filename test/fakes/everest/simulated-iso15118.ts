import { iso15118ExtensionsInterface } from "../../../src/everest/interfaces/iso15118-extensions.ts";
import type {
  RequestExiStreamSchema,
  ResponseExiStreamStatus,
} from "../../../src/everest/interfaces/types/iso15118.ts";
import { simulate, type SimulatedBus, type SimulatedImplementation } from "./simulated-module.ts";

export const ISO15118_PLACE = { moduleId: "iso15118_charger", implementationId: "extensions" };

/** An ISO 15118 stack, as far as it speaks to OCPP. */
export class SimulatedIso15118 {
  readonly #implementation: SimulatedImplementation<(typeof iso15118ExtensionsInterface)["variables"]>;
  /** What vehicles got. */
  readonly answers: ResponseExiStreamStatus[] = [];

  constructor(bus: SimulatedBus) {
    this.#implementation = simulate(bus, iso15118ExtensionsInterface, ISO15118_PLACE, {
      set_get_certificate_response: ({ certificate_response }) => {
        this.answers.push(certificate_response);
        return null;
      },
    });
  }

  /** A vehicle asks for its contract certificate. */
  requestCertificate(request: RequestExiStreamSchema): Promise<void> {
    return this.#implementation.publish("iso15118_certificate_request", request);
  }

  stop(): void {
    this.#implementation.stop();
  }
}
