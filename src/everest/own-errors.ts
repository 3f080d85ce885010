import { type Clock, toTimestamp } from "../kernel/clock.ts";
import type { IdSource } from "../kernel/id-source.ts";
import type { Logger } from "../kernel/logger.ts";
import { errorData } from "./error-messages.ts";
import { mappingOf } from "./mapping.ts";
import type { BusError } from "./module.ts";
import type { Outgoing } from "./outgoing.ts";
import type { Topics } from "./topics.ts";

/** Implementation id -> `namespace/Name` of each error its interface declares -> description. */
export type DeclaredErrors = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface ErrorToRaise {
  readonly implementationId: string;
  readonly type: string;
  readonly subType?: string;
  readonly message: string;
  readonly severity: BusError["severity"];
}

export interface OwnErrorDeps {
  readonly moduleId: string;
  readonly declared: DeclaredErrors;
  /** Our own tier mapping. */
  readonly mapping: unknown;
  readonly topics: Topics;
  readonly outgoing: Outgoing;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
}

/**
 * Errors that we raise. Of each type and sub type at most one is active; undeclared types never reach the bus,
 * because C++ receivers die on them.
 */
export class OwnErrors {
  readonly #active = new Map<string, BusError>();

  constructor(private readonly deps: OwnErrorDeps) {}

  raise({ implementationId, type, subType = "", message, severity }: ErrorToRaise): void {
    const { moduleId, declared, mapping, clock, ids, logger } = this.deps;
    const description = declared[implementationId]?.[type];
    if (description === undefined) {
      return logger.error("an error is not raised: the interface does not declare it", {
        implementationId,
        type,
      });
    }
    const key = identity(implementationId, type, subType);
    if (this.#active.has(key)) return;
    const place = mappingOf(mapping, implementationId);
    const error: BusError = {
      type,
      subType,
      description,
      message: message.toWellFormed(),
      severity,
      state: "Active",
      vendorId: "everest",
      uuid: ids.uuid(),
      timestamp: toTimestamp(clock.wallMs()),
      origin: { moduleId, implementationId, ...(place ? { mapping: place } : {}) },
    };
    this.#active.set(key, error);
    this.#publish("RaiseError", error);
  }

  /** Publishes the raised error again with the new state; nothing happens when it is not active. */
  clear(implementationId: string, type: string, subType = ""): void {
    const key = identity(implementationId, type, subType);
    const error = this.#active.get(key);
    if (!error) return;
    this.#active.delete(key);
    this.#publish("ClearError", { ...error, state: "ClearedByModule" });
  }

  #publish(messageType: "RaiseError" | "ClearError", error: BusError): void {
    const { topics, outgoing } = this.deps;
    const { moduleId, implementationId } = error.origin;
    outgoing.publish(topics.error(moduleId, implementationId, error.type), messageType, errorData(error));
  }
}

function identity(implementationId: string, type: string, subType: string): string {
  return JSON.stringify([implementationId, type, subType]);
}
