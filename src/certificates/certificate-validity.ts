import { derElements } from "./der.ts";
import { type TbsCertificate, tbsCertificates, TbsField } from "./tbs-certificate.ts";

/** From when to when a certificate is valid, in Unix milliseconds. */
export interface CertificateValidity {
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

const UTC_TIME = 0x17;

/** Of every certificate in a PEM text, in its order; undefined for one that cannot be read. Total. */
export function certificateValidities(pem: string): readonly (CertificateValidity | undefined)[] {
  return tbsCertificates(pem).map((tbs) => tbs && validityOf(tbs));
}

function validityOf({ fields }: TbsCertificate): CertificateValidity | undefined {
  const validity = fields[TbsField.validity];
  const [from, to] = (validity && derElements(validity.content)) ?? [];
  const notBeforeMs = from && timeOf(from.tag, from.content);
  const notAfterMs = to && timeOf(to.tag, to.content);
  return notBeforeMs === undefined || notAfterMs === undefined ? undefined : { notBeforeMs, notAfterMs };
}

/** RFC 5280 §4.1.2.5: years 50 to 99 of a UTCTime are those of the 20th century. */
function timeOf(tag: number, content: Uint8Array): number | undefined {
  const text = new TextDecoder().decode(content);
  const century = tag !== UTC_TIME ? "" : Number(text.slice(0, 2)) < 50 ? "20" : "19";
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(century + text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}
