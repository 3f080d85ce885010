import type { ConnectFailure } from "../connections.ts";

/** The steps of a connection, in their order. */
export type ExaminedStepName =
  /** A network profile that can be used. */
  | "profile"
  /** Certificates of the station's own side. */
  | "credentials"
  | "dns"
  | "tcp"
  | "tls"
  | "upgrade"
  | "password"
  | "subprotocol";

export type StepFailure =
  | ConnectFailure
  | { readonly kind: "unresolved"; readonly reason: string }
  | { readonly kind: "notConfigured"; readonly reason: string }
  | { readonly kind: "unusableProfile"; readonly reason: string };

export type StepOutcome =
  /** `fact`: what was found, for people. */
  | { readonly kind: "passed"; readonly fact: string }
  | { readonly kind: "failed"; readonly failure: StepFailure }
  | { readonly kind: "notTried"; readonly reason: string };

/** One step of a connection to the CSMS, tried by itself. */
export interface ExaminedStep {
  readonly name: ExaminedStepName;
  readonly outcome: StepOutcome;
  /** Absent: not measured. */
  readonly tookMs?: number;
}

export interface ExaminedConnection {
  /** Absent: no slot can be used. */
  readonly target?: { readonly slot: number; readonly url: string; readonly securityProfile: number };
  readonly steps: readonly ExaminedStep[];
}

export function passed(name: ExaminedStepName, fact: string, tookMs?: number): ExaminedStep {
  return { name, outcome: { kind: "passed", fact }, ...(tookMs !== undefined && { tookMs }) };
}

export function failed(name: ExaminedStepName, failure: StepFailure, tookMs?: number): ExaminedStep {
  return { name, outcome: { kind: "failed", failure }, ...(tookMs !== undefined && { tookMs }) };
}

export function notTried(name: ExaminedStepName, reason: string): ExaminedStep {
  return { name, outcome: { kind: "notTried", reason } };
}
