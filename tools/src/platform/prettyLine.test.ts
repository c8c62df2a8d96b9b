import { expect, test } from '@jest/globals';
import { prettyLine } from './prettyLine.ts';

test('a line of JSON becomes one for people; facts follow the message', () => {
  const line = JSON.stringify({
    level: 40,
    time: '2026-01-02T10:20:30.000Z',
    msg: 'the broker is away',
    url: 'nats://x',
    tries: 2,
  });
  expect(prettyLine(line, 30)).toMatch(/^\d\d:\d\d:30 warn {2}the broker is away {2}url=nats:\/\/x {2}tries=2$/);
});

test('what is below the level is not shown', () => {
  expect(prettyLine('{"level":30,"msg":"served"}', 40)).toBeUndefined();
});

test('an error is shown by its message', () => {
  expect(prettyLine('{"level":50,"msg":"failed","err":{"message":"why","stack":"where"}}', 40)).toBe(
    'error failed  err=why',
  );
});

test('what is no JSON is shown as it is', () => {
  expect(prettyLine('SyntaxError: unexpected', 40)).toBe('SyntaxError: unexpected');
  expect(prettyLine('{ not json', 40)).toBe('{ not json');
});

test('what nats-server says in passing is shown only at info', () => {
  const line = '[24486] 2026/11/23 22:30:11.718667 [INF] Server is ready';
  expect(prettyLine(line, 40)).toBeUndefined();
  expect(prettyLine(line, 30)).toBe(line);
});
