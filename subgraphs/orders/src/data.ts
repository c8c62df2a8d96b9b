import { declareData } from '@wellspring/kit';
import { orderSchema } from './order/orderSchema.ts';

/** What the unit owns, and what it copies. */
export const data = declareData({
  entities: { Order: orderSchema },
  replicas: {
    member: { view: 'members.MemberCard', uses: ['displayName'] },
    product: { view: 'catalog.ProductListing', uses: ['name', 'price', 'active'] },
    location: { view: 'members.MemberLocation', uses: ['country'] },
  },
});
