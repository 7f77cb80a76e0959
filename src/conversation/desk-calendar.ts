import type { DeskSettings } from '../desk/desk-settings.ts';
import type { BusinessCalendar, Weekday } from '../work-orders/calendar.ts';

/** The desk's hours and holidays as the calendar that due times are counted in. */
export function calendarOf({ zone, hours, holidays }: DeskSettings): BusinessCalendar {
  const day = (name: Weekday) => hours[name].map(({ opens, closes }) => ({ from: opens, to: closes }));
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
    holidays: Object.fromEntries(holidays.map((date) => [date, []])),
  };
}
