import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["target/**", "node_modules/**", "src/api/schema.d.ts"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  {
    files: ["src/**/*.{ts,tsx}"],
    plugins: { "react-hooks": hooks },
    rules: {
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      eqeqeq: ["error", "always", { null: "ignore" }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/consistent-type-definitions": "off",
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: ["@mantine/*"],
              message: "Only src/kit may use the component library; add what you need there.",
            },
          ],
        },
      ],
    },
  },
  { files: ["src/kit/**"], rules: { "no-restricted-imports": "off" } },
  {
    files: ["*.mjs", "*.cjs", "dev/**"],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        setInterval: "readonly",
        setTimeout: "readonly",
        clearInterval: "readonly",
        URL: "readonly",
        Buffer: "readonly",
        module: "writable",
        document: "readonly",
        window: "readonly",
        fetch: "readonly",
        localStorage: "readonly",
      },
    },
  },
);
