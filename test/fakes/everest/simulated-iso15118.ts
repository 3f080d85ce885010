import { iso15118ExtensionsInterface } from "../../../src/everest/interfaces/iso15118-extensions.ts";
import type {
  EvInformation,
  RequestExiStreamSchema,
  ResponseExiStreamStatus,
} from "../../../src/everest/interfaces/types/iso15118.ts";
import type { ChargingNeeds } from "../../../src/everest/interfaces/types/iso15118-charging-needs.ts";
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

  /** A vehicle says who it is. */
  evInfo(info: EvInformation): Promise<void> {
    return this.#implementation.publish("ev_info", info);
  }

  /** A vehicle says what it needs. */
  chargingNeeds(needs: ChargingNeeds): Promise<void> {
    return this.#implementation.publish("charging_needs", needs);
  }

  /** Whether services may be renegotiated with the vehicle. */
  serviceRenegotiation(supported: boolean): Promise<void> {
    return this.#implementation.publish("service_renegotiation_supported", supported);
  }

  stop(): void {
    this.#implementation.stop();
  }
}
