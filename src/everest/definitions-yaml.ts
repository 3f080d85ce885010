/**
 * Reads the YAML of EVerest's interface and type files, without a library: block mappings and sequences, flow collections,
 * quoted, plain and block scalars, comments. No anchors, tags or several documents, which those files do not have. Total:
 * a text that is anything else gives undefined.
 */
export function parseDefinitionYaml(text: string): unknown {
  const reader = new Reader(text);
  try {
    return reader.document();
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

class NotUnderstood extends Error {}

interface Line {
  readonly indent: number;
  readonly text: string;
}

const KEY = /^("(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'[\]{},#&*!|>%@`-][^#]*?|-[^\s#][^#]*?)\s*:(?:\s+(.*))?$/;
/** What a flow collection or a quoted text may run to before it must be closed. */
const MAX_LINES = 2000;

class Reader {
  readonly #lines: Line[];
  #at = 0;

  constructor(text: string) {
    this.#lines = text.split(/\r?\n/).map((line) => {
      const content = line.trimStart();
      return { indent: line.length - content.length, text: content.trimEnd() };
    });
  }

  document(): unknown {
    if (this.#peek()?.text === "---") this.#at++;
    const first = this.#peek();
    if (first === undefined) return null;
    const value = this.#node(first.indent);
    if (this.#peek() !== undefined) throw new NotUnderstood();
    return value;
  }

  /** The next line that says something. */
  #peek(): Line | undefined {
    for (; this.#at < this.#lines.length; this.#at++) {
      const line = this.#lines[this.#at]!;
      if (line.text !== "" && !line.text.startsWith("#")) return line;
    }
    return undefined;
  }

  #node(indent: number): unknown {
    const line = this.#peek();
    if (line === undefined || line.indent < indent) return null;
    if (isItem(line.text)) return this.#sequence(line.indent);
    if (KEY.test(line.text)) return this.#mapping(line.indent);
    this.#at++;
    return this.#value(line.text, indent - 1);
  }

  #sequence(indent: number): unknown[] {
    const items: unknown[] = [];
    for (let line = this.#peek(); line?.indent === indent && isItem(line.text); line = this.#peek()) {
      const rest = line.text.slice(1);
      const content = rest.trimStart();
      if (content === "" || content.startsWith("#")) {
        this.#at++;
        items.push(this.#node(indent + 1));
        continue;
      }
      // The dash is like white space to what follows it.
      this.#lines[this.#at] = { indent: indent + 1 + rest.length - content.length, text: content };
      items.push(this.#node(indent + 1));
    }
    return items;
  }

  #mapping(indent: number): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    for (let line = this.#peek(); line?.indent === indent && !isItem(line.text); line = this.#peek()) {
      const [, key, rest = ""] = KEY.exec(line.text) ?? [];
      if (key === undefined) throw new NotUnderstood();
      this.#at++;
      entries.push([String(scalar(key)), this.#entry(rest, indent)]);
    }
    const left = this.#peek();
    if (left !== undefined && left.indent > indent) throw new NotUnderstood();
    return Object.fromEntries(entries);
  }

  #entry(rest: string, indent: number): unknown {
    if (rest !== "" && !rest.startsWith("#")) return this.#value(rest, indent);
    const next = this.#peek();
    if (next === undefined) return null;
    // A sequence may stand below its key without being indented.
    if (next.indent === indent && isItem(next.text)) return this.#sequence(indent);
    return next.indent > indent ? this.#node(next.indent) : null;
  }

  /** A value that begins with `text`; the lines that belong to it are deeper than `indent`. */
  #value(text: string, indent: number): unknown {
    if (/^[|>][+-]?\d?(\s+#.*)?$/.test(text)) return this.#blockScalar(indent);
    if (text.startsWith("[") || text.startsWith("{")) return this.#flow(text);
    if (text.startsWith('"') || text.startsWith("'")) return this.#quoted(text);
    if (/^[&*!%@`]/.test(text)) throw new NotUnderstood();
    return this.#plain(text, indent);
  }

  #blockScalar(indent: number): string {
    const lines: string[] = [];
    for (; this.#at < this.#lines.length; this.#at++) {
      const line = this.#lines[this.#at]!;
      if (line.text !== "" && line.indent <= indent) break;
      lines.push(line.text);
    }
    return lines.join("\n").trimEnd();
  }

  #plain(first: string, indent: number): unknown {
    let text = withoutComment(first);
    for (let line = this.#peek(); line !== undefined && line.indent > indent; line = this.#peek()) {
      if (KEY.test(line.text)) throw new NotUnderstood();
      text += ` ${withoutComment(line.text)}`;
      this.#at++;
    }
    return scalar(text);
  }

  #quoted(first: string): unknown {
    const closed = first.startsWith('"') ? /^"(?:[^"\\]|\\.)*"\s*(#.*)?$/ : /^'(?:[^']|'')*'\s*(#.*)?$/;
    let text = first;
    for (let count = 0; !closed.test(text); count++) {
      const line = this.#lines[this.#at++];
      if (line === undefined || count > MAX_LINES) throw new NotUnderstood();
      text += ` ${line.text}`;
    }
    return scalar(text.replace(/(["'])\s*#[^"']*$/, "$1").trimEnd());
  }

  #flow(first: string): unknown {
    let text = first;
    for (let count = 0;; count++) {
      const flow = new FlowReader(text);
      const value = flow.value();
      if (value !== undefined) return value.value;
      const line = this.#lines[this.#at++];
      if (line === undefined || count > MAX_LINES) throw new NotUnderstood();
      text += ` ${withoutComment(line.text)}`;
    }
  }
}

/** `[a, b]` and `{a: b}`. */
class FlowReader {
  #at = 0;

  constructor(private readonly text: string) {}

  /** Undefined: the text ends before the collection does. */
  value(): { value: unknown } | undefined {
    this.#skip();
    const first = this.text[this.#at];
    if (first === undefined) return undefined;
    if (first === "[") return this.#list();
    if (first === "{") return this.#table();
    const end = first === '"' || first === "'"
      ? this.text.indexOf(first, this.#at + 1) + 1
      : this.#plainEnd();
    if (end <= this.#at) return undefined;
    const text = this.text.slice(this.#at, end).trim();
    this.#at = end;
    return { value: scalar(text) };
  }

  #list(): { value: unknown[] } | undefined {
    const items: unknown[] = [];
    this.#at++;
    for (;;) {
      this.#skip();
      if (this.#takes("]")) return { value: items };
      const item = this.value();
      if (item === undefined) return undefined;
      items.push(item.value);
      this.#skip();
      if (!this.#takes(",") && this.text[this.#at] !== "]") return undefined;
    }
  }

  #table(): { value: Record<string, unknown> } | undefined {
    const entries: [string, unknown][] = [];
    this.#at++;
    for (;;) {
      this.#skip();
      if (this.#takes("}")) return { value: Object.fromEntries(entries) };
      const key = this.value();
      this.#skip();
      if (key === undefined || !this.#takes(":")) return undefined;
      const value = this.value();
      if (value === undefined) return undefined;
      entries.push([String(key.value), value.value]);
      this.#skip();
      if (!this.#takes(",") && this.text[this.#at] !== "}") return undefined;
    }
  }

  #plainEnd(): number {
    const rest = this.text.slice(this.#at);
    const length = rest.search(/[,\]}]|:(?=\s)/);
    return length < 0 ? -1 : this.#at + length;
  }

  #takes(character: string): boolean {
    if (this.text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #skip(): void {
    while (this.text[this.#at] === " ") this.#at++;
  }
}

function isItem(text: string): boolean {
  return text === "-" || text.startsWith("- ");
}

function withoutComment(text: string): string {
  return text.replace(/(^|\s)#.*$/, "").trimEnd();
}

/** YAML 1.2, core schema. */
function scalar(text: string): unknown {
  const quote = text[0];
  if (quote === "'" && text.endsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  if (quote === '"' && text.endsWith('"')) {
    return text.slice(1, -1).replace(/\\(["\\/])/g, "$1").replaceAll("\\n", "\n").replaceAll("\\t", "\t");
  }
  if (/^(?:~|null|Null|NULL|)$/.test(text)) return null;
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : text;
}
