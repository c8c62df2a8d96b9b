import { cardsPhase } from './loadCards.ts';
import { followsPhase, postsPhase } from './loadCommunity.ts';
import { fulfilmentsPhase } from './loadFulfilments.ts';
import { membersPhase } from './loadMembers.ts';
import { ordersPhase } from './loadOrders.ts';
import { preferencesPhase } from './loadPreferences.ts';
import { productsPhase } from './loadProducts.ts';
import { subscriptionsPhase } from './loadSubscriptions.ts';
import { videosPhase } from './loadVideos.ts';
import { viewingsPhase } from './loadViewings.ts';
import type { SeedPhase } from './SeedPhase.ts';

/** The sample data, in the order in which it is loaded. */
export const phases: readonly SeedPhase[] = [
  productsPhase,
  membersPhase,
  cardsPhase,
  subscriptionsPhase,
  ordersPhase,
  fulfilmentsPhase,
  videosPhase,
  viewingsPhase,
  preferencesPhase,
  followsPhase,
  postsPhase,
];
