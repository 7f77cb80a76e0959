import { killsOn } from './kills.ts';

killsOn('postgres');
