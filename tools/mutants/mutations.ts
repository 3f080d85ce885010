import ts from "typescript";

/** One change of one place of a source file that a test should notice. */
export interface Mutation {
  readonly operator: Operator;
  /** Half-open range of the text that is replaced. */
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

export type Operator =
  | "comparison"
  | "boundary"
  | "logic"
  | "arithmetic"
  | "boolean"
  | "condition"
  | "call"
  | "fallback";

const BINARY: ReadonlyMap<ts.SyntaxKind, readonly [Operator, string]> = new Map<
  ts.SyntaxKind,
  readonly [Operator, string]
>([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, ["comparison", "!=="]],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, ["comparison", "==="]],
  [ts.SyntaxKind.LessThanToken, ["boundary", "<="]],
  [ts.SyntaxKind.LessThanEqualsToken, ["boundary", "<"]],
  [ts.SyntaxKind.GreaterThanToken, ["boundary", ">="]],
  [ts.SyntaxKind.GreaterThanEqualsToken, ["boundary", ">"]],
  [ts.SyntaxKind.AmpersandAmpersandToken, ["logic", "||"]],
  [ts.SyntaxKind.BarBarToken, ["logic", "&&"]],
  [ts.SyntaxKind.PlusToken, ["arithmetic", "-"]],
  [ts.SyntaxKind.MinusToken, ["arithmetic", "+"]],
  [ts.SyntaxKind.AsteriskToken, ["arithmetic", "/"]],
  [ts.SyntaxKind.SlashToken, ["arithmetic", "*"]],
]);

/** Every mutation of a TypeScript source, in the order of its text. Types, imports and log lines are left alone. */
export function mutationsOf(source: string): readonly Mutation[] {
  const file = ts.createSourceFile("source.ts", source, ts.ScriptTarget.Latest, true);
  const found: Mutation[] = [];
  visit(file);
  return found;

  function visit(node: ts.Node): void {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || isLogCall(node)) return;
    found.push(...mutationsAt(node, file));
    node.forEachChild(visit);
  }
}

function mutationsAt(node: ts.Node, file: ts.SourceFile): readonly Mutation[] {
  const replace = (operator: Operator, replaced: ts.Node, replacement: string): readonly Mutation[] => [
    { operator, start: replaced.getStart(file), end: replaced.end, replacement },
  ];
  if (ts.isBinaryExpression(node)) {
    if (node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) {
      return replace("fallback", node, `(${node.right.getText(file)})`);
    }
    const swapped = BINARY.get(node.operatorToken.kind);
    return swapped ? replace(swapped[0], node.operatorToken, swapped[1]) : [];
  }
  if (node.kind === ts.SyntaxKind.TrueKeyword) return replace("boolean", node, "false");
  if (node.kind === ts.SyntaxKind.FalseKeyword) return replace("boolean", node, "true");
  if (ts.isIfStatement(node)) return negated(node.expression);
  if (ts.isConditionalExpression(node)) return negated(node.condition);
  if (ts.isExpressionStatement(node) && isPlainCall(node.expression)) return replace("call", node, ";");
  return [];

  function negated(condition: ts.Expression): readonly Mutation[] {
    return replace("condition", condition, `!(${condition.getText(file)})`);
  }
}

function isPlainCall(expression: ts.Expression): boolean {
  const inner = ts.isVoidExpression(expression) || ts.isAwaitExpression(expression)
    ? expression.expression
    : expression;
  return ts.isCallExpression(inner) && inner.expression.kind !== ts.SyntaxKind.SuperKeyword;
}

/** `log.warning(...)`, `this.#log.error(...)`: what is said to engineers is no behaviour. */
function isLogCall(node: ts.Node): boolean {
  if (ts.isExpressionStatement(node)) return isLogCall(node.expression);
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  return /(^|[.#])(log|once)$/.test(node.expression.expression.getText());
}

/** The source with one mutation. */
export function mutated(source: string, { start, end, replacement }: Mutation): string {
  return source.slice(0, start) + replacement + source.slice(end);
}

/** Line of a place, from 1. */
export function lineOf(source: string, position: number): number {
  return source.slice(0, position).split("\n").length;
}
