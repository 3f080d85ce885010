import type { Customer } from "./customer.ts";
import type { CustomerWish } from "./customer-report.ts";

/**
 * An accepted CustomerInformation request that the CSMS has not been answered to the end. What was cleared cannot be found
 * again, so that each step is remembered before the next one.
 */
export interface OwedAnswer {
  readonly requestId: number;
  readonly customer: Customer;
  readonly wish: CustomerWish;
  /** The entries of the archives before anything was cleared, by their titles; absent: they were not searched yet. */
  readonly found?: Readonly<Record<string, readonly string[]>>;
  /** The report for the CSMS; absent: the request is not carried out yet. */
  readonly text?: string;
}

/** The owed answers to requests that clear, persistent over restarts. Implemented by `storage/owed-answer-repository`. */
export interface OwedAnswerStore {
  /** By ascending id. */
  load(): readonly { readonly id: number; readonly answer: OwedAnswer }[];
  /** Adds or replaces. Rejects when the disk refuses. */
  put(id: number, answer: OwedAnswer): Promise<void>;
  /** From then on an erasure is owed: the answer is removed, but can still be read from the disk. */
  remove(id: number): Promise<void>;
  /** True after `remove` until `noteErasure`, in later processes, too. */
  isErasureOwed(): boolean;
  /** What was removed is erased. */
  noteErasure(): Promise<void>;
}
