// Reads an iCalendar text from standard input with ical.js and writes what it understood as JSON.
const ICAL = require(process.argv[2]);
const text = require('fs').readFileSync(0, 'utf8');
const calendar = new ICAL.Component(ICAL.parse(text));
const events = calendar.getAllSubcomponents('vevent').map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    summary: event.summary,
    location: event.location ?? '',
    sequence: event.sequence,
    status: component.getFirstPropertyValue('status'),
    start: event.startDate.toString(),
    end: event.endDate.toString(),
    allDay: event.startDate.isDate,
  };
});
process.stdout.write(JSON.stringify({ version: calendar.getFirstPropertyValue('version'), events }));
