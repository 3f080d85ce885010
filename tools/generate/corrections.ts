/** One deliberate difference between the published schemas and ours. */
export interface Correction {
  readonly message: string;
  readonly property: string;
  readonly keyword: "maxLength" | "minItems";
  readonly published: number;
  readonly corrected: number;
  readonly reason: string;
}

/** Every change the generator makes to what a schema accepts. */
export const CORRECTIONS: readonly Correction[] = [
  {
    message: "Get15118EVCertificateResponse",
    property: "exiResponse",
    keyword: "maxLength",
    published: 5600,
    corrected: 7500,
    reason:
      "Published limit and errata 2025-09 say 5600, but a CertificateInstallationRes with a full contract " +
      "chain is longer (the V2G root operator asks for 7500) and OCPP lets a station accept more than the schema " +
      "says when it reports so in OCPPCommCtrlr.FieldLength[Get15118EVCertificateResponse.exiResponse]. The " +
      "station only receives this field, so the wider limit can never make us send something invalid.",
  },
  {
    message: "SendLocalListRequest",
    property: "localAuthorizationList",
    keyword: "minItems",
    published: 1,
    corrected: 0,
    reason:
      "Part 2 gives the field the cardinality 0..*, and D01.FR.04 and D01.FR.05 speak of an empty list: a CSMS may " +
      "write it out. The station only receives this field.",
  },
];
