import ts from "typescript";

const texts: readonly ts.SyntaxKind[] = [
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TemplateHead,
  ts.SyntaxKind.TemplateMiddle,
  ts.SyntaxKind.TemplateTail,
  ts.SyntaxKind.RegularExpressionLiteral,
];

/** A literal without a blank is a key or the name of something. */
const isProse = (token: ts.Node, text: string): boolean => texts.includes(token.kind) && /\s/.test(text);

const masked = (text: string): string => text.replace(/./g, "\0");

const leaves = (node: ts.Node): readonly ts.Node[] => {
  const children = node.getChildren().filter((child) => !ts.isJSDoc(child));
  return children.length === 0 ? [node] : children.flatMap(leaves);
};

/** The comments and the texts of a program, each in its line: names in the code are hidden. */
const proseOfProgram = (path: string, source: string): string =>
  leaves(ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true))
    .map((token) => {
      const [trivia, text] = [source.slice(token.getFullStart(), token.getStart()), token.getText()];
      return trivia.replace(/`\w+`/g, masked) + (isProse(token, text) ? text : masked(text));
    })
    .join("");

/** What people read in a file: all of it, but for the code of a program. */
export const proseOf = (path: string, source: string): string =>
  /\.[cm]?[jt]s$/.test(path) ? proseOfProgram(path, source) : source;
