/** Stands for a secret wherever people read. */
export const MASK = "***";
