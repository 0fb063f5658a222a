import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** A web server for the files of a built page, with the strictest policy that lets the page connect and start its shared worker. */
export class BuiltPage {
  readonly origin: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** @param connect the address that the page may connect to; asked per request, because it is known only later. */
  static async start(directory: string, connect: () => string): Promise<BuiltPage> {
    const server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://page').pathname;
      const file = path === '/' ? '/index.html' : path;
      readFile(join(directory, file)).then((content) => {
        response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
        response.setHeader('Content-Security-Policy', `default-src 'none'; script-src 'self'; img-src data:; connect-src ${connect()
        } ${connect().replace('http', 'ws')}; require-trusted-types-for 'script'; trusted-types tabs`);
        response.end(content);
      }, () => { response.writeHead(404).end(); });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new BuiltPage(server);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
