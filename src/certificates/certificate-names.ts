import { type DerElement, derElements, DerTag } from "./der.ts";
import { extensionOf, tbsCertificate, TbsField } from "./tbs-certificate.ts";

/** The host names a certificate carries. */
export interface CertificateNames {
  /** Every commonName of the subject. */
  readonly commonNames: readonly string[];
  /** dNSName entries of the subjectAltName. */
  readonly dnsNames: readonly string[];
  /** Whether the subjectAltName has entries of another kind, such as IP addresses. */
  readonly hasOtherNames: "yes" | "no";
}

const COMMON_NAME = "550403";
const SUBJECT_ALT_NAME = "551d11";
const UTF8_STRING = 0x0c;
const PRINTABLE_STRING = 0x13;
/** The GeneralName choice of RFC 5280 §4.2.1.6. */
const DNS_NAME = 0x82;

/** Reads the names of a DER certificate; undefined when it cannot be read. Total. */
export function certificateNames(der: Uint8Array): CertificateNames | undefined {
  const tbs = tbsCertificate(der);
  const subject = tbs?.fields[TbsField.subject];
  if (!tbs || !subject) return undefined;
  const names = extensionOf(tbs, SUBJECT_ALT_NAME)?.content ?? new Uint8Array(0);
  const alternatives = derElements(names) ?? [];
  const dnsNames = alternatives.filter(({ tag }) => tag === DNS_NAME);
  return {
    commonNames: commonNames(subject),
    dnsNames: dnsNames.map(({ content }) => new TextDecoder("latin1").decode(content)),
    hasOtherNames: dnsNames.length < alternatives.length ? "yes" : "no",
  };
}

function commonNames(subject: DerElement): string[] {
  const attributes = (derElements(subject.content) ?? []).flatMap((set) => derElements(set.content) ?? []);
  return attributes.flatMap((attribute) => {
    const [type, value] = derElements(attribute.content) ?? [];
    if (type?.tag !== DerTag.objectIdentifier || type.content.toHex() !== COMMON_NAME || !value) return [];
    if (value.tag !== UTF8_STRING && value.tag !== PRINTABLE_STRING) return [];
    return [new TextDecoder().decode(value.content)];
  });
}
