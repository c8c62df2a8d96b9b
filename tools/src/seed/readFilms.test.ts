import { describe, expect, test } from '@jest/globals';
import { readFilms } from './readFilms.ts';

const films = readFilms();
const titled = (title: string) => films.filter((film) => film.title === title);

describe('the films', () => {
  test('are all of the table but the one without a title', () => expect(films).toHaveLength(3_200));

  test('are known by title and day: films of the same title are different ones', () => {
    const keys = films.map(({ title, releasedOn }) => `${title.toLowerCase()} ${releasedOn}`);
    expect(new Set(keys).size).toBe(films.length);
    expect(titled('Casino Royale').map(({ releasedOn }) => releasedOn)).toEqual(['1967-04-28', '2006-11-17']);
  });

  test('may have a number as their title', () => {
    const numbers = films.filter(({ title }) => /^\d+$/.test(title)).map(({ title }) => title);
    expect(numbers.sort()).toEqual(['1408', '1776', '1941', '2012', '2046', '21', '300', '54', '9']);
  });

  test.each([
    ['Ben-Hur', ['1925-12-30', '1959-11-18']],
    ['King Kong (1933)', ['1933-04-07']],
    ['Gone with the Wind', ['1939-12-15']],
    ['The Birth of a Nation', ['1915-02-08']],
    ['The Adventures of Tintin: Secret of the Unicorn', ['2011-12-23']],
  ])('%s came out when it did, whatever century the table says', (title, days) => {
    expect(
      titled(title)
        .map(({ releasedOn }) => releasedOn)
        .sort(),
    ).toEqual(days);
  });

  test('came out between the first of the table and its making, on days that there are', () => {
    for (const { releasedOn } of films) {
      expect(releasedOn >= '1915-01-01' && releasedOn <= '2011-12-31').toBe(true);
      expect(new Date(`${releasedOn}T00:00:00.000Z`).toISOString().slice(0, 10)).toBe(releasedOn);
    }
  });

  test.each([
    "Le Fabuleux destin d'Amélie Poulain",
    'Déjà Vu',
    'Die Fälscher',
    'Obsluhoval jsem anglického krále',
    'La mala educación',
    'Per qualche dollaro in più',
    'Joyeux Noël',
    'La Môme',
    "De battre mon coeur s'est arrêté",
    'Indigènes',
    'The Naked Gun 2½: The Smell of Fear',
    "I Love You … Don't Touch Me!",
    'Alien³',
  ])('%s has its letters back', (title) => expect(titled(title)).toHaveLength(1));

  test('that lack something have null there', () => {
    expect(titled('The Land Girls')).toEqual([
      { title: 'The Land Girls', releasedOn: '1998-06-12', genre: null, director: null, minutes: null, rating: 'R' },
    ]);
  });

  test.each([
    ['Nowhere\tsoon\t\t\t\t', 'the date of "Nowhere'],
    ['Nowhere\tJun 12 1998\tSlapstick\t\t\t', 'the genre of "Nowhere'],
  ])('%j is refused', (line, message) => {
    const head = 'Title\tRelease Date\tMajor Genre\tDirector\tRunning Time min\tMPAA Rating';
    expect(() => readFilms(`${head}\n${line}\n`)).toThrow(message);
    expect(() => readFilms(line)).toThrow('expected the columns');
  });
});
