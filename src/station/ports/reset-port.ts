/** What a reset follows from; EVerest remembers it as the reason of the next boot. */
export type ResetCause =
  /** The CSMS asked, and nothing stood in the way. */
  | "asked"
  /** It waited for transactions to end. */
  | "scheduled";

/** Restarts the controller. Every promise settles: a failing or late answer counts as `false`. */
export interface ResetPort {
  isResetAllowed(): Promise<boolean>;
  /** True when the system says that it restarts; soon after we are gone. */
  reset(cause: ResetCause): Promise<boolean>;
}
