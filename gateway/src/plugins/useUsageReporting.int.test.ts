import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { startLibrary } from '../testing/startLibrary.ts';
import { startTestGateway } from '../testing/startTestGateway.ts';

test('usage is reported where a graph is named, without variables and headers; else nothing is', async () => {
  const reports: { headers: IncomingHttpHeaders; text: string }[] = [];
  const studio = createServer(async (request, response) => {
    const body = await buffer(request);
    const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('latin1');
    reports.push({ headers: request.headers, text });
    response.end('{}');
  });
  await new Promise<void>((resolve) => studio.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(studio.address() as AddressInfo).port}`;
  const library = await startLibrary();
  const use = async (usageReporting: Parameters<typeof startTestGateway>[1]) => {
    const gateway = await startTestGateway([library.books, library.people], usageReporting);
    await gateway.execute('mutation Rename { rename(name: "hunter2") { name } }', { 'x-wellspring-actor': 'hunter2' });
    await gateway.stop();
  };
  try {
    await use({});
    expect(reports).toEqual([]);
    await use({ usageReporting: { key: 'service:shop:secret', graphRef: 'shop@current', endpoint } });
    expect(reports).toHaveLength(1);
    expect(reports[0]?.headers['x-api-key']).toBe('service:shop:secret');
    expect(reports[0]?.text).toContain('shop@current');
    expect(reports[0]?.text).toContain('# Rename');
    expect(reports[0]?.text).not.toContain('hunter2');
  } finally {
    await library.stop();
    studio.close();
  }
});
