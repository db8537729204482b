import { describe, expect, it } from 'vitest';
import { anchorsOf, brokenCitations, citingFiles, missingPaths, oldCitations, type CitingFile } from './citations.ts';

const FILES = citingFiles();
const complaints = (check: (file: CitingFile) => string[]) =>
  FILES.flatMap((file) => check(file).map((what) => `${file.path}: ${what}`));

/** Texts that are put together here, so that this file holds no citation of theirs. */
const addressOf = (page: string, heading: string) => `${['docs', page].join('/')}.md#${heading}`;
const numbered = (...parts: string[]) => parts.join(' ');

describe('citations', () => {
  it('lead to pages and headings that there are', () => {
    expect(complaints(brokenCitations)).toEqual([]);
  });

  it('are addresses of headings, not numbers of documents that are elsewhere', () => {
    expect(complaints(oldCitations)).toEqual([]);
  });

  it('are paths that there are, where Markdown names one as code', () => {
    const pages = FILES.filter(({ path }) => path.endsWith('.md'));
    expect(pages.flatMap((page) => missingPaths(page, FILES).map((named) => `${page.path}: ${named}`))).toEqual([]);
  });

  it('are found: most of the headings of the reference are cited by code', () => {
    const code = FILES.filter(({ path }) => !path.endsWith('.md'))
      .map(({ text }) => text)
      .join('\n');
    for (const page of ['docs/reference/appsync.md', 'docs/reference/dynamodb.md']) {
      const anchors = anchorsOf(FILES.find(({ path }) => path === page)?.text ?? '');
      const cited = anchors.filter((anchor) => new RegExp(`${page}#${anchor}\\b(?!-)`).test(code));
      expect(cited.length).toBeGreaterThan(anchors.length / 2);
    }
  });

  it('would be reported if they led nowhere', () => {
    const [good, noHeading, noPage] = [
      addressOf('design', 'damage'),
      addressOf('design', 'made-up'),
      addressOf('made-up', 'damage'),
    ];
    const text = `// (${good}) (${noHeading}) ${noPage}`;
    expect(brokenCitations({ path: 'domain/thing.ts', text })).toEqual([noHeading, noPage]);
    const page =
      '[a](design.md#damage) [b](design.md#made-up) [c](made-up.md) [d](#made-up) [e](https://example.com/made-up) `[f](g)`';
    expect(brokenCitations({ path: 'docs/guide.md', text: page })).toEqual([
      'design.md#made-up',
      'made-up.md',
      '#made-up',
    ]);
  });

  it('would be reported if they named a path that there is not', () => {
    const there =
      '`test/docs` `citations.ts` `domain/` `api.md` `.local/keys.json` `client/dist` `appsync-local/testing`';
    const none = '`<Type>.<field>.ts` `.none.ts` `@aws-appsync/utils` `/graphql/connect` `npm run x/y.ts`';
    const text = `${there} ${none} \`test/made-up\` \`madeUp.ts\` \`domain/madeUp.ts\` \`made-up/\``;
    expect(missingPaths({ path: 'docs/guide.md', text }, FILES)).toEqual([
      'test/made-up',
      'madeUp.ts',
      'domain/madeUp.ts',
      'made-up/',
    ]);
  });

  it('would be reported in the old form, also across the lines of a comment', () => {
    const forms = [
      numbered('reference', 'appsync', '5.2'),
      numbered('Reference', '9.6'),
      numbered('design', 'section', '6'),
      'reference\n * dynamodb 9',
    ];
    const text = forms.map((form) => ` * (${form})`).join('\n');
    expect(oldCitations({ path: 'domain/thing.ts', text })).toEqual(forms);
    expect(oldCitations({ path: 'domain/thing.ts', text: 'the API reference of 2026, by design' })).toEqual([]);
  });
});
