import type { ConnectorId, EvseId } from "../../kernel/ids.ts";
import type { ErrorEvent } from "./error-event.ts";
import type { ErrorLocation } from "./error-subject.ts";
import type { NewEvent } from "../events/waiting-events.ts";

/** An error that is raised now. */
export interface RaisedError extends ErrorLocation {
  readonly identity: string;
  readonly evseId?: EvseId;
  readonly connectorId?: ConnectorId;
  readonly trigger: ErrorEvent["trigger"];
  readonly severity: number;
  readonly techCode: string;
  readonly techInfo?: string;
  readonly effect: ErrorEvent["effect"];
  /** Whether the CSMS is told of it. */
  readonly told: boolean;
}

/** Raised errors, over restarts; a change commits together with the event that reports it. Implemented by `storage/error-repository`. */
export interface ErrorStore {
  /** In the order in which they were raised. */
  load(): readonly RaisedError[];
  /** The error is raised from now on; resolves with the number of its event, if there is one, when both are on disk. */
  raised(error: RaisedError, event?: NewEvent): Promise<number | undefined>;
  /** The error is raised no longer. */
  cleared(identity: string, event?: NewEvent): Promise<number | undefined>;
}
