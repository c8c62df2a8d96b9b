// Run by MongoDB's image on an empty volume: a user a unit, with rights on the unit's own database only.
// MONGODB_PASSWORD_ORDERS makes the user `orders` of the database `orders`. Safe to run again when a unit was added.
for (const [variable, password] of Object.entries(process.env)) {
  const [, unit] = /^MONGODB_PASSWORD_([A-Z0-9_]+)$/.exec(variable) ?? [];
  if (unit === undefined) continue;
  const name = unit.toLowerCase().replaceAll('_', '-');
  const database = db.getSiblingDB(name);
  const roles = [
    { role: 'readWrite', db: name },
    { role: 'dbAdmin', db: name },
  ];
  if (database.getUser(name) === null) database.createUser({ user: name, pwd: password, roles });
}
