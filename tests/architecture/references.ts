import ts from 'typescript';
import { parseSource } from './source-code.ts';

/** A name that a file reaches for: a module that it imports, or a global that it uses. Lines count from 1. */
export interface Reference {
  kind: 'module' | 'global';
  name: string;
  line: number;
}

/**
 * Everything a file refers to. Modules are named by `import` and `export … from`, by `import()`, `require()`
 * and `import.meta.resolve()`, by the types of `import('…')`, by `new URL('…', import.meta.url)` (how workers
 * are named), and by the patterns of `import.meta.glob`. A file whose text is shown (`?raw`) is not referred to.
 * Globals are names that the file does not declare.
 */
export function findReferences(path: string, source: string): Reference[] {
  return parseSource(path, source).flatMap(({ tree, firstLine }) => {
    const declared = findDeclaredNames(tree);
    const references: Reference[] = [];
    const add = (kind: Reference['kind'], name: string, node: ts.Node) => {
      const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + firstLine + 1;
      references.push({ kind, name, line });
    };
    const visit = (node: ts.Node): void => {
      for (const name of namedModules(node)) if (!name.text.endsWith('?raw')) add('module', name.text, name);
      if (ts.isIdentifier(node) && isGlobalUse(node) && !declared.has(node.text))
        add('global', node.text, node);
      if (isGlobalThisMember(node)) add('global', node.name.text, node);
      ts.forEachChild(node, visit);
    };
    visit(tree);
    return references;
  });
}

/** The module names that stand directly in this node. */
function namedModules(node: ts.Node): ts.StringLiteralLike[] {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return literals(node.moduleSpecifier);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    return literals(node.argument.literal);
  if (ts.isNewExpression(node)) {
    const [name, base] = node.arguments ?? [];
    const isModuleUrl = node.expression.getText() === 'URL' && base?.getText() === 'import.meta.url';
    return isModuleUrl ? literals(name) : [];
  }
  if (!ts.isCallExpression(node)) return [];
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const importing = ['require', 'require.resolve', 'import.meta.resolve', 'import.meta.glob'];
  if (!isImport && !importing.includes(node.expression.getText())) return [];
  const [first, options] = node.arguments;
  if (options !== undefined && asksForText(options)) return [];
  return first !== undefined && ts.isArrayLiteralExpression(first)
    ? first.elements.flatMap((element) => literals(element))
    : literals(first);
}

/** Is this `{ query: '?raw' }`? */
function asksForText(options: ts.Expression): boolean {
  if (!ts.isObjectLiteralExpression(options)) return false;
  return options.properties.some(
    (property) =>
      ts.isPropertyAssignment(property) &&
      property.name.getText() === 'query' &&
      ts.isStringLiteralLike(property.initializer) &&
      property.initializer.text === '?raw',
  );
}

function literals(node: ts.Node | undefined): ts.StringLiteralLike[] {
  return node !== undefined && ts.isStringLiteralLike(node) ? [node] : [];
}

/** Names that the file gives a meaning of its own, wherever: a coarse scope that is enough for globals. */
function findDeclaredNames(tree: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const isDeclaration =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isImportClause(node) ||
      ts.isImportSpecifier(node) ||
      ts.isNamespaceImport(node);
    if (isDeclaration && node.name !== undefined && ts.isIdentifier(node.name)) names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return names;
}

/** Is this identifier read as a value, and not the name of a member, a property or a type? */
function isGlobalUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isTypeReferenceNode(parent) || ts.isQualifiedName(parent)) return false;
  const named = parent as ts.Node & { name?: ts.Node; propertyName?: ts.Node };
  return named.name !== node && named.propertyName !== node;
}

function isGlobalThisMember(node: ts.Node): node is ts.PropertyAccessExpression {
  return ts.isPropertyAccessExpression(node) && node.expression.getText() === 'globalThis';
}
