import { type RecordDocument, recordSchema } from '@wellspring/kit';

/** How many of one product are paid for: `_id` is the product's id. */
export interface ProductSalesDocument extends RecordDocument {
  sold: number;
}

export const productSalesSchema = recordSchema<ProductSalesDocument>({ sold: { type: Number, required: true } }, [
  { name: 'sold', fields: { sold: -1, _id: 1 } },
]);
