import { assert } from './assert.ts';

/*
 * Reference data that lies beside the repository, in ../shared/data, and is not part of it. Tests that read it skip
 * where the folder is absent; what must always be held to is therefore repeated in the test as facts.
 */

const FOLDER = '../shared/data/';

/** What is needed of `node:fs`. The test hands it over, because this layer knows no Node. */
type Files = { existsSync(path: string): boolean; readFileSync(path: string, encoding: 'utf8'): string };

/**
 * Why a test that needs the shared data must be skipped; null when it must run. A single missing file is no reason to
 * skip. Throws when the tests do not run in the project's root, where the folder could never be found.
 */
export function sharedDataMissing(files: Files): string | null {
  assert(
    files.existsSync('src/lib/shared-data.test-helper.ts'),
    'tests must be started in the root of the project',
  );
  return files.existsSync(FOLDER)
    ? null
    : 'the folder ../shared/data is absent, so its vectors are not checked';
}

/** The text of a file of the shared data, by its path inside the folder. Throws when it is not there. */
function readSharedText(files: Files, path: string): string {
  return files.readFileSync(FOLDER + path, 'utf8');
}

/** The content of a JSON file of the shared data. Throws when it is not there or no JSON. */
export function readSharedJson(files: Files, path: string): unknown {
  return JSON.parse(readSharedText(files, path));
}
