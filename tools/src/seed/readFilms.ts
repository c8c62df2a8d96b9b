import { readFileSync } from 'node:fs';

/** A film as its row tells, repaired where the row is certainly wrong. */
export interface Film {
  readonly title: string;
  /** YYYY-MM-DD. */
  readonly releasedOn: string;
  readonly genre: FilmGenre | null;
  readonly director: string | null;
  readonly minutes: number | null;
  readonly rating: string | null;
}

const GENRES = {
  Action: 'ACTION',
  Adventure: 'ADVENTURE',
  'Black Comedy': 'BLACK_COMEDY',
  Comedy: 'COMEDY',
  'Concert/Performance': 'CONCERT',
  Documentary: 'DOCUMENTARY',
  Drama: 'DRAMA',
  Horror: 'HORROR',
  Musical: 'MUSICAL',
  'Romantic Comedy': 'ROMANTIC_COMEDY',
  'Thriller/Suspense': 'THRILLER',
  Western: 'WESTERN',
} as const;
export type FilmGenre = (typeof GENRES)[keyof typeof GENRES];

const COLUMNS = 'Title\tRelease Date\tMajor Genre\tDirector\tRunning Time min\tMPAA Rating';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** The table was made in 2010, of films up to those announced for 2011. */
const LAST_YEAR = 2011;

/**
 * Reads `films.tsv` beside this file and repairs it. One row has no title and is left out.
 * @throws Error that names the line with a value that is not understood
 */
export function readFilms(text: string = readFileSync(new URL('./films.tsv', import.meta.url), 'utf8')): Film[] {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  if (lines[0] !== COLUMNS) throw new Error(`films.tsv: expected the columns ${JSON.stringify(COLUMNS)}.`);
  return lines.slice(1).flatMap((line) => {
    const [title = '', date = '', genre = '', director = '', minutes = '', rating = ''] = line.split('\t');
    if (title === '') return [];
    return [
      {
        title: withLetters(title),
        releasedOn: toDay(date, line),
        genre: genre === '' ? null : toGenre(genre, line),
        director: director === '' ? null : withLetters(director),
        minutes: minutes === '' ? null : Number(minutes),
        rating: rating === '' ? null : rating,
      },
    ];
  });
}

/** `Jun 12 1998` as 1998-06-12. Years were once two digits: what came out before 1929 or so stands a century too late. */
function toDay(date: string, line: string): string {
  const [, name = '', day, digits] = /^([A-Z][a-z]{2}) (\d\d) (\d{4})$/.exec(date) ?? [];
  const month = MONTHS.indexOf(name) + 1;
  if (month === 0 || day === undefined) throw new Error(`films.tsv: the date of "${line}" is not understood.`);
  const year = Number(digits);
  return `${year > LAST_YEAR ? year - 100 : year}-${String(month).padStart(2, '0')}-${day}`;
}

function toGenre(genre: string, line: string): FilmGenre {
  if (!Object.hasOwn(GENRES, genre)) throw new Error(`films.tsv: the genre of "${line}" is not known.`);
  return GENRES[genre as keyof typeof GENRES];
}

/**
 * Letters as they were before somebody read Windows-1252 as Mac OS Roman: `AstÈrix` is Astérix.
 * Each letter that occurs in the table, with the one that has its byte in Windows-1252.
 */
const MISREAD: Readonly<Record<string, string>> = {
  È: 'é',
  Ë: 'è',
  Í: 'ê',
  Î: 'ë',
  '‡': 'à',
  '·': 'á',
  '‰': 'ä',
  Û: 'ó',
  Ù: 'ô',
  '˘': 'ù',
  Ω: '½',
  Ö: '…',
};

function withLetters(text: string): string {
  return text.replaceAll(/[^\p{ASCII}]/gu, (letter) => MISREAD[letter] ?? letter);
}
