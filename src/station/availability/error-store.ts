import type { ConnectorId, EvseId } from "../../kernel/ids.ts";
import type { ErrorEvent } from "./error-event.ts";
import type { ErrorLocation } from "./error-subject.ts";
import type { NewEvent } from "../events/waiting-events.ts";

/** An error that is raised and not cleared yet. */
export interface RaisedError extends ErrorLocation {
  readonly identity: string;
  readonly evseId?: EvseId;
  readonly connectorId?: ConnectorId;
  readonly trigger: ErrorEvent["trigger"];
  readonly severity: number;
  readonly techCode: string;
  readonly techInfo?: string;
  readonly effect: ErrorEvent["effect"];
  /** Whether it is reported to the CSMS. */
  readonly told: boolean;
}

/**
 * Raised errors, persistent over restarts; a change is committed together with the event that reports it.
 * Implemented by `storage/error-repository`.
 */
export interface ErrorStore {
  /** In the order in which they were raised. */
  load(): readonly RaisedError[];
  /** Adds the error; resolves with the id of its event, if there is one, when both are on disk. */
  raised(error: RaisedError, event?: NewEvent): Promise<number | undefined>;
  /** Removes the error; resolves like `raised`. */
  cleared(identity: string, event?: NewEvent): Promise<number | undefined>;
}
