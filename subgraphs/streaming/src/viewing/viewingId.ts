import { derivedId } from '@wellspring/kit';

/** The id of what one member watched of one video: there is one. */
export function viewingId(memberId: string, videoId: string): string {
  return derivedId('viewing', memberId, videoId);
}
