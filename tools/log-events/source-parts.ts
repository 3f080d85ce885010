/** A part of a source, with the place where it begins. */
export interface Part {
  readonly text: string;
  readonly start: number;
}

/** What stands between the commas of the brackets that open at `open`, without comments. Nested brackets stay whole. */
export function partsWithin(source: string, open: number): readonly Part[] {
  const parts: Part[] = [];
  let depth = 0;
  let text = "";
  let start = -1;
  const end = () => {
    if (text.trim() !== "") parts.push({ text: text.trim(), start });
    text = "";
    start = -1;
  };
  for (let at = open; at < source.length;) {
    const next = endOfToken(source, at);
    const token = source.slice(at, next);
    if (/^[)\]}]/.test(token) && --depth === 0) break;
    if (depth === 1 && token === ",") end();
    else if (depth > 0 && !isComment(token)) {
      if (start < 0 && token.trim() !== "") start = at;
      text += token;
    }
    if (/^[([{]/.test(token)) depth++;
    at = next;
  }
  end();
  return parts;
}

/** Texts in double quotes, as the formatter writes all that need no other, with what they say. */
export function quotedTexts(source: string): readonly Part[] {
  const found: Part[] = [];
  for (let at = 0; at < source.length;) {
    const next = endOfToken(source, at);
    const said = quotedText(source.slice(at, next));
    if (said !== undefined) found.push({ text: said, start: at });
    at = next;
  }
  return found;
}

/** What a text in double quotes says; undefined for any other expression. */
export function quotedText(expression: string): string | undefined {
  return /^"(?:[^"\\\n]|\\["\\nt])*"$/.test(expression) ? String(JSON.parse(expression)) : undefined;
}

export function lineOf(source: string, at: number): number {
  return source.slice(0, at).split("\n").length;
}

/** A text, a template or a comment is one token; of anything else a character is. */
function endOfToken(source: string, at: number): number {
  if (!"\"'`/".includes(source[at] ?? "")) return at + 1;
  const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/y;
  token.lastIndex = at;
  const found = token.exec(source);
  if (found) return token.lastIndex;
  return source[at] === "`" ? endOfTemplate(source, at + 1) : at + 1;
}

function endOfTemplate(source: string, from: number): number {
  let depth = 0;
  for (let at = from; at < source.length;) {
    if (depth === 0) {
      if (source[at] === "`") return at + 1;
      if (source[at] === "\\") at++;
      else if (source.startsWith("${", at)) {
        depth = 1;
        at++;
      }
      at++;
      continue;
    }
    if (source[at] === "{") depth++;
    if (source[at] === "}") depth--;
    at = endOfToken(source, at);
  }
  return source.length;
}

function isComment(token: string): boolean {
  return token.startsWith("//") || token.startsWith("/*");
}
