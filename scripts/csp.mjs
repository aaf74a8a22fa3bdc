/**
 * The Content-Security-Policy of the page, in one place: the build writes it into `index.html` as a <meta>, so that
 * it holds wherever `dist/` is hosted, and our own server sends it as a header, so that it is tested as one.
 *
 * `style-src 'unsafe-inline'` is there for style attributes, which positions on the canvas need; no other relaxation.
 * Trusted Types: the only sink we feed is the URL of a worker, through a policy that lets our own origin pass.
 */
export const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
].join('; ');
