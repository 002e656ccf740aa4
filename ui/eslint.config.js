import js from '@eslint/js'
import vue from 'eslint-plugin-vue'
import a11y from 'eslint-plugin-vuejs-accessibility'
import globals from 'globals'
import ts from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'

const OUTSIDE_IME = {
  selector: "BinaryExpression[operator=/^[!=]==?$/] > Literal[value='Enter']",
  message: 'Enter may belong to the input method: ask isEnter or isSave of keys/ime.',
}
const VIA_HOST = { group: ['@tauri-apps/*'], message: 'The page reaches the shell only through src/host/tauri.ts.' }

export default ts.config(
  { ignores: ['dist', 'node_modules', 'src/bindings'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...ts.configs.stylistic,
  ...vue.configs['flat/recommended'],
  ...a11y.configs['flat/recommended'],
  {
    languageOptions: {
      parser: vueParser,
      parserOptions: { parser: ts.parser, extraFileExtensions: ['.vue'], sourceType: 'module' },
      globals: globals.browser,
    },
    rules: {
      'no-undef': 'off',
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['error'] }],
      'no-restricted-imports': ['error', { patterns: [VIA_HOST] }],
      'no-restricted-syntax': ['error', OUTSIDE_IME],
      '@typescript-eslint/consistent-type-definitions': 'off',
      // noUncheckedIndexedAccess makes `!` the plain way to say that an index was just checked.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      'vue/no-v-html': 'error',
      'vue/no-static-inline-styles': 'error',
      'vue/require-default-prop': 'off',
      // A form edits the fields it was given; the owner keeps them as the draft.
      'vue/no-mutating-props': ['error', { shallowOnly: true }],
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      // Layout of templates is left to whoever writes them.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/attributes-order': 'off',
      'vue/first-attribute-linebreak': 'off',
      // A label is tied to its control by `for`; nesting as well is not asked for.
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
      'vuejs-accessibility/form-control-has-label': 'off',
    },
  },
  { files: ['src/keys/ime.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['src/host/tauri.ts'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['**/*.test.ts', 'src/test/**'], rules: { 'no-restricted-syntax': 'off', 'vue/one-component-per-file': 'off' } },
  { files: ['*.ts', '*.js'], languageOptions: { globals: globals.node } },
)
