// Reads a JSON-stat dataset from standard input with jsonstat-toolkit and writes what it understood of it as JSON.
const read = require(process.argv[2]);
const JSONstat = read.default || read;
const data = JSONstat(JSON.parse(require('node:fs').readFileSync(0, 'utf8')));
const cells = [];
for (const country of data.Dimension('country').id) {
  for (const measure of data.Dimension('measure').id) {
    const cell = data.Data({ country, measure });
    cells.push({ country, label: data.Dimension('country').Category(country).label, measure, value: cell.value, status: cell.status });
  }
}
process.stdout.write(JSON.stringify({ class: data.class, id: data.id, size: data.size, metric: data.role.metric, cells }));
