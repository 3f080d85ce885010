/** Some editors put a byte order mark in front of UTF-8; it is no part of the text. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}
