import { fileURLToPath } from 'node:url';

/** The project's folder, with a slash at the end. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The schema that is deployed and that resolver files are checked against. */
export const SCHEMA_FILE = `${ROOT}schema.graphql`;

export const RESOLVERS_FOLDER = `${ROOT}resolvers`;

/** What synthesis writes, beside the cloud assembly: the bundles of resolvers and Lambdas. */
export const BUILD_FOLDER = `${ROOT}build`;
