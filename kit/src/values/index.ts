export { type Connection, type Edge, type PageArguments, type PageInfo, pageSize } from './Connection.ts';
export { currencyCodes, currencyExponent } from './currencyExponent.ts';
export { DateTime } from './DateTime.ts';
export { Decimal } from './Decimal.ts';
export { duplicateField } from './duplicateField.ts';
export { foldText } from './foldText.ts';
export { InputCheck, type InputFault, type TextRule } from './InputCheck.ts';
export { derivedId, newId } from './ids.ts';
export {
  formatMoney,
  isSameMoney,
  type Money,
  moneyPaths,
  multiplyMoney,
  parseMoney,
  sumMoney,
  type WireMoney,
} from './Money.ts';
export { type List, paginate } from './paginate.ts';
export { type ActorContext, requireMember, requireStaff } from './requireActor.ts';
export { scalars } from './scalars.ts';
export { type WordFilter, wordFilter } from './wordFilter.ts';
