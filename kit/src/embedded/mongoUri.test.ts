import { describe, expect, test } from '@jest/globals';
import { mongoUriFor } from './mongoUri.ts';

const user = { user: 'orders', password: 'p@ss/word', database: 'orders' };

describe('mongoUriFor', () => {
  test('signs in as the user, in the database that knows the user', () => {
    expect(mongoUriFor('mongodb://127.0.0.1:27017/?directConnection=true', 'orders', user)).toBe(
      'mongodb://orders:p%40ss%2Fword@127.0.0.1:27017/orders?directConnection=true&authSource=orders',
    );
  });

  test('keeps every host of a replica set, and where its user is looked up', () => {
    expect(mongoUriFor('mongodb://root:x@a:1,b:2/admin?replicaSet=rs', 'orders')).toBe(
      'mongodb://root:x@a:1,b:2/orders?replicaSet=rs&authSource=admin',
    );
  });

  test('adds nothing to a server without sign-in', () => {
    expect(mongoUriFor('mongodb://localhost', 'orders')).toBe('mongodb://localhost/orders');
  });

  test('refuses what is no MongoDB URI', () => {
    expect(() => mongoUriFor('postgres://localhost', 'orders')).toThrow(/Expected a MongoDB URI/);
  });
});
