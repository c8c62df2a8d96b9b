import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { Bus } from '../bus/Bus.ts';
import { ensureOwnerStreams } from '../bus/ownerStreams.ts';
import { viewSubject, viewsStream } from '../bus/subjects.ts';
import { startNats } from '../embedded/index.ts';
import { ViewPublisher } from './ViewPublisher.ts';

let nats: Awaited<ReturnType<typeof startNats>>;
let bus: Bus;
beforeAll(async () => {
  nats = await startNats({ syncInterval: '10s' });
  bus = new Bus({ unit: 'notes', url: nats.url, log: pino({ level: 'silent' }) });
  bus.start();
  await bus.ready;
  await ensureOwnerStreams(bus.manager, 'notes');
}, 60_000);
afterAll(async () => {
  await bus?.stop();
  await nats?.stop();
});

const publish = (publisher: ViewPublisher, id: string, rev: number, epoch = 1): Promise<boolean> =>
  publisher.publish({ view: 'NoteCard', id, epoch, rev, at: new Date(), data: { id, title: `at ${epoch}.${rev}` } });
const titleOf = async (id: string): Promise<string | undefined> => {
  const query = { last_by_subj: viewSubject('notes', 'NoteCard', id) };
  return (await bus.manager.streams.getMessage(viewsStream('notes'), query))?.json<{ title: string }>().title;
};

test.each([
  ['that published the subject before', true],
  ['that knows nothing of the subject', false],
])('rule 2: a relay %s publishes nothing older than what another one published meanwhile', async (_, knows) => {
  const id = `note-${knows}`;
  const [paused, active] = [new ViewPublisher(bus), new ViewPublisher(bus)];
  expect(await publish(knows ? paused : active, id, 1)).toBe(true);
  expect(await publish(active, id, 4)).toBe(true);
  expect(await publish(paused, id, 2)).toBe(false);
  expect(await titleOf(id)).toBe('at 1.4');
  expect(await publish(paused, id, 5)).toBe(true);
  expect(await publish(active, id, 1, 2)).toBe(true);
  expect(await publish(paused, id, 6)).toBe(false);
  expect(await titleOf(id)).toBe('at 2.1');
});
