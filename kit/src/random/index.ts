export { fnv1a } from './fnv1a.ts';
export { mulberry32, type Random } from './mulberry32.ts';
