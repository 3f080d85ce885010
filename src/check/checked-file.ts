export type TextReading =
  | { readonly kind: "read"; readonly text: string }
  | { readonly kind: "unreadable"; readonly reason: string };

/** A file of the station, and what came of reading it. */
export interface CheckedFile {
  readonly path: string;
  readonly reading: TextReading;
}
