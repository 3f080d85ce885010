/** The files that EVerest's security module names. Every method rejects when the file system refuses. */
export interface CertificateFiles {
  read(path: string): Promise<string>;
  /** Paths of the files in a directory, sorted; undefined when `path` is no directory. */
  filesIn(path: string): Promise<readonly string[] | undefined>;
}
