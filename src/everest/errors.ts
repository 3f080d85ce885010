import { MAX_ACTIVE_BUS_ERRORS, MAX_QUEUED_BUS_ERRORS } from "../kernel/limits.ts";
import type { Envelope } from "./envelope.ts";
import { decodeError } from "./error-messages.ts";
import { mappingOf } from "./mapping.ts";
import type { BusError } from "./module.ts";

export interface ErrorDeps {
  /** Asks the manager for every mapping; undefined when it does not answer. */
  readonly allMappings: () => Promise<Readonly<Record<string, unknown>> | undefined>;
  readonly deliver: (error: BusError) => void;
}

/**
 * Errors of all modules. A repeated raise is dropped, by the identity that EVerest gives an error. A clear of
 * an inactive error is delivered: the error may have been raised before our process started, which only the
 * station knows. Errors that come without a mapping (older Rust modules) get the configured one.
 */
export class BusErrors {
  readonly #active = new Set<string>();
  #mappings: Readonly<Record<string, unknown>> = {};
  #lookup: "untried" | "running" | "done" = "untried";
  #started = false;
  #queued: BusError[] = [];

  constructor(private readonly deps: ErrorDeps) {}

  onError(envelope: Envelope): string | undefined {
    const decoded = decodeError(envelope.data);
    if (decoded.kind === "violation") return decoded.reason;
    const error = decoded.value;
    const identity = JSON.stringify([
      error.type,
      error.subType,
      error.origin.moduleId,
      error.origin.implementationId,
    ]);
    if (this.#queued.length >= MAX_QUEUED_BUS_ERRORS) return "too many errors at once";
    if (error.state === "Active") {
      if (this.#active.has(identity)) return undefined;
      if (this.#active.size >= MAX_ACTIVE_BUS_ERRORS) return "too many active errors";
      this.#active.add(identity);
    } else this.#active.delete(identity);
    this.#queued.push(error);
    this.#release();
    return undefined;
  }

  /**
   * Delivers what came in during initialisation, and everything from now on.
   * @param mappings module id -> tier mapping, as far as the configuration response lists them
   */
  start(mappings: Readonly<Record<string, unknown>>): void {
    this.#mappings = mappings;
    this.#started = true;
    this.#release();
  }

  /** In order of arrival; stops at an error whose mapping has to be looked up first. */
  #release(): void {
    if (!this.#started || this.#lookup === "running") return;
    for (let error = this.#queued[0]; error; error = this.#queued[0]) {
      const { moduleId } = error.origin;
      const unknown = error.origin.mapping === undefined && !Object.hasOwn(this.#mappings, moduleId);
      if (unknown && this.#lookup === "untried") return void this.#lookUp();
      this.#queued.shift();
      this.deps.deliver(this.#mapped(error));
    }
  }

  async #lookUp(): Promise<void> {
    this.#lookup = "running";
    const all = await this.deps.allMappings();
    this.#mappings = { ...all, ...this.#mappings };
    this.#lookup = "done";
    this.#release();
  }

  #mapped(error: BusError): BusError {
    const { moduleId, implementationId, mapping } = error.origin;
    const tier = Object.hasOwn(this.#mappings, moduleId) ? this.#mappings[moduleId] : undefined;
    const found = mapping ?? mappingOf(tier, implementationId);
    return found ? { ...error, origin: { ...error.origin, mapping: found } } : error;
  }
}
