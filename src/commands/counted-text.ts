/** A number with its word: `1 message`, `2 messages`. */
export function countedText(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
