/** What a commit runs on its staged files (.husky/pre-commit): repairs what it can, and refuses what is left. */
export default {
  '*.{ts,tsx,js,mjs}': ['eslint --fix --no-warn-ignored --max-warnings 0', 'prettier --write'],
  '*.{json,jsonc,md,css,html,graphql,yml}': 'prettier --write',
};
