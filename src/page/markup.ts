/** A piece of HTML in which every text of others is escaped. Only `html` makes one. */
export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | readonly Markup[];

/** HTML from a template: pieces of markup as they are, everything else escaped. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const markup = texts.reduce((before, text, index) => {
    const part = parts[index - 1];
    return before + (part === undefined ? "" : markupOf(part)) + text;
  });
  return { markup };
}

export const NOTHING: Markup = { markup: "" };

function markupOf(part: Part): string {
  if (typeof part === "string") return escaped(part);
  if (typeof part === "number") return String(part);
  return "markup" in part ? part.markup : part.map(({ markup }) => markup).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
