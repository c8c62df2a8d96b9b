import type { Operation } from '../client/sendOperation.ts';
import { waitFor } from '../client/waitFor.ts';
import { persist } from '../seed/SeedTarget.ts';

/** What the operations of {@link fixedOperations} are asked about. */
export interface Story {
  readonly reader: string;
  readonly author: string;
  readonly productId: string;
  readonly orderId: string;
  readonly postId: string;
  readonly videoId: string;
}

const STAFF = 'staff:outages';
const PATIENCE = 90_000; // ms
/** What passes when another unit has heard of what was just done. */
const NOT_HEARD = ['MEMBER_UNKNOWN', 'PRODUCT_UNKNOWN', 'SUBSCRIPTION_REQUIRED', 'NOT_FOUND'];

/**
 * A small story in which every unit has a part: two members, of whom one follows, orders, pays, subscribes and watches what the other does
 * too, and is told of it.
 */
export async function tellStory(url: string): Promise<Story> {
  const send = <Data>(query: string, variables: Operation['variables'] = {}, actor = STAFF) =>
    persist<Data>(url, { query, variables, actor }, ...NOT_HEARD);

  const join = async (handle: string): Promise<string> => {
    const address = { street: '1 High Street', postalCode: '3000', city: 'Bern', region: 'BE', country: 'CH' };
    const avatarUrl = `https://example.org/${handle}.png`;
    const input = {
      displayName: `${handle} of the outages`,
      handle,
      email: `${handle}@example.org`,
      avatarUrl,
      address,
    };
    const query = 'mutation ($input: JoinMemberInput!) { joinMember(input: $input) { id } }';
    return (await send<{ joinMember: { id: string } }>(query, { input })).joinMember.id;
  };
  const [reader, author] = [await join('reader'), await join('author')];

  const product = { sku: 'OUTAGE-1', name: 'A book', kind: 'BOOK', description: 'Of outages.', onHand: 10 };
  const add = 'mutation ($input: AddProductInput!) { addProduct(input: $input) { id } }';
  const input = { ...product, price: { amount: '10.00', currency: 'USD' } };
  const productId = (await send<{ addProduct: { id: string } }>(add, { input })).addProduct.id;

  await send('mutation { savePaymentMethod(cardToken: "tok_approve") { id } }', {}, reader);
  await send('mutation { requestSubscription(plan: STANDARD, idempotencyKey: "outages") { id } }', {}, reader);
  const place = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { id } }';
  const order = { idempotencyKey: 'outages', lines: [{ productId, quantity: 1 }] };
  const orderId = (await send<{ placeOrder: { id: string } }>(place, { input: order }, reader)).placeOrder.id;

  await send('mutation ($id: ID!) { follow(memberId: $id) { id } }', { id: author }, reader);
  await send('mutation ($id: ID!) { follow(memberId: $id) { id } }', { id: reader }, author);
  const publish = 'mutation ($input: PublishPostInput!) { publishPost(input: $input) { id } }';
  const post = { body: 'What goes on when others are down', idempotencyKey: 'outages' };
  const postId = (await send<{ publishPost: { id: string } }>(publish, { input: post }, author)).publishPost.id;
  const comment = { postId, body: 'Nearly everything', idempotencyKey: 'outages' };
  await send('mutation ($input: AddCommentInput!) { addComment(input: $input) { id } }', { input: comment }, reader);
  await send('mutation { choosePreferences(input: { language: "fr" }) { id } }', {}, reader);

  const film = (title: string) => ({
    title,
    genre: 'DRAMA',
    access: 'FREE',
    releasedOn: '1960-01-01',
    minutes: 100,
    director: 'A. Person',
  });
  const videos = ['Outage One', 'Outage Two', 'Outage Three'].map(film);
  const load = 'mutation ($videos: [ImportVideoInput!]!) { importVideos(videos: $videos) { videos { id } } }';
  const { importVideos } = await send<{ importVideos: { videos: { id: string }[] } }>(load, { videos });
  const [videoId = '', second = '', third = ''] = importVideos.videos.map(({ id }) => id);
  const watch = `mutation ($id: ID!, $input: ReportProgressInput!) { startPlayback(videoId: $id) { id } reportProgress(input: $input) { id } }`;
  for (const [member, ids] of [
    [author, [videoId, second, third]],
    [reader, [videoId, second]],
  ] as const)
    for (const id of ids) await send(watch, { id, input: { videoId: id, playback: 1, position: 600 } }, member);

  // What units do by themselves: the order is paid, and the reader is told so.
  await until(async () => {
    const { order } = await send<{ order: { status: string } | null }>(
      'query ($id: ID!) { order(id: $id) { status } }',
      { id: orderId },
    );
    return order?.status === 'PAID';
  });
  return { reader, author, productId, orderId, postId, videoId };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  await waitFor(async () => ((await isSo()) ? true : undefined), { deadlineMs: PATIENCE, pauseMs: 100 });
}
