/** The security module answers from disk; a dial must not hang on it. */
export const SECURITY_TIMEOUT_MS = 10_000;
