/** Where a made-up member may come from: names and places that go together. */
export interface Homeland {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** How many members live here, against the others. */
  readonly weight: number;
  readonly given: readonly string[];
  readonly family: readonly string[];
  readonly streets: readonly string[];
  readonly cities: readonly City[];
  /** The form of a postal code: `#` is a digit, `@` a capital letter. */
  readonly postalCode: string;
  /** Whether the house number follows the street. */
  readonly numberLast?: boolean;
}

export interface City {
  readonly city: string;
  readonly region: string;
}

const city = (name: string, region: string): City => ({ city: name, region });

/** Common names and real cities, combined at random: any likeness to a person is chance. */
export const homelands: readonly Homeland[] = [
  {
    country: 'US',
    weight: 34,
    given: [
      'Ava',
      'Mason',
      'Grace',
      'Elijah',
      'Naomi',
      'Caleb',
      'Renee',
      'Marcus',
      'Dana',
      'Walter',
      'Tessa',
      'Jerome',
    ],
    family: [
      'Harper',
      'Bennett',
      'Coleman',
      'Whitaker',
      'Ramsey',
      'Delgado',
      'Okafor',
      'Lindgren',
      'Pruitt',
      'Sandoval',
      'Tran',
    ],
    streets: ['Maple Street', 'Oak Avenue', 'Cedar Lane', 'Mill Road', 'Prospect Avenue', 'Canal Street'],
    cities: [
      city('Denver', 'CO'),
      city('Philadelphia', 'PA'),
      city('Atlanta', 'GA'),
      city('Seattle', 'WA'),
      city('San Antonio', 'TX'),
      city('Columbus', 'OH'),
      city('Exton', 'PA'),
      city('Minneapolis', 'MN'),
    ],
    postalCode: '#####',
  },
  {
    country: 'CA',
    weight: 8,
    given: ['Chloé', 'Liam', 'Maëlle', 'Ethan', 'Sophie', 'Noah', 'Amrit'],
    family: ['Tremblay', 'Gagnon', 'MacDonald', 'Singh', 'Bouchard', 'Campbell', 'Wong'],
    streets: ['King Street', 'Rue Sainte-Catherine', 'Bloor Street', 'Jasper Avenue'],
    cities: [city('Toronto', 'ON'), city('Montréal', 'QC'), city('Calgary', 'AB'), city('Halifax', 'NS')],
    postalCode: '@#@ #@#',
  },
  {
    country: 'DE',
    weight: 10,
    given: ['Jürgen', 'Annika', 'Lukas', 'Friederike', 'Matthias', 'Katrin', 'Emre'],
    family: ['Vogel', 'Schäfer', 'Brandt', 'Krüger', 'Yıldız', 'Hofmann', 'Lorenz'],
    streets: ['Lindenstraße', 'Bahnhofstraße', 'Am Markt', 'Gartenweg'],
    cities: [city('Köln', 'NW'), city('Leipzig', 'SN'), city('Hamburg', 'HH'), city('Nürnberg', 'BY')],
    postalCode: '#####',
    numberLast: true,
  },
  {
    country: 'GB',
    weight: 7,
    given: ['Imogen', 'Rhys', 'Callum', 'Priya', 'Gareth', 'Fiona'],
    family: ['Pemberton', 'Llewellyn', 'Okoye', 'Fairbairn', 'Patel', 'Ashworth'],
    streets: ['High Street', 'Station Road', 'Church Lane', 'Victoria Terrace'],
    cities: [
      city('Leeds', 'England'),
      city('Cardiff', 'Wales'),
      city('Glasgow', 'Scotland'),
      city('Bristol', 'England'),
    ],
    postalCode: '@@# #@@',
  },
  {
    country: 'NL',
    weight: 4,
    given: ['Sanne', 'Bram', 'Femke', 'Joost', 'Youssef'],
    family: ['de Vries', 'van den Berg', 'Bakker', 'Mulder', 'El Amrani'],
    streets: ['Dorpsstraat', 'Kerkstraat', 'Molenweg'],
    cities: [city('Utrecht', 'UT'), city('Groningen', 'GR'), city('Eindhoven', 'NB')],
    postalCode: '#### @@',
    numberLast: true,
  },
  {
    country: 'PL',
    weight: 4,
    given: ['Zofia', 'Łukasz', 'Agnieszka', 'Paweł', 'Małgorzata'],
    family: ['Nowicka', 'Wójcik', 'Kamiński', 'Zieliński', 'Śliwa'],
    streets: ['ulica Długa', 'ulica Polna', 'ulica Lipowa'],
    cities: [city('Kraków', 'MA'), city('Gdańsk', 'PM'), city('Łódź', 'LD')],
    postalCode: '##-###',
    numberLast: true,
  },
  {
    country: 'BR',
    weight: 7,
    given: ['Thaís', 'João Pedro', 'Luciana', 'Rafael', 'Beatriz', 'Caio'],
    family: ['Carvalho', 'da Silva', 'Moreira', 'Nascimento', 'Araújo'],
    streets: ['Rua das Flores', 'Avenida Brasil', 'Rua São João'],
    cities: [city('Curitiba', 'PR'), city('Recife', 'PE'), city('Campinas', 'SP')],
    postalCode: '#####-###',
    numberLast: true,
  },
  {
    country: 'MX',
    weight: 5,
    given: ['Ximena', 'Iván', 'Guadalupe', 'Emiliano', 'Lucía'],
    family: ['Hernández', 'Ríos', 'Castañeda', 'Zamora', 'Peña'],
    streets: ['Calle Hidalgo', 'Avenida Juárez', 'Calle Morelos'],
    cities: [city('Guadalajara', 'JAL'), city('Monterrey', 'NLE'), city('Puebla', 'PUE')],
    postalCode: '#####',
    numberLast: true,
  },
  {
    country: 'JP',
    weight: 6,
    given: ['Aiko', 'Haruto', 'Misaki', 'Kenji', 'Yui', 'Sota'],
    family: ['Tanaka', 'Kobayashi', 'Nakagawa', 'Ishida', 'Fujimoto'],
    streets: ['Sakura-dori', 'Honmachi', 'Chuo-dori'],
    cities: [city('Osaka', 'Osaka'), city('Sapporo', 'Hokkaido'), city('Fukuoka', 'Fukuoka')],
    postalCode: '###-####',
  },
  {
    country: 'IN',
    weight: 7,
    given: ['Ananya', 'Rohan', 'Lakshmi', 'Arjun', 'Meera', 'Vikram'],
    family: ['Iyer', 'Chatterjee', 'Reddy', 'Deshpande', 'Kaur', 'Menon'],
    streets: ['MG Road', 'Station Road', 'Lake View Road'],
    cities: [city('Pune', 'MH'), city('Chennai', 'TN'), city('Kolkata', 'WB'), city('Kochi', 'KL')],
    postalCode: '######',
  },
  {
    country: 'KE',
    weight: 3,
    given: ['Wanjiru', 'Otieno', 'Achieng', 'Kamau'],
    family: ['Mwangi', 'Odhiambo', 'Njoroge', 'Cheruiyot'],
    streets: ['Moi Avenue', 'Kenyatta Avenue'],
    cities: [city('Nairobi', 'Nairobi'), city('Mombasa', 'Mombasa')],
    postalCode: '#####',
  },
  {
    country: 'AU',
    weight: 5,
    given: ['Matilda', 'Lachlan', 'Keira', 'Angus', 'Mei'],
    family: ['Fitzgerald', 'Nguyen', 'McAllister', 'Papadopoulos', 'Doyle'],
    streets: ['Beach Road', 'Wattle Street', 'George Street'],
    cities: [city('Brisbane', 'QLD'), city('Hobart', 'TAS'), city('Perth', 'WA')],
    postalCode: '####',
  },
];
