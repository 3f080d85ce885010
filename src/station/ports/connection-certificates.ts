/** Whether the certificates for a secure connection to the CSMS are there. Nothing rejects. */
export interface ConnectionCertificates {
  /** Whether a CSMS root certificate is installed. */
  csmsRootInstalled(): Promise<boolean>;
  /** Whether the station has a valid client certificate. */
  stationCertificateInstalled(): Promise<boolean>;
}
