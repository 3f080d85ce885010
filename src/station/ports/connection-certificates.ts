/** What a secured connection to the CSMS needs. Nothing rejects. */
export interface ConnectionCertificates {
  /** Whether a root is installed that the CSMS can be verified with. */
  csmsRootInstalled(): Promise<boolean>;
  /** Whether the station has a valid certificate to show. */
  stationCertificateInstalled(): Promise<boolean>;
}
