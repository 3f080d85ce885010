import ts from "typescript";

/** A function of the bundled program. Offsets are UTF-16 units. */
export interface BundleFunction {
  /** The source file and where in it, e.g. `src/csms/session.ts Session/send/(1)`: the first without a name in `send`. */
  readonly name: string;
  readonly start: number;
  /** Behind the last unit. */
  readonly end: number;
  /** A place that belongs to this function and to none within it. */
  readonly inside: number;
  /** The same place by line and column, both from 0, and the one behind it. */
  readonly from: ts.LineAndCharacter;
  readonly to: ts.LineAndCharacter;
}

/** The bundler writes this line before what comes from a source file. */
const SOURCE_FILE = /^\/\/ ((?:npm:|[\w.-]+\/|program\.ts|main\.ts)\S*)$/gm;

/** Every function, ascending by its start, whichever format the bundle has. */
export function functionsOf(bundle: string): BundleFunction[] {
  const tree = ts.createSourceFile("bundle.js", bundle, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const files = [...bundle.matchAll(SOURCE_FILE)].map(({ index, 1: file = "" }) => ({ index, file }));
  const functions: BundleFunction[] = [];
  let passed = 0;
  for (const statement of statementsOf(tree)) {
    while ((files[passed]?.index ?? Infinity) < statement.getStart()) passed++;
    const file = files[passed - 1]?.file ?? "bundler";
    collect(statement, { prefix: `${file} `, nameless: 0 }, functions);
  }
  return functions.sort((one, other) => one.start - other.start);
}

/** Of the module, or of the one function that the whole bundle is. */
function statementsOf(tree: ts.SourceFile): readonly ts.Statement[] {
  const [first] = tree.statements;
  if (first && ts.isExpressionStatement(first) && ts.isParenthesizedExpression(first.expression)) {
    const { expression } = first.expression;
    if (ts.isFunctionExpression(expression)) return expression.body.statements;
  }
  return tree.statements;
}

interface Scope {
  readonly prefix: string;
  /** How many functions and classes without a name it has had so far. */
  nameless: number;
}

function collect(node: ts.Node, scope: Scope, functions: BundleFunction[]): void {
  const body = bodyOf(node);
  if (body === undefined && !ts.isClassLike(node)) {
    ts.forEachChild(node, (child) => collect(child, scope, functions));
    return;
  }
  const name = `${scope.prefix}${nameOf(node) ?? `(${++scope.nameless})`}`;
  if (body) {
    const inside = insideOf(body);
    const at = (offset: number) => node.getSourceFile().getLineAndCharacterOfPosition(offset);
    const place = { inside, from: at(inside), to: at(inside + 1) };
    functions.push({ name, start: node.getStart(), end: node.getEnd(), ...place });
  }
  const inner: Scope = { prefix: `${name}/`, nameless: 0 };
  ts.forEachChild(node, (child) => collect(child, inner, functions));
}

/** The body of a function of any kind; a value that a class gives its field is one, too. */
function bodyOf(node: ts.Node): ts.Node | undefined {
  if (ts.isPropertyDeclaration(node)) return node.initializer;
  return ts.isFunctionLike(node) && "body" in node ? node.body as ts.Node | undefined : undefined;
}

/** A value may begin with a function of its own; before it there is a blank at least. */
function insideOf(body: ts.Node): number {
  return ts.isBlock(body) ? body.getStart() + 1 : body.getStart() - 1;
}

/** As the source has it: the bundler numbers names that several files have. */
function nameOf(node: ts.Node): string | undefined {
  if (ts.isConstructorDeclaration(node)) return "constructor";
  const named = ts.isVariableDeclaration(node.parent) && !hasName(node) ? node.parent : node;
  return hasName(named) ? named.name.getText().replace(/\d+$/, "").replace(/\s/g, "") : undefined;
}

function hasName(node: ts.Node): node is ts.Node & { readonly name: ts.Node } {
  return "name" in node && node.name !== undefined;
}
