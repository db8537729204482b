import { GROUP_NAMES } from '../../domain/groups.ts';

/**
 * What Amplify (Gen 2) and other frontends read about the API from `amplify_outputs.json`; validated by Amplify's own
 * parser in a test.
 */
export interface AmplifyOutputs {
  version: string;
  data: {
    url: string;
    aws_region: string;
    api_key?: string;
    default_authorization_type: 'AMAZON_COGNITO_USER_POOLS';
    authorization_types: string[];
  };
  /** The Cognito user pool; absent for the local API, which has none. */
  auth?: Record<string, unknown> & { aws_region: string; user_pool_id: string; user_pool_client_id: string };
  /** Where subscriptions connect. Amplify finds that out by itself. */
  custom: { realtime_url: string };
}

/** Where an API is and which key it takes. */
export interface ApiPlace {
  url: string;
  realtimeUrl: string;
  region: string;
  apiKey?: string;
}

/** Who may sign in. */
export interface Pool {
  userPoolId: string;
  userPoolClientId: string;
}

/** The same rules as those of the user pool in infra/data/identities.ts. */
const POOL_RULES = {
  username_attributes: ['email'],
  user_verification_types: ['email'],
  standard_required_attributes: ['email'],
  mfa_configuration: 'OPTIONAL',
  mfa_methods: ['TOTP'],
  password_policy: {
    min_length: 12,
    require_lowercase: true,
    require_uppercase: true,
    require_numbers: true,
    require_symbols: true,
  },
  groups: GROUP_NAMES.map((name) => ({ [name]: {} })),
};

/** The content of `amplify_outputs.json`. */
export function amplifyOutputs({ url, realtimeUrl, region, apiKey }: ApiPlace, pool?: Pool): AmplifyOutputs {
  return {
    version: '1.4',
    ...(pool === undefined
      ? {}
      : {
          auth: {
            aws_region: region,
            user_pool_id: pool.userPoolId,
            user_pool_client_id: pool.userPoolClientId,
            ...POOL_RULES,
          },
        }),
    data: {
      url,
      aws_region: region,
      ...(apiKey ? { api_key: apiKey } : {}),
      default_authorization_type: 'AMAZON_COGNITO_USER_POOLS',
      authorization_types: ['AWS_IAM', ...(apiKey ? ['API_KEY'] : [])],
    },
    custom: { realtime_url: realtimeUrl },
  };
}
