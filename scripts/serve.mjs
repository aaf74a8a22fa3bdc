import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { contentSecurityPolicy } from './csp.mjs';

/**
 * A static server for a built page: files below `root`, nothing else. An unknown path is a plain 404 (the whole state of
 * the page is in the fragment, so no path needs a fallback). Listens on this machine only.
 *
 * @param {object} options
 * @param {string} options.root folder to serve; `index.html` answers for a folder
 * @param {number} [options.port] the first port to try, 0 for any free one; the next ones are tried while taken. Default 0
 * @returns {Promise<{ url: string, close: () => Promise<void> }>} `url` ends with a slash
 * @throws when no port in a hundred is free, or the port may not be opened
 */
export async function serve({ root, port = 0 }) {
  const server = createServer((request, response) => void answer(root, request, response));
  const actual = await listen(server, port, port === 0 ? port : Math.min(port + 99, 65_535));
  return {
    url: `http://localhost:${actual}/`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

const types = /** @type {Record<string, string>} */ ({
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
});

/**
 * @param {string} root
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function answer(root, request, response) {
  /** @param {number} status @param {string} text */
  const refuse = (status, text) =>
    response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`);

  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(405, 'Only GET and HEAD.');
    return;
  }
  const file = await find(root, request.url ?? '/');
  if (!file) {
    refuse(404, 'Not found.');
    return;
  }

  response.writeHead(200, {
    'Content-Type': types[extname(file.path)] ?? 'application/octet-stream',
    'Content-Length': file.size,
    // Names below assets/ carry a hash of the content; everything else must be asked for again.
    'Cache-Control': file.path.includes(`${sep}assets${sep}`) ? 'max-age=31536000, immutable' : 'no-cache',
    'Content-Security-Policy': contentSecurityPolicy,
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  if (request.method === 'HEAD') response.end();
  else
    createReadStream(file.path)
      .on('error', () => response.destroy())
      .pipe(response);
}

/**
 * The file that a request means, or nothing when there is none below `root`.
 *
 * @param {string} root
 * @param {string} url path and query, as in the request line
 */
async function find(root, url) {
  try {
    const wanted = decodeURIComponent(new URL(url, 'http://localhost').pathname);
    // normalize() on an absolute path cannot climb above its root, so the join stays below ours.
    let path = join(root, normalize(`${sep}${wanted}`));
    let info = await stat(path);
    if (info.isDirectory()) {
      path = join(path, 'index.html');
      info = await stat(path);
    }
    return info.isFile() ? { path, size: info.size } : undefined;
  } catch {
    return undefined; // no such file, or a path that cannot be decoded: both are a 404
  }
}

/**
 * @param {import('node:http').Server} server
 * @param {number} first
 * @param {number} last
 * @returns {Promise<number>} the port it listens on
 */
function listen(server, first, last) {
  return new Promise((resolve, reject) => {
    let port = first;
    server.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code !== 'EADDRINUSE' || port >= last) return reject(error);
      port += 1;
      server.listen(port, '127.0.0.1');
    });
    server.on('listening', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
    server.listen(port, '127.0.0.1');
  });
}
