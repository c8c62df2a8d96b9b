/** Past participles that do not end in -ed and that facts are named with. */
const irregular =
  'Became Begun Bought Brought Built Caught Chosen Cut Done Drawn Fallen Felt Forgotten Found Frozen Given Gone Grown Heard Held Hidden Kept Known Laid Left Lent Lost Made Met Overdrawn Overridden Paid Put Read Rebuilt Repaid Reset Resent Risen Run Seen Sent Set Sold Spent Split Spoken Stolen Sunk Taken Taught Told Thrown Understood Undone Withdrawn Withheld Won Written';
const participles: ReadonlySet<string> = new Set(irregular.split(' '));

/** Whether the name of an event tells a fact: one of its words after the first is a past participle (`MemberLeft`, `OrderPlaced`). */
export function isPastTense(name: string): boolean {
  const [, ...words] = name.match(/[A-Z][a-z0-9]*/g) ?? [];
  return words.some((word) => word.endsWith('ed') || participles.has(word));
}
