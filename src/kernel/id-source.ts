/** Makes identifiers; injected so that tests can predict them. */
export interface IdSource {
  /** A fresh random RFC 4122 v4 UUID, lower case, 36 characters. */
  uuid(): string;
  /** Uniform in [0, 1), for random back-off. */
  random(): number;
}
