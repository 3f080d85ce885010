import type { Registration } from "../provisioning/boot-gate.ts";

/** An open connection to the CSMS. */
export interface CsmsConnection {
  readonly configurationSlot: number;
  readonly securityProfile: number;
  /** The connection URL: endpoint and identity (part 4, §3.1.1). */
  readonly url: string;
}

/** Control of the connection to the CSMS. Nothing throws. */
export interface ConnectionControl {
  /** Closes the connection and connects again at once with the current settings. */
  reconnect(reason: string): void;
  /** To be called when the interval of the pings was changed. */
  pingIntervalChanged(): void;
  /** A lost connection is not made again until `releaseRedial`. */
  holdRedial(): void;
  releaseRedial(): void;
  /** The registration status decides which messages may be sent. */
  setRegistration(registration: Registration): void;
}
