// MongoDB's health check: makes the server the only member of its set once, and fails until it is the primary.
const admin = db.getSiblingDB('admin');
admin.auth(process.env.MONGO_INITDB_ROOT_USERNAME, process.env.MONGO_INITDB_ROOT_PASSWORD);
try {
  rs.status();
} catch {
  rs.initiate({ _id: 'wellspring', members: [{ _id: 0, host: 'mongodb:27017' }] });
}
if (!admin.hello().isWritablePrimary) quit(1);
