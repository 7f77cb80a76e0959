import type { DeskSettings, OpenHours } from '../desk/desk-settings.ts';
import type { BusinessCalendar, Weekday } from '../work-orders/calendar.ts';

/** The desk's hours and holidays as the calendar that due times are counted in. */
export function calendarOf({ zone, hours, holidays, halfDays }: DeskSettings): BusinessCalendar {
  const day = (name: Weekday) => spans(hours[name]);
  return {
    zone,
    hours: {
      mon: day('mon'),
      tue: day('tue'),
      wed: day('wed'),
      thu: day('thu'),
      fri: day('fri'),
      sat: day('sat'),
      sun: day('sun'),
    },
    holidays: {
      ...Object.fromEntries(holidays.map((date) => [date, []])),
      ...Object.fromEntries(Object.entries(halfDays).map(([date, open]) => [date, spans(open)])),
    },
  };
}

const spans = (open: readonly OpenHours[]) => open.map(({ opens, closes }) => ({ from: opens, to: closes }));
