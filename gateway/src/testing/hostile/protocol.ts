import { got, type HostileRequest, json, posted, sent } from './HostileRequest.ts';

const OK = '{ people { id } }';
const query = encodeURIComponent(OK);
const body = JSON.stringify({ query: OK });
const preflight = { 'apollo-require-preflight': '1' };

const methods: readonly HostileRequest[] = ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND', 'TRACE', 'LOCK'].map(
  (method) => ({
    name: `method ${method}`,
    method,
    path: '/graphql',
    headers: json,
    body: method === 'TRACE' ? undefined : body,
  }),
);

const paths: readonly HostileRequest[] = [
  '/graphql/',
  '/graphql/x',
  '/Graphql',
  '/graphql%00',
  '/graphql%2e',
  '/%',
  '/%zz',
  '//graphql',
  '/../graphql',
  '/graphql/../../etc/passwd',
  '/.env',
  '/admin',
  '/graphiql',
  '/graphiql/start.js',
  '/',
  '/__proto__',
  `/${'a'.repeat(10_000)}`,
].map((path) => ({ name: `path ${path.slice(0, 40)}`, method: 'POST', path, headers: json, body }));

const gets: readonly HostileRequest[] = [
  got('GET: nothing', ''),
  got('GET: empty', '?'),
  got('GET: no query', '?variables={}'),
  got('GET: empty query', '?query='),
  got('GET: two queries', `?query=${query}&query=${query}`),
  got('GET: query as a list', `?query[]=${query}`),
  got('GET: broken query', '?query={'),
  got('GET: unknown field', '?query={nothing}'),
  got('GET: percent signs', '?query=%'),
  got('GET: half a character', '?query=%E0%A4'),
  got('GET: NUL', '?query=%00'),
  got('GET: surrogate', '?query=%ED%A0%80'),
  got('GET: variables that are no JSON', `?query=${query}&variables=x`),
  got('GET: variables as a list', `?query=${query}&variables=[]`),
  got('GET: variables as text', `?query=${query}&variables="x"`),
  got('GET: variables twice', `?query=${query}&variables={}&variables={}`),
  got('GET: variables cut off', `?query=${query}&variables={"a":`),
  got('GET: variables in lists', `?query=${query}&variables={"a":${'['.repeat(500)}${']'.repeat(500)}}`),
  got('GET: extensions that are no JSON', `?query=${query}&extensions=x`),
  got('GET: unknown operation', `?query=${query}&operationName=X`),
  got('GET: a mutation', `?query=${encodeURIComponent('mutation { rename(id: 1, name: "x") { id } }')}`),
  got(
    'GET: a named mutation',
    `?operationName=B&query=${encodeURIComponent('query A { people { id } } mutation B { rename(id: 1, name: "x") { id } }')}`,
  ),
  got('GET: a subscription', `?query=${encodeURIComponent('subscription { people { id } }')}`),
  got('GET: introspection', `?query=${encodeURIComponent('{ __schema { types { name } } }')}`),
  got('GET: another content type', `?query=${query}`, { ...preflight, 'content-type': 'text/xml' }),
  got('GET: deep', `?query=${encodeURIComponent(`{ people { ${'friends { '.repeat(100)}id${' }'.repeat(100)} } }`)}`),
  got('GET: a thousand parameters', `?${Array.from({ length: 1_000 }, (_, i) => `p${i}=1`).join('&')}`),
  got('GET: prototype keys', '?__proto__[query]=x&constructor=y'),
];

const accepted: readonly HostileRequest[] = [
  'text/html',
  'image/png',
  'application/xml',
  'text/event-stream',
  'multipart/mixed',
  'x/y;q=2',
].map((accept) => posted(`accept ${accept}`, body, { ...json, accept }));

/** What a browser sends for a page of another origin without asking first. */
const forgeries: readonly HostileRequest[] = [
  got('CSRF: GET', `?query=${query}`, {}),
  got('CSRF: GET of a page', `?query=${query}`, { origin: 'https://evil.example', accept: 'text/html' }),
  got('CSRF: an image', `?query=${query}`, { accept: 'image/*', 'sec-fetch-site': 'cross-site' }),
  got('CSRF: GET with an empty header', `?query=${query}`, { 'apollo-require-preflight': '' }),
  got('CSRF: GET as text', `?query=${query}`, { 'content-type': 'text/plain' }),
  ...[
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=b',
    'TEXT/PLAIN',
    'text/plain; application/json',
    'text/plain;x=application/json',
  ].flatMap((type) => [
    posted(`CSRF: POST as ${type}`, body, { 'content-type': type, origin: 'https://evil.example' }),
    posted(`CSRF: mutation as ${type}`, JSON.stringify({ query: 'mutation { rename(id: 1, name: "x") { id } }' }), {
      'content-type': type,
      origin: 'null',
    }),
  ]),
  posted('CSRF: a form', `query=${query}`, {
    'content-type': 'application/x-www-form-urlencoded',
    origin: 'https://evil.example',
  }),
  posted('CSRF: no type at all', body, { origin: 'https://evil.example' }),
];

const persisted: readonly HostileRequest[] = [
  null,
  1,
  'x',
  [],
  {},
  { version: 1 },
  { version: 2, sha256Hash: 'a' },
  { version: '1', sha256Hash: 'a' },
  { version: 1, sha256Hash: 1 },
  { version: 1, sha256Hash: null },
  { version: 1, sha256Hash: {} },
  { version: 1, sha256Hash: ['a'] },
  { version: 1, sha256Hash: '' },
  { version: 1, sha256Hash: 'a'.repeat(64) },
  { version: 1, sha256Hash: 'a'.repeat(100_000) },
  { version: 1, sha256Hash: '__proto__' },
].flatMap((persistedQuery, index) => [
  sent(`persisted query ${index}, alone`, { extensions: { persistedQuery } }),
  sent(`persisted query ${index}, with a text`, { query: OK, extensions: { persistedQuery } }),
]);

const headers: readonly HostileRequest[] = [
  posted('header: an actor in production', body, { ...json, 'x-wellspring-actor': 'm-1' }),
  posted('header: an actor that is none', body, { ...json, 'x-wellspring-actor': '../../x' }),
  posted('header: staff', body, { ...json, 'x-wellspring-actor': 'staff:root' }),
  posted('header: 20,000 bytes', body, { ...json, 'x-long': 'a'.repeat(20_000) }),
  posted('header: expects what nobody has', body, { ...json, expect: 'x' }),
];

const b64 = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const claims = { sub: 'm1', role: 'member', iss: 'wellspring:members', aud: 'wellspring', iat: 1, exp: 4_000_000_000 };
const token = (header: unknown, payload: unknown = claims, signature = 'c2ln'): string =>
  `${b64(header)}.${b64(payload)}.${signature}`;
const typ = 'at+jwt';

/** Tokens that nobody signed. Those that a real issuer signed and are wrong in another way are the test's. */
const tokens: readonly HostileRequest[] = Object.entries({
  'no algorithm': token({ alg: 'none', typ }),
  'no algorithm, no signature': token({ alg: 'none', typ }, claims, ''),
  None: token({ alg: 'None', typ }),
  NONE: token({ alg: 'NONE', typ, kid: 'key-1' }, claims, ''),
  'HMAC with a public key': token({ alg: 'HS256', typ, kid: 'key-1' }),
  'no header': `.${b64(claims)}.c2ln`,
  'two parts': 'a.b',
  'four parts': 'a.b.c.d',
  'one part': 'token',
  dots: '...',
  'no JSON': token('x', 'y'),
  'header is a list': token([]),
  'header is null': token(null),
  'payload is a list': token({ alg: 'EdDSA', typ, kid: 'key-1' }, []),
  'key from elsewhere': token({ alg: 'EdDSA', typ, jku: 'http://evil.example/jwks.json', kid: 'x' }),
  'key in the header': token({ alg: 'EdDSA', typ, jwk: { kty: 'OKP', crv: 'Ed25519', x: 'AA' } }),
  'key by path': token({ alg: 'EdDSA', typ, kid: '../../dev/null' }),
  'key by SQL': token({ alg: 'EdDSA', typ, kid: "' OR 1=1 --" }),
  'key by prototype': token({ alg: 'EdDSA', typ, kid: '__proto__' }),
  'kid is an object': token({ alg: 'EdDSA', typ, kid: {} }),
  critical: token({ alg: 'EdDSA', typ, crit: ['exp'] }),
  'wrong signature': token({ alg: 'EdDSA', typ, kid: 'key-1' }),
  'empty signature': token({ alg: 'EdDSA', typ, kid: 'key-1' }, claims, ''),
  expired: token({ alg: 'EdDSA', typ, kid: 'key-1' }, { ...claims, exp: 1 }),
  'very long': token({ alg: 'EdDSA', typ }, 'a'.repeat(5_000)),
  encrypted: 'a.b.c.d.e',
  'another algorithm': token({ alg: 'RS256', typ, kid: 'key-1' }),
  'an unknown algorithm': token({ alg: 'XX1', typ, kid: 'key-1' }),
  'algorithm is a list': token({ alg: ['EdDSA', 'none'], typ, kid: 'key-1' }),
  'b64 false': token({ alg: 'EdDSA', typ, kid: 'key-1', b64: false, crit: ['b64'] }),
}).map(([what, value]) => posted(`token: ${what}`, body, { ...json, authorization: `Bearer ${value}` }));

const authorizations: readonly HostileRequest[] = [
  'Bearer',
  'Bearer ',
  'bearer',
  'Basic YTpi',
  'Bearer a b',
  'Bearer <x>',
  'Token x',
  'x',
  'Digest username="a"',
  'Bearer null',
  'Bearer undefined',
  'Bearer Bearer x',
  'Bearer a,b',
  'Negotiate x',
].map((authorization) => posted(`authorization: ${authorization}`, body, { ...json, authorization }));

/** Everything about a request that is not its GraphQL. */
export const protocol: readonly HostileRequest[] = [
  ...methods,
  ...paths,
  ...gets,
  ...accepted,
  ...forgeries,
  ...persisted,
  ...headers,
  ...tokens,
  ...authorizations,
];
