import { createRequire } from "node:module";
import { transformFileSync } from "@swc/core";

/**
 * A `require` that takes the repository's own TypeScript, as jest does: what the tests are made of serves the tools,
 * too. Node itself wants endings in imports, and nothing in the sources but types to strip.
 */
export const requireTypeScript = (from: string): NodeJS.Require => {
  const require = createRequire(from);
  require.extensions[".ts"] = (module, file) => {
    const { code } = transformFileSync(file, {
      jsc: { parser: { syntax: "typescript" }, target: "es2022" },
      module: { type: "commonjs" },
    });
    // Node's own, which its types leave out: what `require` does with a text.
    (module as NodeJS.Module & { _compile(code: string, file: string): void })._compile(code, file);
  };
  return require;
};
