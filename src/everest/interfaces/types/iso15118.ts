import { array, enumOf, type Infer, integer, object, string } from "../../codec/mod.ts";

/** Identifies a certificate for an OCSP check, in the spelling of OCPP. */
export const certificateHashDataInfo = object({
  hashAlgorithm: enumOf("SHA256", "SHA384", "SHA512"),
  issuerNameHash: string({ maxLength: 128 }),
  issuerKeyHash: string({ maxLength: 128 }),
  serialNumber: string({ maxLength: 40 }),
  responderURL: string({ maxLength: 512 }),
});
export type CertificateHashDataInfo = Infer<typeof certificateHashDataInfo>;

/** In the order of 2026.02, which sends lists of these as positions; later names follow (there `AC_DER` became `AC_DER_IEC` and `AC_DER_SAE`). */
export const energyTransferMode = enumOf(
  "AC_single_phase_core",
  "AC_two_phase",
  "AC_three_phase_core",
  "DC_core",
  "DC_extended",
  "DC_combo_core",
  "DC_unique",
  "DC",
  "AC_BPT",
  "AC_BPT_DER",
  "AC_DER",
  "DC_BPT",
  "DC_ACDP",
  "DC_ACDP_BPT",
  "WPT",
  "MCS",
  "MCS_BPT",
  "AC_DER_IEC",
  "AC_DER_SAE",
);
export type EnergyTransferMode = Infer<typeof energyTransferMode>;

export const certificateActionEnum = enumOf("Install", "Update");
export type CertificateActionEnum = Infer<typeof certificateActionEnum>;

/** The CSMS's answer to a contract certificate request. */
export const responseExiStreamStatus = object({
  status: enumOf("Accepted", "Failed"),
  certificate_action: certificateActionEnum,
}, {
  exi_response: string({ maxLength: 5600 }),
});
export type ResponseExiStreamStatus = Infer<typeof responseExiStreamStatus>;

/** A contract certificate request of the EV, base64 coded EXI. */
export const requestExiStreamSchema = object({
  exi_request: string({ maxLength: 5600 }),
  iso15118_schema_version: string({ maxLength: 50 }),
  certificate_action: certificateActionEnum,
});
export type RequestExiStreamSchema = Infer<typeof requestExiStreamSchema>;

export const appProtocol = object({
  protocol_namespace: string({ maxLength: 100 }),
  version_number_major: integer({ minimum: 0 }),
  version_number_minor: integer({ minimum: 0 }),
  schema_id: integer({ minimum: 0, maximum: 255 }),
  priority: integer({ minimum: 1, maximum: 20 }),
});
export type AppProtocol = Infer<typeof appProtocol>;

export const appProtocols = object({
  Protocols: array(appProtocol, { minItems: 1, maxItems: 20 }),
});
export type AppProtocols = Infer<typeof appProtocols>;

/** Identity, protocols and TLS certificates of the connected EV. */
export const evInformation = object({
  supported_protocols: appProtocols,
  selected_protocol: appProtocol,
  evcc_id: string(),
}, {
  tls_leaf_certificate: string(),
  tls_sub_ca_1_certificate: string(),
  tls_sub_ca_2_certificate: string(),
  tls_root_certificate: string(),
});
export type EvInformation = Infer<typeof evInformation>;
