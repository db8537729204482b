import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A file of this repository that may cite: its path from the root, and its text. */
export interface CitingFile {
  path: string;
  text: string;
}

/**
 * How code cites: the address of a page or of its heading, from the root or from the own package, such as
 * `docs/design.md#damage`.
 */
const ADDRESS = /(?<![\w/.-])(?:packages\/[\w-]+\/)?docs\/[\w./-]+\.md(?:#[\w-]+)?/g;
/** How Markdown cites: `[text](target)` or `[label]: target`, with a target in this repository. */
const LINK = /\]\(\s*(?!\w+:)([^)\s]+)[^)]*\)|^\[[^\]]+\]:\s+(?!\w+:)(\S+)/gm;
const FENCED = /^ *```[^]*?^ *```$/gm;
/**
 * How Markdown names a path: alone in a code span, with a slash or as a file's name. Suffixes (`.none.ts`), patterns,
 * npm packages and paths of URLs are none.
 */
const PATH = /`((?:\.{1,2}\/)*\.?\w[\w.-]*\/[\w./-]*|\w[\w.-]*\.(?:[jt]sx?|mjs|jsonc?|md|graphql|ya?ml))`/g;
/** Numbers of documents that are not in the repository. */
const OLD_FORM =
  /\b(?:reference|design)[\s*/#]+(?:(?:appsync|dynamodb|section)[\s*/#]+)*\d+(?:\.\d+)?|shared\/(?:reference|design)/gi;

/** Every text file that git knows or would take in. */
export function citingFiles(): CitingFile[] {
  const paths = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return paths
    .split('\n')
    .filter(
      (path) =>
        /\.(tsx?|m?js|graphql|md|css|json|ya?ml)$|^\.ci\/run$/.test(path) && !path.endsWith('package-lock.json'),
    )
    .filter((path) => existsSync(join(ROOT, path)))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

/** Citations of a file that lead to no page, or to no heading of it. */
export function brokenCitations({ path, text }: CitingFile): string[] {
  const [, ownPackage = ''] = /^(packages\/[\w-]+\/)/.exec(path) ?? [];
  if (path.endsWith('.md')) {
    const links = [...withoutCode(text).matchAll(LINK)].map(([, inline, defined]) =>
      decodeURI(inline ?? defined ?? ''),
    );
    return links.filter((link) => !leadsSomewhere(link, [posix.dirname(path)], path));
  }
  return [...text.matchAll(ADDRESS)]
    .map(([address]) => address)
    .filter((address) => !leadsSomewhere(address, ['', ownPackage], path));
}

/**
 * Paths in the code spans of a page that are neither in the repository (from its root, from the page's folder or
 * package, or from `packages/`, as imports begin) nor ignored by git, as what is made there. A mere file's name may be
 * in any folder.
 */
export function missingPaths({ path, text }: CitingFile, files: readonly CitingFile[]): string[] {
  const [ownPackage = ''] = /^packages\/[\w-]+\//.exec(path) ?? [];
  const isThere = (named: string): boolean =>
    ['', posix.dirname(path), ownPackage, 'packages']
      .map((folder) => join(ROOT, folder, named))
      .some((candidate) => existsSync(candidate) || existsSync(`${candidate}.ts`)) ||
    files.some((file) => posix.basename(file.path) === named) ||
    isIgnored(named);
  return [...text.replaceAll(FENCED, '').matchAll(PATH)]
    .map(([, named = '']) => named)
    .filter((named) => !isThere(named));
}

function isIgnored(path: string): boolean {
  return spawnSync('git', ['check-ignore', path, posix.join(path, '/')], { cwd: ROOT }).status === 0;
}

/** Citations of a file in the form that nobody can follow. */
export function oldCitations({ text }: CitingFile): string[] {
  return [...text.matchAll(OLD_FORM)].map(([citation]) => citation);
}

/** GitHub's anchors of a page's headings. */
export function anchorsOf(markdown: string): string[] {
  const headings = [...markdown.replaceAll(/^```[^]*?^```$/gm, '').matchAll(/^#+ (.*)$/gm)];
  return headings.map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function leadsSomewhere(address: string, folders: string[], from: string): boolean {
  const [file = '', heading] = address.split('#');
  const candidates = file === '' ? [from] : folders.map((folder) => posix.join(folder, file));
  const found = candidates.find((candidate) => existsSync(join(ROOT, candidate)));
  if (found === undefined || heading === undefined || !found.endsWith('.md')) {
    return found !== undefined;
  }
  return anchorsOf(readFileSync(join(ROOT, found), 'utf8')).includes(heading);
}

function withoutCode(markdown: string): string {
  return markdown.replaceAll(FENCED, '').replaceAll(/`[^`\n]*`/g, '');
}
