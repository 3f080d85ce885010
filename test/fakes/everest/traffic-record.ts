import type { Interface } from "../../../src/everest/interfaces/interface.ts";
import { callFaults, resultFaults, variableFaults } from "./legal-traffic.ts";

/** A command that the module under test called. */
export interface RecordedCall {
  readonly moduleId: string;
  readonly implementationId: string;
  readonly command: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A variable that the module under test published. */
export interface RecordedVariable {
  readonly implementationId: string;
  readonly variable: string;
  readonly value: unknown;
}

/** Everything the module under test did on the bus, and whatever of it is illegal. */
export class TrafficRecord {
  readonly calls: RecordedCall[] = [];
  readonly published: RecordedVariable[] = [];
  /** Empty as long as everybody keeps to the interfaces, the simulation included. */
  readonly violations: string[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(readonly moduleId: string) {}

  called(call: RecordedCall, declared: Interface): void {
    this.calls.push(call);
    this.#note(callFaults(declared, call.command, call.args), `calls ${call.moduleId}`);
  }

  answered(declared: Interface, command: string, result: unknown): void {
    this.#note(resultFaults(declared, command, result), "answers");
  }

  publishedBy(variable: RecordedVariable, declared: Interface | undefined): void {
    this.published.push(variable);
    const faults = declared
      ? variableFaults(declared, variable.variable, variable.value)
      : [`${variable.implementationId} is not an implementation of the module`];
    this.#note(faults, "publishes");
  }

  /** A fault of the simulation itself, which would make every test on it worthless. */
  simulationFault(declared: Interface, variable: string, value: unknown): void {
    for (const fault of variableFaults(declared, variable, value)) {
      this.violations.push(`simulation: ${fault}`);
    }
  }

  /** What the module said or did wrong in a way that no schema tells. */
  violation(text: string): void {
    this.violations.push(text);
  }

  /** Calls of one command, oldest first. */
  callsOf(command: string): RecordedCall[] {
    return this.calls.filter((call) => call.command === command);
  }

  /** The first call (already made or to come) that satisfies `wanted`. */
  async call(wanted: (call: RecordedCall) => boolean): Promise<RecordedCall> {
    for (;;) {
      const found = this.calls.find(wanted);
      if (found) return found;
      await this.#changed();
    }
  }

  /** The first publication (already made or to come) that satisfies `wanted`. */
  async variable(wanted: (variable: RecordedVariable) => boolean): Promise<RecordedVariable> {
    for (;;) {
      const found = this.published.find(wanted);
      if (found) return found;
      await this.#changed();
    }
  }

  #changed(): Promise<void> {
    return new Promise((resolve) => this.#waiting.add(resolve));
  }

  /** Wakes whoever waits; the recorder calls it after each message. */
  wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }

  #note(faults: readonly string[], what: string): void {
    for (const fault of faults) this.violations.push(`${this.moduleId} ${what}: ${fault}`);
    this.wake();
  }
}
