import type { Registration } from "./boot-gate.ts";
import { allowsRemoteTransactions } from "./registration-rules.ts";

/** The registration at the CSMS. Every block may ask for it; only provisioning, which is made later, changes it. */
export class CurrentRegistration {
  #registration: Registration = "none";

  get isAccepted(): boolean {
    return allowsRemoteTransactions(this.#registration);
  }

  changed(registration: Registration): void {
    this.#registration = registration;
  }
}
