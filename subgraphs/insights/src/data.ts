import { declareData } from '@wellspring/kit';
import { countedOrderSchema } from './overview/countedOrderSchema.ts';
import { customerOverviewSchema } from './overview/customerOverviewSchema.ts';
import { erasureSchema } from './overview/erasureSchema.ts';

/** What the unit copies, and what it keeps: the counts, and what they are made of. */
export const data = declareData({
  entities: {},
  replicas: {
    member: { view: 'members.MemberCard', uses: ['displayName', 'handle', 'avatarUrl'] },
    product: { view: 'catalog.ProductListing', uses: ['name', 'sku'] },
    order: {
      view: 'orders.OrderSummary',
      uses: ['status', 'placedAt', 'member', 'total', 'lines'],
      indexes: [['member.id', '-placedAt', '-id']],
    },
  },
  records: { CustomerOverview: customerOverviewSchema, CountedOrder: countedOrderSchema, Erasure: erasureSchema },
});
