import type { Customer } from "./customer.ts";

/** One place where the station stores something about customers. */
export interface CustomerArchive {
  /** What is stored there, as the CSMS reads it. */
  readonly title: string;
  /** What it holds of the customer, one text for each piece. Rejects when it cannot be read. */
  find(customer: Customer): Promise<readonly string[]>;
  readonly removal: Removal;
}

export type Removal =
  /** Rejects when something is left. */
  | { readonly kind: "possible"; clear(customer: Customer): Promise<void> }
  /** What must stay, and why, as the CSMS reads it. */
  | { readonly kind: "refused"; readonly because: string };

/** What became of one archive. */
export interface CustomerFinding {
  readonly title: string;
  readonly pieces: readonly string[];
  readonly fate:
    | { readonly kind: "reported" }
    | { readonly kind: "cleared" }
    | { readonly kind: "remains"; readonly because: string };
}
